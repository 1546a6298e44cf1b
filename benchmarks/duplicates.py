"""Near-duplicates: found, right and how fast, beside datasketch; and a million short documents.

    python -m benchmarks.duplicates --data ../shared/data
    python -m benchmarks.duplicates --million

Texts: the gold texts of `pages_train`, all languages, each with eight variants: 1, 5, 10 and 20 % of its
words changed, its paragraphs in another order, and 1, 2 or 4 blocks of other pages' chrome around it.
True Jaccard similarities come from sets of tuples of words, counted here without the package's own
tokens or hashes. A pair counts as found when both are in one cluster, as right when its similarity
reaches the threshold; a reported pair is a document and the one it is said to duplicate. `--million` makes
its documents itself and needs no data. Figures are CPU time.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from training.dumps import read_pages

from benchmarks.tables import SKIPPED
from cleaner.corpus.duplicates import find_duplicates, sketches_of
from cleaner.corpus.sketch import SAMPLE
from cleaner.corpus.sketch_tokens import shingles_of, tokens_of

THRESHOLD = 0.8
CHANGED = (0.01, 0.05, 0.10, 0.20)
CHROME_BLOCKS = (1, 2, 4)
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
Pair = tuple[int, int]


class Planted(msgspec.Struct):
    """Texts in families: an original and its variants; `kinds` says how each was made."""

    texts: list[str]
    kinds: list[str]
    family: list[int]


def planted(data: Path, limit: int) -> Planted:
    """The originals and their variants, in an order without meaning."""
    originals = [row["gold_text"] for row in read_pages(data / "pages_train.jsonl.xz") if row.get("gold_text")][:limit]
    chrome = [
        line
        for row in read_pages(data / "lines_train.jsonl.xz")
        for line, label in zip(row["lines"], row["labels"], strict=True)
        if label == 0 and line.strip()
    ]
    rng = random.Random(6)
    made = [
        (text, kind, family)
        for family, original in enumerate(originals)
        for kind, text in variants(original, chrome, rng)
    ]
    rng.shuffle(made)
    return Planted([text for text, _, _ in made], [kind for _, kind, _ in made], [family for _, _, family in made])


def variants(text: str, chrome: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    yield "original", text
    for share in CHANGED:
        yield f"{share:.0%} changed", changed(text, share, rng)
    paragraphs = text.split("\n")
    rng.shuffle(paragraphs)
    yield "reordered", "\n".join(paragraphs)
    for blocks in CHROME_BLOCKS:
        cuts = [rng.randrange(len(chrome) - 6) for _ in range(blocks)]
        above, *below = ["\n".join(chrome[cut : cut + 6]) for cut in cuts]
        yield f"chrome x{blocks}", "\n".join((above, text, *below))


def changed(text: str, share: float, rng: random.Random) -> str:
    """The text with that share of its words replaced by other words of it, or left out."""
    spans = [match.span() for match in WORD.finditer(text)]
    if not spans:
        return text
    pieces, end = [], 0
    for place in sorted(rng.sample(range(len(spans)), max(1, round(share * len(spans))))):
        start, stop = spans[place]
        other = rng.choice(spans)
        pieces += [
            text[end:start],
            "" if rng.random() < 0.2 else text[other[0] : other[1]] + "x" * (rng.random() < 0.3),
        ]
        end = stop
    return "".join((*pieces, text[end:]))


def true_shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return {tuple(words[at : at + size]) for at in range(max(len(words) - size + 1, 1))} if words else set()


def jaccard(one: set[Any], other: set[Any]) -> float:
    shared = len(one & other)
    return shared / max(len(one) + len(other) - shared, 1)


def true_pairs(made: Planted) -> dict[Pair, float]:
    """The pairs of each family and their true similarity."""
    members: dict[int, list[int]] = {}
    for place, family in enumerate(made.family):
        members.setdefault(family, []).append(place)
    pairs: dict[Pair, float] = {}
    for places in members.values():
        sets = {place: true_shingles(made.texts[place]) for place in places}
        pairs |= {(one, other): jaccard(sets[one], sets[other]) for one, other in combinations(places, 2)}
    return pairs


class Answer(msgspec.Struct):
    """What a system said: pairs it reports, and whether it counts two documents as duplicates."""

    name: str
    seconds: float
    reported: set[Pair]
    together: Callable[[Pair], bool]
    note: str = ""


def ours(texts: Sequence[str]) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        sketches = Path(folder) / "sketches"
        with sketches.open("wb") as file:
            for start in range(0, len(texts), 256):
                some = texts[start : start + 256]
                file.write(sketches_of(some, ids=[str(start + index) for index in range(len(some))]))
        sketched = time.process_time() - started
        found = list(find_duplicates(sketches, texts_of(texts), work=Path(folder) / "work"))
        spent = time.process_time() - started
    cluster = {row.position: row.cluster for row in found}
    return Answer(
        "cleaner",
        spent,
        {(min(pair), max(pair)) for row in found if not row.stays for pair in [(row.position, row.representative)]},
        lambda pair: pair[0] in cluster and cluster[pair[0]] == cluster.get(pair[1]),
        f"sketches {sketched:.1f} s, index and confirming {spent - sketched:.1f} s",
    )


def texts_of(texts: Sequence[str]) -> Callable[[Sequence[int]], Iterator[str]]:
    return lambda places: (texts[place] for place in places)


def with_datasketch(texts: Sequence[str], permutations: int = 128) -> Answer:
    """datasketch as documented: MinHash of the shingles, LSH at the threshold, its estimate to confirm."""
    from datasketch import MinHash, MinHashLSH

    started = time.process_time()
    index = MinHashLSH(threshold=THRESHOLD, num_perm=permutations)
    hashes = []
    for place, text in enumerate(texts):
        sketch = MinHash(num_perm=permutations)
        sketch.update_batch([" ".join(words).encode("utf-8", "replace") for words in true_shingles(text)])
        index.insert(place, sketch)
        hashes.append(sketch)
    pairs = {
        (place, other)
        for place, sketch in enumerate(hashes)
        for other in index.query(sketch)
        if place < other and sketch.jaccard(hashes[other]) >= THRESHOLD
    }
    return Answer("datasketch", time.process_time() - started, pairs, pairs.__contains__)


def score(answer: Answer, made: Planted, truth: dict[Pair, float]) -> None:
    wanted = [pair for pair, value in truth.items() if value >= THRESHOLD]
    found = sum(map(answer.together, wanted))
    wrong = [(value, pair) for pair in answer.reported if (value := similarity(pair, made, truth)) < THRESHOLD]
    precision = 1 - len(wrong) / max(len(answer.reported), 1)
    speed = len(made.texts) / answer.seconds
    print(
        f"{answer.name:12} recall {found / len(wanted):.4f} of {len(wanted):,} pairs   precision {precision:.4f} of "
        f"{len(answer.reported):,} reported   {speed:7,.0f} documents/s   {answer.note}"
    )
    for value, (one, other) in sorted(wrong)[:3]:
        print(f"    wrong: {value:.3f} {made.kinds[one]} / {made.kinds[other]}")


def similarity(pair: Pair, made: Planted, truth: dict[Pair, float]) -> float:
    known = truth.get(pair)
    return known if known is not None else jaccard(*(true_shingles(made.texts[place]) for place in pair))


def by_kind(answer: Answer, made: Planted, truth: dict[Pair, float]) -> None:
    """Of each kind of variant, its pairs with the original: how many reach the threshold and are found."""
    print(f"{'':4}{'with the original':18} {'pairs':>7} {'mean':>6} {'at 0.8':>7} {'found':>7}")
    groups: dict[str, list[tuple[Pair, float]]] = {}
    for pair, value in truth.items():
        kinds = {made.kinds[place] for place in pair}
        if "original" in kinds and len(kinds) == 2:
            groups.setdefault((kinds - {"original"}).pop(), []).append((pair, value))
    for kind, members in sorted(groups.items()):
        high = [pair for pair, value in members if value >= THRESHOLD]
        mean = sum(value for _, value in members) / len(members)
        share = sum(map(answer.together, high)) / max(len(high), 1)
        print(f"    {kind:18} {len(members):7,} {mean:6.3f} {len(high):7,} {share:7.4f}")


def estimates(texts: Sequence[str], truth: dict[Pair, float]) -> None:
    """Error and cost of our sample beside rensa's MinHash of as many bytes, from the same shingle hashes."""
    from rensa import RMinHash

    from cleaner.corpus.duplicate_candidates import compare
    from cleaner.corpus.sketch import SKETCH

    shingles = [shingles_of(tokens_of(texts[start : start + 128]), 5) for start in range(0, len(texts), 128)]
    started = time.process_time()
    digests = np.concatenate(
        [
            np.array(
                [
                    list(row)
                    for row in RMinHash.digest_matrix_from_flat_token_hashes(
                        hashes, starts.tolist(), SAMPLE, 1
                    ).to_rows()
                ]
            )
            for hashes, starts in shingles
        ]
    )
    rensa_s = time.process_time() - started
    rows = np.frombuffer(sketches_of(texts, ids=[""] * len(texts)), SKETCH)
    pairs = [pair for pair, value in truth.items() if 0.5 < value < 1]
    first, second = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    true = np.array([truth[pair] for pair in pairs])
    mine = compare(first, second, rows[first], rows[second]).jaccard
    theirs = (digests[first] == digests[second]).mean(1)
    for name, found in (("our sample", mine), ("rensa MinHash", theirs)):
        print(
            f"    {name:14} standard error {float(np.sqrt(((found - true) ** 2).mean())):.4f} on {len(pairs):,} pairs"
        )
    print(f"    rensa MinHash of our shingles: {rensa_s / len(texts) * 1e6:.0f} µs a document more")


class Made(msgspec.Struct):
    """Texts in a file, read by position."""

    path: Path
    ends: list[int]

    def read(self, places: Sequence[int]) -> Iterator[str]:
        with self.path.open("rb") as file:
            for place in places:
                begin = self.ends[place - 1] if place else 0
                file.seek(begin)
                yield file.read(self.ends[place] - begin).decode()


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
            yield " ".join(own), base, jaccard(true_shingles(" ".join(own)), true_shingles(" ".join(original)))
            continue
        drawn = np.searchsorted(weights, rng.random(int(rng.integers(20, 121))) * weights[-1])
        own = [words[word] for word in drawn.tolist()]
        if len(pool) < 50_000:
            pool.append((place, own))
        yield " ".join(own), -1, 0.0


def million(size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, spent = Path(name), 0.0
        made, wanted = Made(folder / "texts", []), []
        batch: list[str] = []
        with made.path.open("wb") as texts, (folder / "sketches").open("wb") as sketches:
            for place, (text, base, value) in enumerate(short_documents(size)):
                texts.write(text.encode())
                made.ends.append(texts.tell())
                batch.append(text)
                if value >= THRESHOLD:
                    wanted.append((base, place))
                if len(batch) == 4096 or place == size - 1:
                    first, started = place - len(batch) + 1, time.process_time()
                    sketches.write(sketches_of(batch, ids=[str(first + index) for index in range(len(batch))]))
                    spent += time.process_time() - started
                    batch = []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{size:,} documents, {made.ends[-1] / 1e6:.0f} MB; peak memory of making and sketching them {before:,} MB"
        )
        started, wall = time.process_time(), time.perf_counter()
        rows = 0
        cluster = np.zeros(size, np.uint64)
        for row in find_duplicates(folder / "sketches", made.read, work=folder / "work"):
            cluster[row.position] = int(row.cluster, 16)
            rows += not row.stays
        found, took = time.process_time() - started, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    right = sum(1 for one, other in wanted if cluster[one] and cluster[one] == cluster[other])
    print(f"sketches {spent:.0f} s ({size / spent:,.0f}/s), duplicates {found:.0f} s CPU, {took:.0f} s in all")
    print(f"{rows:,} duplicates; {right / len(wanted):.4f} of {len(wanted):,} planted pairs at {THRESHOLD} together")
    print(f"peak memory {peak:,} MB, sketches mapped into memory included")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--documents", type=int, default=100_000, help="at most so many originals")
    parser.add_argument("--million", action="store_true", help="1,000,000 short documents: time and memory")
    parser.add_argument("--size", type=int, default=1_000_000, help="documents of --million")
    options = parser.parse_args()
    if options.million:
        million(options.size)
        return
    if not (options.data / "pages_train.jsonl.xz").exists():
        sys.exit(SKIPPED.format("pages_train.jsonl.xz", options.data))
    made = planted(options.data, options.documents)
    size = sum(map(len, made.texts))
    print(f"{len(made.texts):,} documents, {size / 1e6:.0f} M characters, {size / len(made.texts):,.0f} each")
    truth = true_pairs(made)
    tokens_of(["warm"])
    answer = ours(made.texts)
    score(answer, made, truth)
    by_kind(answer, made, truth)
    estimates(made.texts, truth)
    score(with_datasketch(made.texts), made, truth)


if __name__ == "__main__":
    main()
