"""The tokens and shingles of texts as duplicates are compared by: 64-bit hashes, many texts at once.

A token is a word, or one character in scripts written without spaces, or one symbol (`%`, `€`, an
emoji); case, white space, punctuation and invisible characters don't count. A shingle is a run of
tokens that are no symbols. All is computed on arrays of UTF-16 units, a whole batch in each step: a word's hash is made
from windows of four units at its start, not from each character.

The hashes depend on nothing but the text: not on the platform, its byte order, or a library's version.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Units = npt.NDArray[np.uint16]
Kinds = npt.NDArray[np.uint8]

GAP, WORD, SINGLE, SYMBOL, INVISIBLE, MARK, LEAD = range(7)
PIECE_CHARS = 500_000
MAX_TOKEN_UNITS = 64
"""A longer word (a data URI, a line of base64) is cut into words of this length: work stays linear."""

_UNSPACED = ((0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF),
             (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA980, 0xA9DF),
             (0xF900, 0xFAFF), (0xFF66, 0xFF9F))  # fmt: skip
_SURROGATES = (0xD800, 0xDFFF)  # characters beyond the basic plane, mostly ideographs; lone ones too
_EMOJI_LEADS = (0xD83C, 0xD83E)
_MOST_MARKS = 30
"""Combining marks in a row in Unicode's stream-safe text; composing longer runs takes quadratic time."""

_ODD = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_PLACE = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """The tokens of some texts: `hashes` of all, text after text, which are `symbols`, and `starts` (texts + 1)."""

    hashes: Hashes
    symbols: npt.NDArray[np.bool_]
    starts: Places


def tokens_of(texts: Sequence[str]) -> Tokens:
    """The tokens of the texts.

    >>> found = tokens_of(["The bridge, closed.", "the  BRIDGE closed", "桥梁关闭"])
    >>> bool((found.hashes[:3] == found.hashes[3:6]).all()), np.diff(found.starts).tolist()
    (True, [3, 3, 4])
    """
    pieces = [list(pieces_of(text)) for text in texts]
    if all(len(of_text) == 1 for of_text in pieces):
        return _tokens(texts)
    found = [_tokens([piece]) for of_text in pieces for piece in of_text]  # a long text: arrays that fit into memory
    counts = iter([len(tokens.hashes) for tokens in found])
    sizes = [sum(next(counts) for _ in of_text) for of_text in pieces]
    hashes, symbols = (np.concatenate([getattr(tokens, name) for tokens in found]) for name in ("hashes", "symbols"))
    return Tokens(hashes, symbols, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))


def pieces_of(text: str) -> Iterator[str]:
    """The text in pieces of at most `PIECE_CHARS`, cut at white space where there is some.

    >>> "".join(pieces_of("a bridge " * 100_000)) == "a bridge " * 100_000
    True
    """
    start = 0
    while len(text) - start > PIECE_CHARS:
        end = start + PIECE_CHARS
        cut = max(text.rfind(" ", start + PIECE_CHARS // 2, end), text.rfind("\n", start + PIECE_CHARS // 2, end))
        end = cut + 1 if cut > 0 else end
        yield text[start:end]
        start = end
    yield text[start:]


def shingles_of(tokens: Tokens, size: int) -> tuple[Hashes, Places]:
    """The hashes of all shingles of `size` tokens, text after text, and where each text's begin (texts + 1).

    Symbols are left out. A text of fewer words has no shingle: such texts are equal or different, never alike.

    >>> hashes, starts = shingles_of(tokens_of(["a b c d e f", "a b", ""]), 5)
    >>> np.diff(starts).tolist()
    [2, 0, 0]
    """
    word_hashes, word_starts = tokens.hashes, tokens.starts
    if tokens.symbols.any():
        words = ~tokens.symbols
        word_hashes, word_starts = word_hashes[words], np.concatenate(([0], np.cumsum(words)))[word_starts]
    counts = np.diff(word_starts)
    shingle_counts = np.maximum(counts - size + 1, 0)
    starts = np.concatenate(([0], np.cumsum(shingle_counts)))
    sums = word_hashes[: max(len(word_hashes) - size + 1, 0)].copy()
    for place in range(1, size):
        sums *= _PLACE
        sums += word_hashes[place : place + len(sums)]
    chosen = np.arange(starts[-1]) + np.repeat(word_starts[:-1] - starts[:-1], shingle_counts)
    sums = sums[chosen]
    _mix(sums)
    return sums, starts


def _tokens(texts: Sequence[str]) -> Tokens:
    folded = [_folded(text) for text in texts]
    gap = (np.zeros(1, np.uint16), np.zeros(1, np.uint8))
    pieces = [piece for units, kinds in folded for piece in ((units, kinds), gap)]
    tail = [(np.zeros(4, np.uint16), np.zeros(4, np.uint8))]
    units = np.concatenate([units for units, _ in pieces + tail]).astype("<u2", copy=False)
    kinds = np.concatenate([kinds for _, kinds in pieces + tail])
    begins, lengths = _token_spans(kinds)
    ends_of_texts = np.cumsum([len(units) + 1 for units, _ in folded])
    starts = np.concatenate(([0], np.searchsorted(begins, ends_of_texts))).astype(np.int64)
    return Tokens(_hash(units, begins, lengths), kinds.take(begins) == SYMBOL, starts)


def _folded(text: str) -> tuple[Units, Kinds]:
    """The UTF-16 units of the text, without case, and the kind of each; invisible ones left out."""
    if text.isascii():
        raw = text.encode("ascii")
        lower, kinds_of = _ascii_tables()
        folded = np.frombuffer(raw.translate(lower), np.uint8).astype(np.uint16)
        return folded, np.frombuffer(raw.translate(kinds_of), np.uint8)
    units, kinds = _looked_up(text)
    if kinds.max() <= SYMBOL:
        return units, kinds
    if _needs_composing(kinds):
        units, kinds = _looked_up(unicodedata.normalize("NFC", text))
    leads = np.flatnonzero(kinds == LEAD)
    kinds[leads] = SYMBOL
    kinds[np.minimum(leads + 1, len(kinds) - 1)] = SYMBOL
    kinds[kinds == MARK] = WORD
    seen = kinds != INVISIBLE
    return units[seen], kinds[seen]


def _looked_up(text: str) -> tuple[Units, Kinds]:
    fold, kind = _tables()
    places = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").astype(np.intp)
    return fold.take(places), kind.take(places)


def _needs_composing(kinds: Kinds) -> bool:
    marks = np.flatnonzero(kinds == MARK)
    apart = marks[_MOST_MARKS:] - marks[:-_MOST_MARKS]
    return len(marks) > 0 and not (apart == _MOST_MARKS).any()


def _token_spans(kinds: Kinds) -> tuple[Places, Places]:
    """Where each token begins, and its length in units. The last unit is no token's."""
    word = kinds == WORD
    begin, end = word.copy(), word.copy()
    np.greater(word[1:], word[:-1], out=begin[1:])
    np.greater(word[:-1], word[1:], out=end[:-1])
    if kinds.max(initial=0) >= SINGLE:
        single = kinds >= SINGLE
        begin |= single
        end |= single
    begins = np.flatnonzero(begin)
    lengths = np.flatnonzero(end) - begins + 1
    if len(lengths) and lengths.max() > MAX_TOKEN_UNITS:
        begins, lengths = _cut(begins, lengths)
    return begins, lengths


def _cut(begins: Places, lengths: Places) -> tuple[Places, Places]:
    """The spans with those over `MAX_TOKEN_UNITS` in pieces."""
    pieces = -(-lengths // MAX_TOKEN_UNITS)
    first = np.concatenate(([0], np.cumsum(pieces)[:-1]))
    place = (np.arange(pieces.sum()) - np.repeat(first, pieces)) * MAX_TOKEN_UNITS
    rest = np.repeat(lengths, pieces) - place
    return np.repeat(begins, pieces) + place, np.minimum(rest, MAX_TOKEN_UNITS)


def _hash(units: Units, begins: Places, lengths: Places) -> Hashes:
    """A hash for each span: its units in windows of four, the last one masked."""
    windows = np.ndarray((max(len(units) - 3, 0),), "<u8", units, strides=(2,))
    masks = np.array([0, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF], np.uint64)
    hashes = _step(lengths.astype(np.uint64) * _ODD[1], windows[begins] & masks.take(lengths, mode="clip"))
    chosen = np.flatnonzero(lengths > 4)
    at, left = begins.take(chosen), lengths.take(chosen)
    while len(chosen):
        at += 4
        left -= 4
        hashes[chosen] = _step(hashes.take(chosen), windows[at] & masks.take(left, mode="clip"))
        more = np.flatnonzero(left > 4)
        chosen, at, left = chosen.take(more), at.take(more), left.take(more)
    return hashes


def _step(hashes: Hashes, values: Hashes) -> Hashes:
    """The hashes with the values mixed in: of one hash, other values give other hashes. Changes `values`."""
    values ^= hashes
    values *= _ODD[0]
    values ^= values >> _HALF
    return values


def _mix(hashes: Hashes) -> None:
    """Make every bit depend on every bit (the finaliser of splitmix64)."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= _ODD[1]
    hashes ^= hashes >> np.uint64(27)
    hashes *= _ODD[2]
    hashes ^= hashes >> np.uint64(31)


@cache
def _tables() -> tuple[Units, Kinds]:
    """Of each UTF-16 unit: the unit without case and compatibility form, and its kind."""
    fold = np.arange(0x10000, dtype=np.uint16)
    kinds = np.zeros(0x10000, np.uint8)
    by_category = {"L": WORD, "N": WORD, "M": MARK, "S": SYMBOL}
    for point in range(0x10000):
        character = chr(point)
        category = unicodedata.category(character)
        kinds[point] = INVISIBLE if category == "Cf" else by_category.get(category[0], GAP)
        if kinds[point]:
            simple = unicodedata.normalize("NFKC", character).casefold()
            fold[point] = ord(simple) if len(simple) == 1 and ord(simple) < 0x10000 else point
    kinds[0xFE00:0xFE10] = INVISIBLE  # variation selectors
    kinds[[ord(mark) for mark in "`´^¨¯¸"]] = GAP  # typed for quotes and dashes
    for first, last in _UNSPACED:
        block = kinds[first : last + 1]
        block[(block == WORD) | (block == MARK)] = SINGLE
    kinds[[ord("\u3099"), ord("\u309a")]] = MARK  # voiced kana in two parts
    kinds[_SURROGATES[0] : _SURROGATES[1] + 1] = SINGLE
    kinds[_EMOJI_LEADS[0] : _EMOJI_LEADS[1] + 1] = LEAD
    kinds[ord("İ")], fold[ord("İ")] = WORD, ord("i")
    return fold, kinds


@cache
def _ascii_tables() -> tuple[bytes, bytes]:
    fold, kinds = _tables()
    return bytes(fold[:256].astype(np.uint8)), bytes(kinds[:256])
