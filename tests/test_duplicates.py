"""Exact and near duplicates, one article on several sites, and who represents them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus import duplicate_candidates, duplicate_decide, sketch, sketch_tokens
from cleaner.corpus.duplicates import (
    SKETCH_BYTES,
    Duplicate,
    DuplicateOptions,
    find_duplicates,
    sketch_of,
    sketches_of,
)
from cleaner.errors import ArgumentError, CorpusError

VOCABULARY = [f"{first}{second}{third}" for first in "bdfgklmnprst" for second in "aeiou" for third in "lmnrst"]
CHINESE = "关于城市桥梁关闭与修复工作的通知今天由市政府发布居民可以从北门进入请注意安全施工期间交通改道"


def words(count: int, seed: int) -> list[str]:
    return random.Random(seed).choices(VOCABULARY, k=count)


def prose(count: int, seed: int) -> str:
    return " ".join(words(count, seed))


def edited(count: int, seed: int, *places: int) -> str:
    own = words(count, seed)
    for place in places:
        own[place] = "edited"
    return " ".join(own)


def found(
    tmp_path: Path,
    texts: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    dates: Sequence[str] | None = None,
    sites: Sequence[str] | None = None,
    options: DuplicateOptions | None = None,
    existing: int = 0,
) -> list[Duplicate]:
    options = options or DuplicateOptions()
    ids = ids or [f"{place:06d}" for place in range(len(texts))]
    path = tmp_path / "sketches"
    path.write_bytes(sketches_of(texts, ids=ids, dates=dates, sites=sites, options=options))

    def at(places: Sequence[int]) -> Iterator[str]:
        assert list(places) == sorted(set(places))
        return (texts[place] for place in places)

    rows = list(find_duplicates(path, at, options=options, work=tmp_path / "work", existing=existing))
    assert [row.position for row in rows] == sorted({row.position for row in rows})
    by_position = {row.position: row for row in rows}
    assert all(by_position[row.representative].stays for row in rows if row.representative >= existing)
    assert not list((tmp_path / "work").glob("*"))
    return rows


def seen(rows: Sequence[Duplicate]) -> dict[int, tuple[int, str]]:
    return {row.position: (row.representative, row.code) for row in rows if not row.stays}


TWO = [
    ("the same", "The bridge is closed.", "The bridge is closed.", "D101"),
    ("case, white space and marks", "The bridge: closed!", "the  BRIDGE\n“closed”", "D101"),
    ("a soft hyphen and a joiner", "The bridge closed", "The brid\u00adge clo\u200dsed", "D101"),
    ("letters and marks in two code points", "Café für alle", "Cafe\u0301 fu\u0308r alle", "D101"),
    ("full-width letters and digits", "Bridge 12", "Ｂｒｉｄｇｅ　１２", "D101"),
    ("final sigma", "ΟΔΥΣΣΕΑΣ", "οδυσσεας", "D101"),
    ("no words at all", "???", " ?? ?", "D101"),
    ("emoji", "🎉🎉", "🎉 🎉", "D101"),
    ("lone surrogates", "cut \udce4 off", "Cut \udce4 off.", "D101"),
    ("lone surrogates alone", "\ud800", "\ud800\n", "D101"),
    ("one word", "Yes.", "yes", "D101"),
    ("two of 200 words changed", prose(200, 1), edited(200, 1, 50, 150), "D102"),
    ("a tenth more", prose(200, 1), prose(200, 1) + " " + prose(18, 2), "D102"),
    ("paragraphs in another order", "\n".join(prose(60, seed) for seed in range(5)),
     "\n".join(prose(60, seed) for seed in (3, 1, 4, 0, 2)), "D102"),
    ("a Chinese sign changed", CHINESE * 3 + prose(50, 1), CHINESE * 2 + CHINESE.replace("市", "县") + prose(50, 1),
     "D102"),
    ("a line again and again", "a line that comes again\n" * 50, "a line that comes again\n" * 60, "D102"),
    ("other figures and signs in a long text", prose(99, 1) + " up 5 %", prose(99, 1) + " up 5 €", "D102"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "code"), [case[1:] for case in TWO], ids=[case[0] for case in TWO])
def test_two_that_are_duplicates(tmp_path: Path, one: str, other: str, code: str) -> None:
    rows = found(tmp_path, [one, other, prose(150, 99)])
    assert len(rows) == 2
    assert rows[0].cluster == rows[1].cluster
    assert sorted(row.code for row in rows) == ["", code]
    assert all(row.similarity >= 0.8 for row in rows)


NONE = [
    ("empty ones", "", ""),
    ("an empty one and white space", "", " \n\u00a0"),
    ("other words", "Yes", "No"),
    ("other symbols", "up 5 %", "up 5 €"),
    ("another number of emoji", "🎉", "🎉🎉"),
    ("other surrogates", "\ud800", "\ud801"),
    ("one word of four", "The bridge is closed", "The bridge is open"),
    ("the order of few words", "closed is the bridge", "the bridge is closed"),
    ("every twentieth word", prose(200, 1), edited(200, 1, *range(10, 200, 20))),
    ("one template filled twice", prose(60, 1) + prose(30, 2), prose(60, 1) + prose(30, 3)),
    ("one in the other, site unknown", prose(200, 1), prose(100, 2) + prose(200, 1)),
    ("accents that mean something", "el año", "el ano"),
    ("other Chinese", CHINESE, CHINESE[::-1]),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in NONE], ids=[case[0] for case in NONE])
def test_two_that_are_none(tmp_path: Path, one: str, other: str) -> None:
    assert found(tmp_path, [one, other]) == []


STAYS = [
    ("the longest", ["a b!", "a b", "a  b ..."], None, None, 2),
    ("then the earliest", ["a b", "A b", "a B"], ["2024-05-02", "2024-05", "2024-06-01"], None, 1),
    ("a date before none", ["a b", "A b", "a B"], ["", "2024", ""], None, 1),
    ("then by id", ["a b", "a b"], None, ["z", "y"], None),
    ("the longest of near ones", [prose(200, 1), prose(210, 1), prose(205, 1)], ["2020", "2024", "2022"], None, 1),
]


@pytest.mark.parametrize(("texts", "dates", "ids", "stays"), [c[1:] for c in STAYS], ids=[c[0] for c in STAYS])
def test_who_stays(
    tmp_path: Path, texts: list[str], dates: list[str] | None, ids: list[str] | None, stays: int | None
) -> None:
    rows = found(tmp_path, texts, dates=dates, ids=ids)
    again = found(tmp_path, texts[::-1], dates=dates and dates[::-1], ids=ids and ids[::-1])
    assert len(rows) == len(texts)
    representative = {row.representative for row in rows}
    assert representative == {len(texts) - 1 - row.representative for row in again}
    assert stays is None or representative == {stays}


ARTICLE, BESIDE = prose(200, 1), prose(120, 2)
SITES = [
    ("on another site", ARTICLE, BESIDE + ARTICLE, "b.org", {0: (1, "D103")}),
    ("its beginning cut", prose(220, 1)[120:], BESIDE + prose(220, 1), "b.org", {0: (1, "D103")}),
    ("on the same site", ARTICLE, BESIDE + ARTICLE, "a.org", {}),
    ("site unknown", ARTICLE, BESIDE + ARTICLE, "", {}),
    ("a teaser", prose(50, 1), prose(95, 1), "b.org", {}),
    ("a page of many", ARTICLE, "\n".join(prose(200, seed) for seed in (1, 5, 6)), "b.org", {}),
    ("half of it", ARTICLE, prose(100, 3) + " ".join(words(200, 1)[:100]), "b.org", {}),
    ("the very same", ARTICLE, ARTICLE.upper() + "!", "b.org", {0: (1, "D101")}),
    ("nearly the same", ARTICLE, ARTICLE + " more", "b.org", {0: (1, "D102")}),
]


@pytest.mark.parametrize(("one", "other", "site", "expected"), [c[1:] for c in SITES], ids=[c[0] for c in SITES])
def test_one_article_on_several_sites(
    tmp_path: Path, one: str, other: str, site: str, expected: dict[int, tuple[int, str]]
) -> None:
    assert seen(found(tmp_path, [one, other], sites=["a.org", site])) == expected


def test_containment_can_be_left_out(tmp_path: Path) -> None:
    options = DuplicateOptions(containment=0)
    assert found(tmp_path, [ARTICLE, BESIDE + ARTICLE], sites=["a.org", "b.org"], options=options) == []


def test_the_similarity_is_the_jaccard_of_the_shingles(tmp_path: Path) -> None:
    row = next(row for row in found(tmp_path, [prose(300, 1), edited(300, 1, 100)]) if not row.stays)
    assert row.similarity == round(291 / 301, 4)  # of 296 shingles 5 are others
    strict = DuplicateOptions(similarity=0.97)
    assert found(tmp_path, [prose(300, 1), edited(300, 1, 100)], options=strict) == []
    loose = DuplicateOptions(similarity=0.5)
    assert len(found(tmp_path, [prose(200, 1), edited(200, 1, *range(10, 200, 20))], options=loose)) == 2


def test_a_document_is_a_duplicate_only_of_one_that_stays(tmp_path: Path) -> None:
    """The first and the third differ too much, the second is like both: it goes, they stay, all are one cluster."""
    chain = [
        prose(220, 1),
        " ".join(words(220, 1)[22:]) + " " + prose(2, 8),
        " ".join(words(220, 1)[40:]) + prose(8, 9),
    ]
    rows = found(tmp_path, chain)
    assert [row.stays for row in rows] == [True, False, True]
    assert len({row.cluster for row in rows}) == 1
    assert rows[0].code == rows[2].code == ""


def family(seed: int) -> list[str]:
    rng = random.Random(seed)
    return [
        edited(150 + 60 * (seed % 3), seed, *rng.sample(range(150), rng.randrange(6)))
        for _ in range(rng.randrange(1, 6))
    ]


def names(rows: Sequence[Duplicate], ids: Sequence[str]) -> set[tuple[str, str, str, float, str]]:
    return {(ids[row.position], ids[row.representative], row.cluster, row.similarity, row.code) for row in rows}


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    texts = [text for seed in range(40) for text in family(seed)] + ["", "yes", "Yes"]
    ids = [f"d{place}" for place in range(len(texts))]
    order = list(range(len(texts)))
    expected = names(found(tmp_path, texts, ids=ids), ids)
    assert len(expected) > 60
    for seed in range(3):
        random.Random(seed).shuffle(order)
        mixed, mixed_ids = [texts[place] for place in order], [ids[place] for place in order]
        assert names(found(tmp_path, mixed, ids=mixed_ids), mixed_ids) == expected


def test_small_parts_and_blocks_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for seed in range(40) for text in family(seed)]
    expected = found(tmp_path, texts)
    monkeypatch.setattr(duplicate_candidates, "PART_ENTRIES", 50)
    monkeypatch.setattr(duplicate_candidates, "CHUNK_ROWS", 7)
    monkeypatch.setattr(duplicate_decide, "MEMORY_CHARS", 3000)
    assert found(tmp_path, texts) == expected


def test_very_long_texts_are_judged_by_their_sketches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicate_decide, "MOST_CHARS", 1000)
    rows = found(tmp_path, [prose(900, 1), edited(900, 1, 100, 600), prose(900, 2)])
    assert seen(rows) == {0: (1, "D102")}
    assert next(row.similarity for row in rows if not row.stays) == pytest.approx(886 / 906, abs=0.1)


def test_of_a_crowd_of_many_kinds_few_stay(tmp_path: Path) -> None:
    """Like ones that are not all alike: each has a representative that it is like, and few documents are needed."""
    texts = [edited(80, 1, place % 80) + f" {place}" for place in range(400)]
    rows = found(tmp_path, texts)
    assert len(rows) == 400
    assert len({row.cluster for row in rows}) == 1
    assert all(row.similarity >= 0.8 for row in rows)
    assert sum(row.stays for row in rows) < 60


def test_every_pair_is_found_and_right(tmp_path: Path) -> None:
    texts = [text for seed in range(60) for text in family(seed)]
    sets = [{tuple(text.split()[at : at + 5]) for at in range(len(text.split()) - 4)} for text in texts]
    rows = {row.position: row for row in found(tmp_path, texts)}
    for one in range(len(texts)):
        for other in range(one):
            jaccard = len(sets[one] & sets[other]) / len(sets[one] | sets[other])
            if jaccard >= 0.8:
                assert rows[one].cluster == rows[other].cluster
                assert not (rows[one].stays and rows[other].stays)
    for row in rows.values():
        both = sets[row.position], sets[row.representative]
        assert row.similarity == round(len(both[0] & both[1]) / len(both[0] | both[1]), 4) >= 0.8


def test_new_ones_against_a_corpus_that_is_there(tmp_path: Path) -> None:
    old = [prose(100, 1), prose(100, 1), prose(100, 2)]
    new = [prose(120, 1).upper(), prose(100, 2), prose(105, 2), prose(100, 3), prose(101, 3)]
    rows = found(tmp_path, old + new, existing=3)
    assert seen(rows) == {3: (0, "D102"), 4: (2, "D101"), 5: (2, "D102"), 6: (7, "D102")}
    assert {row.position for row in rows if row.stays} == {7}


def test_an_existing_corpus_is_not_compared_with_itself(tmp_path: Path) -> None:
    assert found(tmp_path, [prose(100, 1)] * 5 + [prose(100, 2)], existing=5) == []


def test_many_equal_ones_are_one_cluster(tmp_path: Path) -> None:
    path = tmp_path / "sketches"
    row = np.frombuffer(sketch_of(prose(100, 1), id="a"), sketch.SKETCH)
    rows = np.repeat(row, 100_000)
    rows["id"] = np.arange(len(rows))[::-1]
    path.write_bytes(rows.tobytes())
    result = list(find_duplicates(path, lambda places: iter(()), work=tmp_path / "work"))
    assert len(result) == len(rows)
    assert {found.representative for found in result} == {len(rows) - 1}


def test_a_crowd_of_like_ones_has_one_representative(tmp_path: Path) -> None:
    texts = [edited(300, 1, random.Random(place).randrange(300)) for place in range(400)]
    rows = found(tmp_path, texts)
    assert len(rows) == len(set(rows)) == 400
    assert len({row.cluster for row in rows}) == 1
    assert sum(row.stays for row in rows) == 1


LONG = [
    ("words", prose(3000, 1)),
    ("one word", "x" * 5000),
    ("marks", "!" * 3000),
    ("one line", "line of one text\n" * 500),
    ("Chinese", CHINESE * 60),
    ("few words and white space", "a b " + " " * 5000),
    ("emoji", "🎉" * 3000),
    ("white space", " " * 5000),
]


@pytest.mark.parametrize("text", [case[1] for case in LONG], ids=[case[0] for case in LONG])
def test_long_texts_in_pieces(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sketches_of(["a", text, "b c"], ids=["1", "2", "3"])
    for module in (sketch, sketch_tokens):
        monkeypatch.setattr(module, "PIECE_CHARS", 640)  # a multiple of the length of words that are cut
    assert sketches_of(["a", text, "b c"], ids=["1", "2", "3"]) == whole


def test_a_sketch_is_small_and_the_same_alone_and_in_a_batch() -> None:
    texts = ["", "x", prose(40, 1), prose(900, 1), CHINESE, "a\ud800b", "line\n" * 900]
    ids = [str(place) for place in range(len(texts))]
    assert SKETCH_BYTES <= 600
    assert b"".join(sketch_of(text, id=own) for text, own in zip(texts, ids, strict=True)) == sketches_of(
        texts, ids=ids
    )


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "c",
        " ",
        "\n",
        ".",
        "é",
        "e\u0301",
        "\u0301",
        "ß",
        "桥",
        "\ud800",
        "\udc00",
        "🎉",
        "%",
        "\u00ad",
        "क्षि",
        "\0",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=40).map("".join), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_texts(texts: list[str]) -> None:
    ids = [str(place) for place in range(len(texts))]
    assert b"".join(sketch_of(text, id=own) for text, own in zip(texts, ids, strict=True)) == sketches_of(
        texts, ids=ids
    )
    with TemporaryDirectory() as folder:
        rows = {row.position: row for row in found(Path(folder), texts)}
        for one, other in combinations(range(len(texts)), 2):
            if texts[one].strip() and texts[one] == texts[other]:
                assert rows[one].cluster == rows[other].cluster


def test_sketches_never_change() -> None:
    """Sketches of a corpus are kept: a change of these figures raises `SKETCH_VERSION`."""
    row = np.frombuffer(
        sketch_of("The bridge über den Fluß: 桥 closed, 5 % 🎉.", id="a", date="2025-05-31", site="b"), sketch.SKETCH
    )
    assert sketch.SKETCH_VERSION == 1
    assert row["sample"][0, :5].tolist() == [999755875, 2798378455, 3565318448, 4029860122, 4294967295]
    assert [f"{half:x}" for half in row["digest"][0].tolist()] == ["b24e8c6afd83d306", "bb828e8c43b1304e"]
    assert row["date"] == 20250531


def test_what_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="2 texts, 1 ids"):
        sketches_of(["a", "b"], ids=["1"])
    for option in ({"similarity": 0.1}, {"similarity": 1.1}, {"containment": -1}, {"shingle": 0}):
        with pytest.raises(ArgumentError, match="is possible"):
            DuplicateOptions(**option)
    path = tmp_path / "sketches"
    path.write_bytes(sketch_of("a", id="a") + b"?")
    with pytest.raises(CorpusError, match="no whole number"):
        list(find_duplicates(path, lambda places: iter(()), work=tmp_path))
    path.write_bytes(sketch_of("a", id="a", options=DuplicateOptions(shingle=3)))
    with pytest.raises(CorpusError, match="sketch 0 has shingle 3, not 5"):
        list(find_duplicates(path, lambda places: iter(()), work=tmp_path))
    path.write_bytes(b"")
    assert list(find_duplicates(path, lambda places: iter(()), work=tmp_path)) == []
