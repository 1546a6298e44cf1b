"""Near-duplicates: found, right and how fast, beside datasketch; and a million short documents.

    python -m benchmarks.duplicates --data ../shared/data
    python -m benchmarks.duplicates --million

Texts: the gold texts of `pages_train`, all languages, each with eight variants: 1, 5, 10 and 20 % of its
words changed, its paragraphs in another order, and 1, 2 or 4 blocks of other pages' chrome around it.
True Jaccard similarities come from sets of tuples of words, counted here without the package's own
tokens or hashes. A pair counts as found when both are in one cluster, as right when its similarity
reaches the threshold; a reported pair is a document and the one it is said to duplicate. In a second run texts
with chrome are of other sites, and pairs of which one contains the other count too (`D103`). `--million` makes
its documents itself and needs no data. Figures are CPU time.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.duplicate_sets import (
    Likeness,
    Pair,
    Planted,
    likeness,
    planted,
    short_documents,
    true_pairs,
    true_shingles,
)
from benchmarks.tables import SKIPPED
from cleaner.corpus.duplicates import find_duplicates, sketches_of
from cleaner.corpus.sketch import SAMPLE
from cleaner.corpus.sketch_tokens import shingles_of, tokens_of

THRESHOLD = 0.8


class Answer(msgspec.Struct):
    """What a system said: pairs it reports, and whether it counts two documents as duplicates."""

    name: str
    seconds: float
    reported: set[Pair]
    together: Callable[[Pair], bool]
    note: str = ""


def ours(made: Planted, *, with_sites: bool) -> Answer:
    texts, sites = made.texts, made.sites if with_sites else [""] * len(made.texts)
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        sketches = Path(folder) / "sketches"
        with sketches.open("wb") as file:
            for start in range(0, len(texts), 256):
                some = slice(start, start + 256)
                ids = [str(place) for place in range(len(texts))[some]]
                file.write(sketches_of(texts[some], ids=ids, sites=sites[some]))
        sketched = time.process_time() - started
        found = list(find_duplicates(sketches, texts_of(texts), work=Path(folder) / "work"))
        spent = time.process_time() - started
    cluster = {row.position: row.cluster for row in found}
    return Answer(
        "with sites" if with_sites else "cleaner",
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


def is_near(found: Likeness) -> bool:
    return found.jaccard >= THRESHOLD


def score(answer: Answer, made: Planted, truth: dict[Pair, Likeness], sites: Sequence[str] = ()) -> None:
    """Print a row for the answer. With sites, what is contained in a text of another site counts as well."""

    def is_right(pair: Pair, found: Likeness) -> bool:
        if is_near(found) or not sites:
            return is_near(found)
        enough = found.containment >= THRESHOLD and found.shorter >= max(60, found.longer / 2)
        return enough and sites[pair[0]] != sites[pair[1]]

    wanted = [pair for pair, found in truth.items() if is_right(pair, found)]
    found = sum(map(answer.together, wanted))
    alike = {pair: truth.get(pair) or likeness(*(true_shingles(made.texts[place]) for place in pair))
             for pair in answer.reported}  # fmt: skip
    wrong = [(found.jaccard, pair) for pair, found in alike.items() if not is_right(pair, found)]
    precision = 1 - len(wrong) / max(len(answer.reported), 1)
    print(
        f"{answer.name:12} recall {found / len(wanted):.4f} of {len(wanted):,} pairs   precision {precision:.4f} of "
        f"{len(answer.reported):,} reported   {len(made.texts) / answer.seconds:7,.0f} documents/s   {answer.note}"
    )
    for value, (one, other) in sorted(wrong)[:3]:
        print(f"    wrong: {value:.3f} {made.kinds[one]} / {made.kinds[other]}")


def by_kind(answer: Answer, made: Planted, truth: dict[Pair, Likeness]) -> None:
    """Of each kind of variant, its pairs with the original: how many reach the threshold and are found."""
    print(f"{'':4}{'with the original':18} {'pairs':>7} {'mean':>6} {'at 0.8':>7} {'found':>7}")
    groups: dict[str, list[tuple[Pair, float]]] = {}
    for pair, found in truth.items():
        kinds = {made.kinds[place] for place in pair}
        if "original" in kinds and len(kinds) == 2:
            groups.setdefault((kinds - {"original"}).pop(), []).append((pair, found.jaccard))
    for kind, members in sorted(groups.items()):
        high = [pair for pair, value in members if value >= THRESHOLD]
        mean = sum(value for _, value in members) / len(members)
        share = sum(map(answer.together, high)) / max(len(high), 1)
        print(f"    {kind:18} {len(members):7,} {mean:6.3f} {len(high):7,} {share:7.4f}")


def estimates(texts: Sequence[str], truth: dict[Pair, Likeness]) -> None:
    """Error and cost of our sample beside rensa's MinHash of as many bytes, from the same shingle hashes."""
    from rensa import RMinHash

    from cleaner.corpus.duplicate_candidates import compare
    from cleaner.corpus.sketch import SKETCH

    shingles = [shingles_of(tokens_of(texts[start : start + 128]), 5) for start in range(0, len(texts), 128)]
    started = time.process_time()
    rows = [
        row
        for hashes, starts in shingles
        for row in RMinHash.digest_matrix_from_flat_token_hashes(hashes, starts.tolist(), SAMPLE, 1).to_rows()
    ]
    rensa_s = time.process_time() - started
    digests = np.array(rows)
    sketches = np.frombuffer(sketches_of(texts, ids=[""] * len(texts)), SKETCH)
    pairs = [pair for pair, found in truth.items() if 0.5 < found.jaccard < 1]
    first, second = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    true = np.array([truth[pair].jaccard for pair in pairs])
    mine = compare(first, second, sketches[first], sketches[second]).jaccard
    theirs = (digests[first] == digests[second]).mean(1)
    for name, found in (("our sample", mine), ("rensa MinHash", theirs)):
        error = float(np.sqrt(((found - true) ** 2).mean()))
        print(f"    {name:14} standard error {error:.4f} on {len(pairs):,} pairs")
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
        megabytes = made.ends[-1] / 1e6
        print(f"{size:,} documents, {megabytes:.0f} MB; peak memory of making and sketching them {before:,} MB")
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
    answer = ours(made, with_sites=False)
    score(answer, made, truth)
    by_kind(answer, made, truth)
    score(ours(made, with_sites=True), made, truth, made.sites)
    estimates(made.texts, truth)
    score(with_datasketch(made.texts), made, truth)


if __name__ == "__main__":
    main()
