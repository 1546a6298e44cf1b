"""Dates in text: what is found, its type, value and modifier; what is no date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.dates.grammar import shared_rules
from cleaner.dates.language import language_of
from cleaner.dates.resolver import RESOLVERS
from cleaner.dates.tables import languages, written_languages
from cleaner.errors import ArgumentError

WEDNESDAY = "2025-05-14"

# text, the mention in it, type, value with reference WEDNESDAY, modifier
FOUND = [
    ("It opens Saturday, May 31, 2025, in town.", "Saturday, May 31, 2025", "DATE", "2025-05-31", ""),
    ("on 14 May 2025", "14 May 2025", "DATE", "2025-05-14", ""),
    ("since 2025-05-14.", "2025-05-14", "DATE", "2025-05-14", ""),
    ("at 2025-05-14T10:30Z", "2025-05-14T10:30Z", "TIME", "2025-05-14T10:30Z", ""),
    ("at 2025-05-14 10:30, they", "2025-05-14 10:30", "TIME", "2025-05-14T10:30", ""),
    ("on 31/05/2025", "31/05/2025", "DATE", "2025-05-31", ""),
    ("on 05/05/2025", "05/05/2025", "DATE", "2025-05-05", ""),
    ("on 2025/05/31", "2025/05/31", "DATE", "2025-05-31", ""),
    ("on 03/04/2025", "03/04/2025", "DATE", "", ""),
    ("the 27th of May, 2025", "the 27th of May, 2025", "DATE", "2025-05-27", ""),
    ("from May 27 on", "May 27", "DATE", "2025-05-27", ""),
    ("a letter of 3 January", "3 January", "DATE", "2025-01-03", ""),
    ("on Dec. 30 it", "Dec. 30", "DATE", "2024-12-30", ""),
    ("will start on 3 January", "3 January", "DATE", "2026-01-03", ""),
    ("in late March 2025, it", "late March 2025", "DATE", "2025-03", "END"),
    ("revealed in May 2025", "May 2025", "DATE", "2025-05", ""),
    ("In June 2024, it", "June 2024", "DATE", "2024-06", ""),
    ("back in December it", "December", "DATE", "2024-12", ""),
    ("in May it", "May", "DATE", "2025-05", ""),
    ("last October", "last October", "DATE", "2024-10", ""),
    ("next March", "next March", "DATE", "2026-03", ""),
    ("initiated in 2018", "2018", "DATE", "2018", ""),
    ("Since 1999, they", "1999", "DATE", "1999", ""),
    ("in the early 1990s", "the early 1990s", "DATE", "199", "START"),
    ("the '80s", "the '80s", "DATE", "198", ""),
    ("in the 19th century", "the 19th century", "DATE", "18", ""),
    ("in the summer of 2024", "the summer of 2024", "DATE", "2024-SU", ""),
    ("last winter", "last winter", "DATE", "2024-WI", ""),
    ("in the first quarter of 2024", "the first quarter of 2024", "DATE", "2024-Q1", ""),
    ("Q3 2024", "Q3 2024", "DATE", "2024-Q3", ""),
    ("said on Wednesday", "Wednesday", "DATE", "2025-05-14", ""),
    ("said on Thursday", "Thursday", "DATE", "2025-05-08", ""),
    ("will meet on Thursday", "Thursday", "DATE", "2025-05-15", ""),
    ("next Monday", "next Monday", "DATE", "2025-05-19", ""),
    ("last Wednesday", "last Wednesday", "DATE", "2025-05-07", ""),
    ("this Friday", "this Friday", "DATE", "2025-05-16", ""),
    ("on Friday morning", "Friday morning", "TIME", "2025-05-09TMO", ""),
    ("it said yesterday", "yesterday", "DATE", "2025-05-13", ""),
    ("today", "today", "DATE", "2025-05-14", ""),
    ("the day after tomorrow", "the day after tomorrow", "DATE", "2025-05-16", ""),
    ("Last month, it", "Last month", "DATE", "2025-04", ""),
    ("which last year called", "last year", "DATE", "2024", ""),
    ("this week", "this week", "DATE", "2025-W20", ""),
    ("this weekend", "this weekend", "DATE", "2025-W20-WE", ""),
    ("three weeks ago", "three weeks ago", "DATE", "2025-W17", ""),
    ("two years earlier", "two years earlier", "DATE", "2023", ""),
    ("10 days ago", "10 days ago", "DATE", "2025-05-04", ""),
    ("over the past two decades from", "the past two decades", "DURATION", "P2DE", ""),
    ("delays of over a year due", "over a year", "DURATION", "P1Y", "MORE_THAN"),
    ("for at least six months", "at least six months", "DURATION", "P6M", "EQUAL_OR_MORE"),
    ("a five-year plan", "a five-year", "DURATION", "P5Y", ""),
    ("for several hours", "several hours", "DURATION", "PTXH", ""),
    ("in the past decade", "the past decade", "DURATION", "P1DE", ""),
    ("it is paid every month", "every month", "SET", "P1M", ""),
    ("every Monday", "every Monday", "SET", "XXXX-WXX-1", ""),
    ("at 6:40 p.m. sharp", "6:40 p.m.", "TIME", "2025-05-14T18:40", ""),
    ("at 16:08 UTC", "16:08 UTC", "TIME", "2025-05-14T16:08Z", ""),
]

UNANCHORED = [
    ("from May 27 on", "May 27", "XXXX-05-27"),
    ("said on Wednesday", "Wednesday", "XXXX-WXX-3"),
    ("yesterday", "yesterday", "XXXX-XX-XX"),
    ("last month", "last month", "XXXX-XX"),
    ("last year", "last year", "XXXX"),
    ("three weeks ago", "three weeks ago", "XXXX-WXX"),
    ("in May", "May", "XXXX-05"),
    ("last winter", "last winter", "XXXX-WI"),
    ("on May 27, 2025", "May 27, 2025", "2025-05-27"),
    ("on February 29", "February 29", "XXXX-02-29"),
]

NO_DATES = [
    "You may march in the sun.",
    "May I? They marched on. An august body sat there; the second one second to none.",
    "May said so, and April agreed with June.",
    "It sold 2018 copies and 1999 users; room 2024, version 1.2018, $2020.",
    "31 June 2025, 30 February 2024, 45 May",
    "see example.org/2025/05/14/page and img_20250514.png",
    "Sun and Sat are short, mon ami, we wed.",
    "In 2019 people came, in 1950 km from here",
    "opt out a second time; a quarter of them",
]


@pytest.mark.parametrize(("text", "mention", "kind", "value", "mod"), FOUND, ids=[row[0] for row in FOUND])
def test_date_is_found_and_resolved(text: str, mention: str, kind: str, value: str, mod: str) -> None:
    found = cleaner.find_dates(text, language="en", reference_date=WEDNESDAY)
    assert [(m.text, m.type, m.value, m.mod) for m in found] == [(mention, kind, value, mod)]


@pytest.mark.parametrize(("text", "mention", "value"), UNANCHORED, ids=[row[0] for row in UNANCHORED])
def test_without_reference_the_unknown_stays_open(text: str, mention: str, value: str) -> None:
    assert [(m.text, m.value) for m in cleaner.find_dates(text, language="en")] == [(mention, value)]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert cleaner.find_dates(text, language="en", reference_date=WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("reference", "values"),
    [("2025", ["2024", "XXXX-XX", "2025-05-27"]), ("2025-01", ["2024", "2024-12", "2025-05-27"]),
     ("2025-05-14T10:00:00Z", ["2024", "2025-04", "2025-05-27"]), (None, ["XXXX", "XXXX-XX", "XXXX-05-27"])],
)  # fmt: skip
def test_reference_may_be_a_year_a_month_or_a_time(reference: str | None, values: list[str]) -> None:
    found = cleaner.find_dates("last year, last month, on May 27", language="en", reference_date=reference)
    assert [mention.value for mention in found] == values


@pytest.mark.parametrize(
    "reference", ["", "yesterday", "2025-13", "2025-02-30", "14 May 2025", "20250514", "2025-5-1", "0000"]
)
def test_bad_reference_is_an_argument_error(reference: str) -> None:
    with pytest.raises(ArgumentError, match="reference_date"):
        cleaner.find_dates("today", reference_date=reference)


TOLD_FROM_NOW = [
    ("en", "12 May 2025. It fell last year, but this year it rises. Three years ago, or two years ago, nobody knew.",
     ["2025-05-12", "2024", "2025", "2022", "2023"]),
    ("en", "The mill closed in 2019. A year later it burned, the following year it went.", ["2019", "2020", "2021"]),
    ("zh", "2025-05-14 08:20 他所在的合作社去年买了六架。到今年年底将有更多。", ["2025-05-14T08:20", "2024", "2025"]),
    ("ja", "2025年5月13日。去年は遅らせた。今年は五月の初めに終えた。", ["2025-05-13", "2024", "2025", "2025-05"]),
    ("ko", "2025.05.14. 지난해 여름에는 폐사했다. 올해 말까지 만들 계획이다.", ["2025-05-14", "2024-SU", "2025"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "values"), TOLD_FROM_NOW)
def test_words_for_now_share_one_now(language: str, text: str, values: list[str]) -> None:
    assert [mention.value for mention in cleaner.find_dates(text, language=language)] == values


def test_language_without_a_table_gives_nothing() -> None:
    assert cleaner.find_dates("May 27, 2025", language="xx") == ()
    assert len(cleaner.find_dates("May 27, 2025", language="en-GB")) == 1


def test_every_rule_can_be_resolved() -> None:
    assert {rule.kind for rule in shared_rules().rule} == set(RESOLVERS)
    assert {rule.kind for rule in shared_rules().rule if rule.explicit} == {"date"}


@pytest.mark.parametrize("code", written_languages())
def test_every_written_table_can_be_read(code: str) -> None:
    language = language_of(code)
    assert code in languages()
    assert language is not None
    months = {words["month"] for words in language.vocabulary.words.values() if "month" in words}
    assert months == {str(number) for number in range(1, 13)} or "mmark" in {
        name for words in language.vocabulary.words.values() for name in words
    }


_VOCABULARY = """may May march 27 27, 27th 2025 1999 0 31 the of last next three weeks ago Monday Sat, Sunday morning
5 p.m. 12:30 UTC in since over a year decades 1990s '80s 19th century Q3 03/04/2025 2025-05-14 31.12.2025 every -"""
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\ud800", "，", "\n"])
_REFERENCES = st.sampled_from([None, "0001-01-01", "9999-12-31"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=25).map(" ".join) | st.text(max_size=40), _REFERENCES)
def test_mentions_are_exact_ordered_and_apart(text: str, reference: str | None) -> None:
    end = 0
    for mention in cleaner.find_dates(text, language="en", reference_date=reference):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text != ""
        end = mention.end


_FLOODS = ["May ", "1", "the past ", "12:", "a", "1/1/", "2020-", "\ud800", "年", "一", "'", "5 and ", "two weeks ago "]


@pytest.mark.parametrize("language", ["en", "zh", None])
@pytest.mark.parametrize("flood", _FLOODS)
def test_repetitive_text_is_searched(flood: str, language: str | None) -> None:
    text = flood * (100_000 // len(flood))
    assert all(mention.end <= len(text) for mention in cleaner.find_dates(text, language=language))
