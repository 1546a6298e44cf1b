"""The pipeline's promises: nothing is lost, order is kept, a result depends on its source alone."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.edits import apply_steps
from cleaner.errors import ArgumentError, EditError
from cleaner.pipeline import Source

ANY_CHARACTER = st.characters() | st.sampled_from("\r\n\n\n \t\u2028\u00a0\ufeff\u200b\ud800\udc80\udcff“”‘’'\"…|:-.")
LINE = st.sampled_from(
    [
        "READ MORE:",
        "Home | News | Sport",
        "BusinessRiver Rises Above Its Banks After Rain",
        "River Rises Above Its Banks After Rain",
        "Saturday, May 31, 2025",
        "22.9 C",
        "Posted",
        "The river rose on Monday, and nobody was hurt, the city’s mayor said on May 27, 2025.",
        "- a “point” in a list",
        "BRUSSELS (AP) — The river rose.",
        "",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.text(ANY_CHARACTER, max_size=200))
@example("\ud800\udc00 a pair of lone surrogates, which is not a character")
@example("\udcc3\udca9 bytes that would be a character")
@example("a\r\rb\r\n\n")
@example("\ufeff\n\na mark that stands in the text")
def test_restore_gives_any_text_back(text: str) -> None:
    result = cleaner.clean(text, media_type="text/plain")
    assert cleaner.restore(result) == result.document.text == text
    assert apply_steps(result.document.text, result.steps) == result.text


@settings(max_examples=100, deadline=None)
@given(st.lists(LINE, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_restore_gives_page_like_texts_back(lines: list[str], line_break: str) -> None:
    result = cleaner.clean(line_break.join(lines))
    assert cleaner.restore(result) == line_break.join(lines)
    text_length = len(result.document.text)
    assert all(0 <= finding.start <= finding.end <= text_length for finding in result.findings)
    assert all(a.start <= b.start for a, b in pairwise(result.findings))
    assert all(result.text[mention.start : mention.end] == mention.text for mention in result.dates)


SOURCES: list[Source] = [
    "The river rose on Monday, and nobody was hurt, the city said.\n\nREAD MORE:\n",
    b"",
    "<html><body><nav><a href=/>Home</a></nav><p>It rained all day in the valley, then it stopped.</p></body></html>",
    b"\xff\xd8\xff\xe0\0\0",
    "Second “text” of the list, which is long enough to be prose for anybody who reads it.",
    cleaner.Record(id="last", payload=b"A record with its own name, read from somewhere else entirely."),
]


@pytest.mark.parametrize("batch_chars", [1, 100, 10_000_000])
def test_order_is_kept_and_batches_do_not_matter(batch_chars: int) -> None:
    alone = [cleaner.clean(source) for source in SOURCES]
    assert list(cleaner.clean_many(SOURCES, batch_chars=batch_chars)) == alone
    backwards = list(cleaner.clean_many(reversed(SOURCES), batch_chars=batch_chars))
    assert backwards[::-1] == alone


def test_a_refused_source_says_why_and_keeps_its_place() -> None:
    results = list(cleaner.clean_many(SOURCES))
    assert [result.refused for result in results] == [False, True, False, True, False, False]
    assert all(not result.text for result in results if result.refused)


def test_check_sees_what_clean_changes() -> None:
    assert cleaner.check(SOURCES[0]) == cleaner.clean(SOURCES[0]).findings


def test_restore_refuses_a_result_that_was_changed() -> None:
    result = cleaner.clean("It’s raining again in the valley, the people there said.")
    with pytest.raises(EditError, match="changed after cleaning"):
        cleaner.restore(msgspec.structs.replace(result, text="something else"))


@pytest.mark.parametrize("source", [None, 5, ["text"], cleaner.Record(id="a", payload="text")])  # type: ignore[arg-type]
def test_wrong_sources_are_errors(source: object) -> None:
    with pytest.raises(ArgumentError):
        cleaner.clean(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("media_type", ["image/png", "html", 5])
def test_wrong_media_types_are_errors(media_type: object) -> None:
    with pytest.raises(ArgumentError):
        cleaner.clean("text", media_type=media_type)  # type: ignore[arg-type]


@pytest.mark.parametrize("sources", ["one text", b"one text"])
def test_one_text_is_not_many(sources: str | bytes) -> None:
    with pytest.raises(ArgumentError, match="call clean"):
        list(cleaner.clean_many(sources))


DAMAGED = [
    ("ru", "Река поднялась в понедельник после трёх дней дождя, и город закрыл нижний мост."),
    ("el", "Η ακτοπλοϊκή εταιρεία ανακοίνωσε χθες ότι θα προστεθούν δύο νέα δρομολόγια την εβδομάδα."),
    ("ja", "滋賀県は琵琶湖の水位が三年ぶりに平年を上回ったと発表した。農業用水の不足を心配していた。"),
]


@pytest.mark.parametrize(("language", "text"), DAMAGED)
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_the_language_is_that_of_the_mended_text(language: str, text: str, media_type: str) -> None:
    ampersand = "&" if media_type == "text/plain" else "&amp;"
    for damaged in (text.encode().decode("latin-1"), "".join(f"{ampersand}#{ord(char)};" for char in text)):
        result = cleaner.clean(damaged, media_type=media_type)
        assert (result.text.strip(), result.metadata.language) == (text, language)


def test_a_page_has_a_type_with_its_score() -> None:
    metadata = cleaner.clean(SOURCES[0]).metadata
    assert metadata.page_type
    assert 1 / 7 < metadata.page_type_score <= 1
    assert cleaner.clean("").metadata.page_type == ""


def test_another_extractor_decides_alone() -> None:
    prose = "".join(f"<p>{n}. The river rose on Monday, and nobody was hurt, said the mayor.</p>" for n in range(6))
    page = f"<html><body><div><a href=/>Home page</a></div><article><p>READ MORE:</p>{prose}</article></body></html>"
    result = cleaner.clean(page, config=cleaner.Config(extractor="trafilatura"))
    assert not result.refused
    assert {finding.code for finding in result.findings if finding.verdict == "remove"} <= {"C903", "C501", "C502"}
    assert "nobody was hurt" in result.text
    assert cleaner.restore(result) == result.document.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("It rained.", "It rained."),
        ("<p>It rained.</p>", "It rained.\n"),
        ("<p>Buy milk</p>", "Buy milk\n"),
        ("<h1>Rain</h1><p>It rained all day.</p>", "Rain\n\nIt rained all day.\n"),
        ("READ MORE:", ""),
        ("<p>Accept all cookies</p>", ""),
    ],
)
def test_a_few_words_are_not_taken_for_chrome_by_the_tagger_alone(source: str, expected: str) -> None:
    assert cleaner.clean(source, config=cleaner.Config(keep_title=True)).text == expected
