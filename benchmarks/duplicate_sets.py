"""Texts with planted duplicates, and how alike they truly are: counted without the package's tokens or hashes."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from training.dumps import read_pages

CHANGED = (0.01, 0.05, 0.10, 0.20)
CHROME_BLOCKS = (1, 2, 4)
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
Pair = tuple[int, int]


class Planted(msgspec.Struct):
    """Texts in families: an original and its variants. `kinds`: how each was made; chrome means another site."""

    texts: list[str]
    kinds: list[str]
    families: list[int]

    @property
    def sites(self) -> list[str]:
        return [kind if kind.startswith("chrome") else "home" for kind in self.kinds]


class Likeness(msgspec.Struct, frozen=True):
    """Jaccard similarity of two sets of shingles, the share of the shorter in the longer, and their sizes."""

    jaccard: float
    containment: float
    shorter: int
    longer: int


def planted(data: Path, limit: int) -> Planted:
    """The gold texts of `pages_train` and their variants, in an order without meaning."""
    originals = [row["gold_text"] for row in read_pages(data / "pages_train.jsonl.xz") if row.get("gold_text")][:limit]
    chrome = [
        line
        for row in read_pages(data / "lines_train.jsonl.xz")
        for line, label in zip(row["lines"], row["labels"], strict=True)
        if label == 0 and line.strip()
    ]
    rng = random.Random(6)
    made = [(*variant, family) for family, text in enumerate(originals) for variant in variants(text, chrome, rng)]
    rng.shuffle(made)
    return Planted(*map(list, zip(*made, strict=True)))


def variants(text: str, chrome: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """The text and its variants, each with the name of its kind."""
    yield text, "original"
    for share in CHANGED:
        yield changed(text, share, rng), f"{share:.0%} changed"
    paragraphs = text.split("\n")
    rng.shuffle(paragraphs)
    yield "\n".join(paragraphs), "reordered"
    for blocks in CHROME_BLOCKS:
        cuts = [rng.randrange(len(chrome) - 6) for _ in range(blocks)]
        above, *below = ["\n".join(chrome[cut : cut + 6]) for cut in cuts]
        yield "\n".join((above, text, *below)), f"chrome x{blocks}"


def changed(text: str, share: float, rng: random.Random) -> str:
    """The text with that share of its words replaced by other words of it, or left out."""
    spans = [match.span() for match in WORD.finditer(text)]
    if not spans:
        return text
    pieces, end = [], 0
    for place in sorted(rng.sample(range(len(spans)), max(1, round(share * len(spans))))):
        start, stop = spans[place]
        other = rng.choice(spans)
        new = text[other[0] : other[1]] + "x" * (rng.random() < 0.3)
        pieces += [text[end:start], "" if rng.random() < 0.2 else new]
        end = stop
    return "".join((*pieces, text[end:]))


def true_shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    """The runs of five words, of five characters in scripts without spaces."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return {tuple(words[at : at + size]) for at in range(max(len(words) - size + 1, 1))} if words else set()


def likeness(one: set[Any], other: set[Any]) -> Likeness:
    """How alike two sets are."""
    shared = len(one & other)
    shorter, longer = sorted((len(one), len(other)))
    return Likeness(shared / max(shorter + longer - shared, 1), shared / max(shorter, 1), shorter, longer)


def true_pairs(made: Planted) -> dict[Pair, Likeness]:
    """The pairs of each family and how alike they are."""
    members: dict[int, list[int]] = {}
    for place, family in enumerate(made.families):
        members.setdefault(family, []).append(place)
    pairs: dict[Pair, Likeness] = {}
    for places in members.values():
        sets = {place: true_shingles(made.texts[place]) for place in places}
        pairs |= {(one, other): likeness(sets[one], sets[other]) for one, other in combinations(places, 2)}
    return pairs


def short_documents(size: int) -> Iterator[tuple[str, int, float]]:
    """Texts of 20 to 120 words by Zipf's law; of a fifth, the earlier one it was made from (-1) and their Jaccard."""
    rng = np.random.default_rng(6)
    letters = rng.integers(97, 123, (50_000, 12)).astype(np.uint8)
    words = [bytes(row[: 2 + place % 10]).decode() for place, row in enumerate(letters)]
    weights = np.cumsum(1 / np.arange(1, len(words) + 1))
    pool: list[tuple[int, list[str]]] = []
    for place in range(size):
        if pool and rng.random() < 0.2:
            base, original = pool[int(rng.integers(len(pool)))]
            own = original[:]
            for at in rng.integers(len(own), size=int(rng.integers(6))).tolist():
                own[at] = words[int(rng.integers(len(words)))]
            alike = likeness(true_shingles(" ".join(own)), true_shingles(" ".join(original)))
            yield " ".join(own), base, alike.jaccard
            continue
        drawn = np.searchsorted(weights, rng.random(int(rng.integers(20, 121))) * weights[-1])
        own = [words[word] for word in drawn.tolist()]
        if len(pool) < 50_000:
            pool.append((place, own))
        yield " ".join(own), -1, 0.0
