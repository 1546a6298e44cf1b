"""Which units of a page's text are content, read off the page's gold text.

A unit's label is the share of its words that the gold text accounts for, in [0, 1]:

- a word of a longer unit counts when some three words around it stand in the gold text in
  that order;
- a unit of up to three words counts when the gold text has its words in that order *and*
  still has them to give after the longer units took theirs (`Home` in a menu is not the
  `home` of a sentence); units among content are served first;
- of a line that stands on the page more often than in the gold text (the headline in the
  breadcrumb, in the menu and over the article) only as many count as the gold text has,
  those among content first.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cleaner.chrome.features import Batch

SHORT_UNIT_WORDS = 3
_CONTEXT_UNITS = 5
_K1, _K2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

Hashes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]


def label_units(page: Batch, lines: npt.NDArray[np.int64], gold_words: Hashes) -> Floats:
    """The labels of the units of one page, float64 (units,).

    `page`: the features of one document; `lines`: the line index of each unit;
    `gold_words`: the word hashes of the gold text, in order.
    """
    counts = np.diff(page.word_starts)
    units = len(counts)
    unit_of_word = np.repeat(np.arange(units), counts)
    covered = _covered(page.words, lines[unit_of_word], gold_words)
    share = np.bincount(unit_of_word, covered, minlength=units) / np.maximum(counts, 1)
    line_words = np.bincount(lines, counts, minlength=int(lines.max(initial=-1)) + 1)[lines]
    is_short = line_words <= SHORT_UNIT_WORDS
    labels = np.where(is_short, 0.0, share)
    context = _context(labels, counts)
    _settle_repeats(labels, page, gold_words, context, ~is_short & (labels > 0.5))
    _settle_short(labels, page, gold_words, _context(labels, counts), np.flatnonzero(is_short & (counts > 0)))
    context = _context(labels, counts)
    labels[counts == 0] = context[counts == 0] > 0.5
    return labels


def _covered(words: Hashes, group: npt.NDArray[np.int64], gold: Hashes) -> Floats:
    """1.0 for each word that is part of a trigram of one line that the gold text has."""
    covered = np.zeros(len(words) + 2)
    if len(words) >= 3 and len(gold) >= 3:
        known = np.isin(_trigrams(words), _trigrams(gold)) & (group[2:] == group[:-2])
        hits = np.flatnonzero(known)
        for offset in range(3):
            covered[hits + offset] = 1.0
    return covered[: len(words)]


def _trigrams(words: Hashes) -> Hashes:
    return words[:-2] * _K1 + words[1:-1] * _K2 + words[2:]


def _context(labels: Floats, counts: npt.NDArray[np.int64]) -> Floats:
    """Word-weighted mean label of the units around each unit, itself left out."""
    weight = np.sqrt(counts)
    window = np.ones(2 * _CONTEXT_UNITS + 1)
    window[_CONTEXT_UNITS] = 0
    if not len(labels):
        return labels
    mass = np.convolve(labels * weight, window)[_CONTEXT_UNITS:][: len(labels)]
    total = np.convolve(weight, window)[_CONTEXT_UNITS:][: len(labels)]
    return mass / np.maximum(total, 1e-9)


def _settle_repeats(
    labels: Floats, page: Batch, gold: Hashes, context: Floats, candidates: npt.NDArray[np.bool_]
) -> None:
    """Of equal units, keep as many as the gold text has."""
    if len(gold) < 3:
        return
    gold_grams, gold_counts = np.unique(_trigrams(gold), return_counts=True)
    groups: dict[bytes, list[int]] = {}
    for unit in np.flatnonzero(candidates):
        own = page.words[page.word_starts[unit] : page.word_starts[unit + 1]]
        groups.setdefault(own.tobytes(), []).append(int(unit))
    for own_bytes, units in groups.items():
        own = np.frombuffer(own_bytes, np.uint64)
        if len(units) < 2 or len(own) < 3:
            continue
        at = np.minimum(np.searchsorted(gold_grams, _trigrams(own)), len(gold_grams) - 1)
        allowed = max(1, int(np.median(gold_counts[at])))
        for unit in sorted(units, key=lambda unit: -context[unit])[allowed:]:
            labels[unit] = 0.0


def _settle_short(labels: Floats, page: Batch, gold: Hashes, context: Floats, units: npt.NDArray[np.int64]) -> None:
    """Serve short units what the longer units left of the gold text's words."""
    gold_words, gold_counts = np.unique(gold, return_counts=True)
    left = dict(zip(gold_words.tolist(), gold_counts.tolist(), strict=True))
    taken = np.repeat(labels, np.diff(page.word_starts)) > 0.5
    taken_words, taken_counts = np.unique(page.words[taken], return_counts=True)
    for word, count in zip(taken_words.tolist(), taken_counts.tolist(), strict=True):
        if word in left:
            left[word] -= count
    pairs = set((gold[:-1] * _K1 + gold[1:] * _K2).tolist())
    for unit in units[np.argsort(-context[units], kind="stable")]:
        own = page.words[page.word_starts[unit] : page.word_starts[unit + 1]]
        own_pairs = (own[:-1] * _K1 + own[1:] * _K2).tolist()
        words = own.tolist()
        if all(left.get(word, 0) > 0 for word in words) and all(pair in pairs for pair in own_pairs):
            labels[unit] = 1.0
            for word in words:
                left[word] -= 1
