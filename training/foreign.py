"""Examples as if they were in another language, or of another site: what the tagger meets where it was not trained.

A network that sees only words it knows leans on them, and in a language that it never saw it then errs; the same with
the classes of the sites it knows. With a share of the documents in no language and of no site it leans on what holds in
any, and errs less in the languages that it knows, too.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.features import SURFACE_NAMES
from cleaner.chrome.structure import HINT_BUCKETS
from training.examples import Example

FOREIGN = 0.7
"""The share of the documents of an epoch whose words become words of no language."""
CASELESS = 0.3
"""Of these, the share that is as if in a script without capitals."""
UNSEEN_SITES = 0.6
"""The share of the documents of HTML of an epoch whose hints become those of no site."""
FOREIGN_FOR_FORESTS = 0.2
"""The share of the pages whose words the forests see as words of no language."""

_FORESTS_SEED = 1


def foreign(example: Example, generator: np.random.Generator) -> Example:
    """The example with other words, alike where they were alike, and perhaps without capitals."""
    offset, factor = generator.integers(1 << 62, size=2, dtype=np.uint64)
    words = (example.words ^ offset) * (factor | np.uint64(1))
    surface = caseless(example.surface) if generator.random() < CASELESS else example.surface
    return msgspec.structs.replace(example, words=words, surface=surface)


def of_unseen_site(example: Example, generator: np.random.Generator) -> Example:
    """The example from HTML with other hints, alike where they were alike."""
    if example.structure is None:
        return example
    offset, half = generator.integers(HINT_BUCKETS, size=2)
    hints = (example.structure.hints.astype(np.int64) * (2 * half + 1) + offset) % HINT_BUCKETS
    return msgspec.structs.replace(example, structure=msgspec.structs.replace(example.structure, hints=hints))


def from_elsewhere(example: Example, generator: np.random.Generator) -> Example:
    """The example as an epoch sees it: perhaps in no language, perhaps of no site."""
    if generator.random() < FOREIGN:
        example = foreign(example, generator)
    return of_unseen_site(example, generator) if generator.random() < UNSEEN_SITES else example


def as_forests_see(example: Example) -> Example:
    """The example, or for a share of the pages what `foreign` makes of it (always the same)."""
    generator = np.random.default_rng((_FORESTS_SEED, example.page))
    return foreign(example, generator) if generator.random() < FOREIGN_FOR_FORESTS else example


def caseless(surface: npt.NDArray[np.float16]) -> npt.NDArray[np.float16]:
    """The surface features as they would be if the text's letters had no case."""
    columns = dict(zip(SURFACE_NAMES, surface.astype(np.float64).T, strict=True))
    characters, words = np.expm1(columns["length in characters"] * 6), np.expm1(columns["length in words"] * 4)
    in_words = columns["mean word length"] * 10 * words / np.maximum(characters, 1)
    letters = np.clip(in_words - columns["digits"] - columns["ideographs"], 0, 1)
    starts = columns["starts lower-case"] + columns["starts upper-case"] + columns["starts with an uncased letter"]
    changed = surface.copy()
    for name in ("capital letters", "capitalised words", "words in capitals", "starts lower-case", "starts upper-case"):
        changed[:, SURFACE_NAMES.index(name)] = 0
    changed[:, SURFACE_NAMES.index("letters without case")] = letters
    changed[:, SURFACE_NAMES.index("starts with an uncased letter")] = np.minimum(starts, 1)
    return changed
