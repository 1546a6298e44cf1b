"""The sketch of a text: 440 bytes that say whether it may be another one's duplicate.

A sketch holds a digest of the text's tokens, what the choice of a representative needs (length,
date, a hash of the id), the site's hash, and the smallest hashes of its distinct shingles: the
"bottom k" kind of MinHash. Two texts' smallest hashes, merged, are a random sample of the union of
their shingles; the share of the sample that both have estimates their Jaccard similarity. A text
of at most `SAMPLE` distinct shingles (about 100 words) has all of them in its sketch, and then the
figure is not an estimate.

Bottom k was chosen after measuring it beside the usual k hash functions: it costs one hash a
shingle instead of k, estimates better from the same bytes, and an index over its smallest values
finds pairs of any similarity. See `benchmarks/duplicates.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.corpus.sketch_tokens import PIECE_CHARS, Hashes, Places, Tokens, pieces_of, shingles_of, tokens_of
from cleaner.errors import ArgumentError

SKETCH_VERSION = 1
"""Raised with every change of what a sketch holds or how it is hashed: sketches of two versions don't compare."""

SAMPLE = 96
"""Hashes a sketch has. The estimate's standard deviation at Jaccard 0.8 is √(0.8 · 0.2 / 96) = 0.04."""

NO_HASH = 0xFFFFFFFF
NO_DATE = 0xFFFFFFFF
BATCH_CHARS = 400_000
"""Texts are sketched so many characters at a time: arrays that stay in the cache."""

SKETCH = np.dtype(
    [
        ("version", "u1"),
        ("shingle", "u1"),  # tokens in a shingle
        ("whole", "u1"),  # 1: the sample holds all distinct shingles
        ("spare", "u1"),
        ("sampled", "<u4"),  # hashes in the sample; the rest of it is NO_HASH
        ("chars", "<u8"),
        ("digest", "<u8", 2),  # of the tokens; 0, 0: an empty text
        ("id", "<u8"),
        ("site", "<u8"),  # 0: unknown
        ("date", "<u4"),  # 20250531, 20250500, 20250000; NO_DATE
        ("spare2", "<u4"),
        ("sample", "<u4", SAMPLE),  # ascending
    ]
)
SKETCH_BYTES = SKETCH.itemsize

Sketches = npt.NDArray[np.void]
"""Rows of `SKETCH`."""


def sketch_rows(
    texts: Sequence[str], ids: Sequence[str], dates: Sequence[str], sites: Sequence[str], shingle: int
) -> Sketches:
    """A row of `SKETCH` for each text. Raises `ArgumentError` unless all sequences are of one length."""
    if not len(texts) == len(ids) == len(dates) == len(sites):
        raise ArgumentError(f"{len(texts)} texts, {len(ids)} ids, {len(dates)} dates, {len(sites)} sites: not as many")
    rows = np.zeros(len(texts), SKETCH)
    rows["version"], rows["shingle"] = SKETCH_VERSION, shingle
    for start, stop in _batches(texts):
        if len(texts[start]) > PIECE_CHARS:
            _put_long(rows[start:stop], texts[start], shingle)
            continue
        tokens = tokens_of(texts[start:stop])
        rows["digest"][start:stop] = _digests(texts[start:stop], tokens)
        hashes, starts = shingles_of(tokens, shingle)
        _put_samples(rows[start:stop], _low(hashes), starts)
    rows["chars"] = [len(text) for text in texts]
    rows["id"] = [_hash_of(name) for name in ids]
    rows["site"] = [_hash_of(site) if site else 0 for site in sites]
    rows["date"] = [_day_number(date) for date in dates]
    return rows


def _batches(texts: Sequence[str]) -> list[tuple[int, int]]:
    cuts, size = [0], 0
    for index, text in enumerate(texts):
        if size and (size + len(text) > BATCH_CHARS or max(size, len(text)) > PIECE_CHARS):
            cuts.append(index)
            size = 0
        size += len(text) + 16
    return list(zip(cuts, [*cuts[1:], len(texts)], strict=True)) if len(texts) else []


def _digests(texts: Sequence[str], tokens: Tokens) -> list[tuple[int, int]]:
    """128 bits of each text's tokens; of its characters without white space where it has none (`???`)."""
    raw, bounds = tokens.hashes.astype("<u8", copy=False).tobytes(), (tokens.starts * 8).tolist()
    digests = []
    for index, text in enumerate(texts):
        content = raw[bounds[index] : bounds[index + 1]]
        if not content:
            content = "".join(text.split()).encode("utf-8", "surrogatepass")
        found = hashlib.blake2b(content, digest_size=16).digest() if content else bytes(16)
        digests.append((int.from_bytes(found[:8], "little"), int.from_bytes(found[8:], "little")))
    return digests


def _hash_of(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _day_number(date: str) -> int:
    """`2025-05-31` as 20250531, `2025-05` as 20250500; `NO_DATE` where no year stands at the start."""
    digits = "".join(part for part in date[:10].split("-") if part.isdecimal() and part.isascii())
    return int(digits.ljust(8, "0")) if len(digits) in (4, 6, 8) else NO_DATE


def _put_long(row: Sketches, text: str, shingle: int) -> None:
    """Fill in digest and sample of one text piece by piece: memory does not grow with its length."""
    digest, has_tokens = hashlib.blake2b(digest_size=16), False
    carried = np.zeros(0, np.uint64)
    sample = np.zeros(0, np.uint32)
    for piece in pieces_of(text):
        tokens = tokens_of([piece])
        digest.update(tokens.hashes.astype("<u8", copy=False).tobytes())
        words = np.concatenate((carried, tokens.hashes[~tokens.symbols]))
        carried = words[max(len(words) - shingle + 1, 0) :]
        sample = _smallest(sample, words, shingle)
        has_tokens |= len(tokens.hashes) > 0
    if not has_tokens:
        digest.update("".join(text.split()).encode("utf-8", "surrogatepass"))
    row["digest"] = np.frombuffer(digest.digest(), "<u8") if has_tokens or text.strip() else 0
    row["sampled"], row["whole"] = min(len(sample), SAMPLE), len(sample) <= SAMPLE
    row["sample"] = NO_HASH
    row["sample"][:, : min(len(sample), SAMPLE)] = sample[:SAMPLE]


def _smallest(sample: npt.NDArray[np.uint32], words: Hashes, shingle: int) -> npt.NDArray[np.uint32]:
    """The `SAMPLE` + 1 smallest distinct hashes of the sample and of the words' shingles."""
    tokens = Tokens(words, np.zeros(len(words), np.bool_), np.array([0, len(words)]))
    low = _low(shingles_of(tokens, shingle)[0])
    if len(sample) > SAMPLE:
        low = low[low < sample[-1]]
    return np.unique(np.concatenate((sample, low)))[: SAMPLE + 1]


def _low(hashes: Hashes) -> npt.NDArray[np.uint32]:
    """The upper halves of the hashes, none of them `NO_HASH`."""
    low: npt.NDArray[np.uint32] = np.minimum(hashes >> np.uint64(32), NO_HASH - 1).astype(np.uint32)
    return low


def _put_samples(rows: Sketches, hashes: npt.NDArray[np.uint32], starts: Places) -> None:
    """Fill in the `SAMPLE` smallest distinct hashes of each text.

    First among those under a limit that lets through half as many again as needed (sorting all
    of a long text's would take most of the time); where that gave too few, among all.
    """
    counts = np.diff(starts)
    share = np.minimum((1.5 * SAMPLE + 24) / np.maximum(counts, 1), 1.0)
    limits = (share * NO_HASH).astype(np.uint32)
    texts = np.repeat(np.arange(len(counts)), counts)
    low = np.flatnonzero(hashes <= limits[texts])
    _put_smallest(rows, hashes[low], texts[low])
    rows["whole"] &= share == 1
    short = np.flatnonzero((rows["sampled"] < SAMPLE) & (share < 1))
    for row in short.tolist():
        own = hashes[starts[row] : starts[row + 1]]
        _put_smallest(rows[row : row + 1], own, np.zeros(len(own), np.int64))


def _put_smallest(rows: Sketches, hashes: npt.NDArray[np.uint32], texts: Places) -> None:
    keys: Hashes = texts.astype(np.uint64) << np.uint64(32) | hashes
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    owners = (keys >> np.uint64(32)).astype(np.int64)
    counts = np.bincount(owners, minlength=len(rows))
    places = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts)
    chosen = places < SAMPLE
    rows["sample"] = NO_HASH
    rows["sample"][owners[chosen], places[chosen]] = keys[chosen].astype(np.uint32)
    rows["sampled"] = np.minimum(counts, SAMPLE)
    rows["whole"] = counts <= SAMPLE
