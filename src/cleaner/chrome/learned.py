"""C901: from the tagger's scores to removals.

Where a text is a whole page, a unit goes when that raises the expected word F1 of what stays:
with calibrated scores the best set of units is the one above half of the best F1 that can be
expected (Lewis 1995; Nan et al. 2012), so an unclear page gives up less than a clear one.
Where the text looks cleaned already, a false removal costs more than the little chrome that
is left: only what is nearly certain goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import IntArray
from cleaner.chrome.decide import LEARNED
from cleaner.chrome.tagger import HTML, Scored
from cleaner.config import Config
from cleaner.document import Document, Finding

F1_SHARE = {"careful": 0.35, "balanced": 0.6, "thorough": 0.65}
"""On whole pages of plain text: the threshold as a share of the best expected F1. Measured, out of fold
(`benchmarks/chrome_text.py --aggressiveness`), careful / balanced / thorough: word F1 on wcxb_dev
0.841 / 0.849 / 0.849, share of its `without` sentences gone 0.886 / 0.932 / 0.945, of its `with`
sentences kept 0.839 / 0.812 / 0.803; word F1 on pages_train 0.923 / 0.930 / 0.931."""

HTML_F1_SHARE = {"careful": 0.35, "balanced": 0.6, "thorough": 0.65}
"""The same on pages of HTML, measured in the same way (`benchmarks/chrome_html.py --aggressiveness`), careful /
balanced / thorough: word F1 on wcxb_dev 0.878 / 0.883 / 0.881, share of its `without` sentences gone 0.946 / 0.973 /
0.976, of its `with` sentences kept 0.851 / 0.824 / 0.817; word F1 on pages_train 0.9410 / 0.9460 / 0.9465."""

CLEANED_THRESHOLD = {"careful": 0.02, "balanced": 0.04, "thorough": 0.2}
"""On texts that look cleaned already: below this probability of being content a unit goes. Measured
in the same way on wcxb_dev: of clean texts 0.24 / 0.43 / 0.76 % of the words go; of the pages that resiliparse
extracted 1.2 / 2.2 / 4.3 % lose more than 0.02 of F1."""


def learned_removals(document: Document, scored: Scored, config: Config) -> Iterator[Finding]:
    """A `C901` finding for each line, or run of segments in a long line, that the scores let go, in order."""
    if not len(scored.content):
        return
    threshold = content_threshold(document, scored, config)
    firsts, lasts = _runs(scored, threshold)
    likely = _means(scored.content, firsts, lasts)
    nearby = _means(_neighbours(scored.content), firsts, lasts)
    starts, ends = scored.spans[firsts, 0].tolist(), scored.spans[lasts, 1].tolist()
    percents = zip(*(np.rint(values * 100).astype(int).tolist() for values in (likely, nearby)), strict=True)
    needed = f"({threshold:.0%} needed)"
    for start, end, content, (own, around) in zip(starts, ends, likely.tolist(), percents, strict=True):
        message = f"reads as chrome: {own}% likely content {needed}, around it {around}%"
        yield Finding(LEARNED, start, end, "remove", 1 - content, message)


def _runs(scored: Scored, threshold: float) -> tuple[IntArray, IntArray]:
    """First and last unit of each run of units of one line that go."""
    gone = scored.content < threshold
    line = scored.spans[:, 2]
    joined = gone[1:] & gone[:-1] & (line[1:] == line[:-1])
    firsts = np.flatnonzero(gone & ~np.concatenate(([False], joined)))
    lasts = np.flatnonzero(gone & ~np.concatenate((joined, [False])))
    return firsts, lasts


def _means(values: npt.NDArray[Any], firsts: IntArray, lasts: IntArray) -> npt.NDArray[np.float64]:
    """The mean of each run's values."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    means: npt.NDArray[np.float64] = (total[lasts + 1] - total[firsts]) / (lasts - firsts + 1)
    return means


def line_content(scored: Scored) -> dict[int, float]:
    """For each line (by index) its mean probability of being content, weighed by length."""
    line, length = scored.spans[:, 2], np.maximum(scored.spans[:, 1] - scored.spans[:, 0], 1)
    mass = np.bincount(line, scored.content * length)
    total = np.bincount(line, length)
    known = np.flatnonzero(total)
    return dict(zip(known.tolist(), (mass[known] / total[known]).tolist(), strict=True))


def content_threshold(document: Document, scored: Scored, config: Config) -> float:
    """The probability below which a unit of the document goes: between the two cases' thresholds (geometrically)."""
    shares = HTML_F1_SHARE if document.media_type == HTML else F1_SHARE
    whole_page = shares[config.aggressiveness] * _best_expected_f1(scored)
    cleaned = min(CLEANED_THRESHOLD[config.aggressiveness], whole_page)
    return exp(scored.whole_page * log(max(whole_page, 1e-6)) + (1 - scored.whole_page) * log(max(cleaned, 1e-6)))


def _best_expected_f1(scored: Scored) -> float:
    """The highest expected F1 of any set of units, weighing a unit by its length."""
    order = np.argsort(-scored.content, kind="stable")
    length = np.maximum(scored.spans[order, 1] - scored.spans[order, 0], 1).astype(np.float64)
    gain = np.cumsum(scored.content[order] * length)
    return float((2 * gain / (np.cumsum(length) + gain[-1])).max())


def _neighbours(content: npt.NDArray[np.float32], reach: int = 3) -> npt.NDArray[np.float64]:
    """Mean score of the units around each unit, itself left out."""
    total = np.concatenate(([0.0], np.cumsum(content, dtype=np.float64)))
    index = np.arange(len(content))
    start, end = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(content))
    mean: npt.NDArray[np.float64] = (total[end] - total[start] - content) / np.maximum(end - start - 1, 1)
    return mean
