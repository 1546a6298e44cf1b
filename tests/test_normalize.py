"""The normalisers: one fixture file a code, and the properties that hold for any text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.config import Config, config_from_mapping
from cleaner.edits import apply_steps, invert
from cleaner.normalize import NORMALIZERS, normalize_steps
from cleaner.normalize.gates import may_change
from cleaner.normalize.inventory import unusual
from cleaner.normalize.replacing import rewritten

FIXTURES = Path(__file__).parent / "normalizers"
NORMALIZER = dict(NORMALIZERS)
_OPTIONS = re.compile(r"\[(.*)\]\s*\Z")
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[trnsb])")


def _cases(code: str) -> list[tuple[str, str, str]]:
    """Title, input and expected text, each ended by a line with a single dot."""
    parts = re.split(r"(?m)^\.\n", (FIXTURES / f"{code}.txt").read_text(encoding="utf-8"))
    assert not parts[-1].strip(), f"{code}: no dot at the end"
    assert len(parts) % 3 == 1, f"{code}: not in threes"
    texts = [part.removesuffix("\n") for part in parts[:-1]]
    return [(texts[i].strip(), texts[i + 1], texts[i + 2]) for i in range(0, len(texts), 3)]


def _unescaped(text: str) -> str:
    named = {"\\s": " ", "\\b": "\\"}
    return _ESCAPE.sub(lambda found: named.get(found[0]) or found[0].encode().decode("unicode_escape"), text)


def _all_cases() -> list[object]:
    return [
        pytest.param(code, title, before, after, id=f"{code} {title}")
        for code in NORMALIZER
        for title, before, after in _cases(code)
    ]


@pytest.mark.parametrize(("code", "title", "before", "after"), _all_cases())
def test_normalizer_fixture(code: str, title: str, before: str, after: str) -> None:
    options = dict(pair.split("=") for pair in (_OPTIONS.search(title) or [None, ""])[1].split())
    language = options.pop("language", "en")
    config = config_from_mapping(options)
    assert rewritten(_unescaped(before), NORMALIZER[code], language, config) == _unescaped(after)
    assert rewritten(_unescaped(after), NORMALIZER[code], language, config) == _unescaped(after)


def test_every_normalizer_has_its_page_and_fixtures() -> None:
    assert sorted(NORMALIZER) == sorted(path.stem for path in FIXTURES.glob("*.txt"))
    for code, normalizer in NORMALIZERS:
        for heading in ("What:", "Why:", "Changed:", "Kept:"):
            assert heading in (normalizer.__doc__ or ""), code
        cases = _cases(code)
        assert any(before == after for _, before, after in cases), f"{code} keeps nothing"
        assert any(before != after for _, before, after in cases), f"{code} changes nothing"


_PIECES = st.sampled_from(
    [
        *"\"'“”‘’„«»‹›`´′″ \n\t\r.,;-–&#x;aAöé5",
        *(" \n", "\n\n", "\r\n", "\u2028", "\x85", "\xa0", "\u3000", "\xad", "\u200b", "\u200d", "\u200c", "\ufeff"),
        *("\u0301", "\u0308", "\ud83d", "\ude00", "\udce9", "\x00", "\x92", "Ã©", "â€™", "Â", "ñ"),
        *("한", "\u1112\u1161", "\u11ab"),
        *("&amp;", "&lt;", "&#39;", "&nbsp;", "amp;", "&#38;", "``", "''", "5'10\"", "'90s", "don't"),
        *(",,", "...", "…", "--", "-\n", " -- "),
        *("May 27, 2025", "27 May", " and", "Saturday, ", "the company said on the way to the ", "- item", "def f():"),
        *("东京都知事は記者会見で新しい計画を", "می\u200cخواهم", "क्\u200dष", "👩\u200d💻", "🏴", "   ", "    x    y"),
    ]
)
_REPEATED = st.builds(lambda pieces, times: "".join(pieces) * times, st.lists(_PIECES, max_size=3), st.integers(2, 50))
_TEXTS = st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=60) | _REPEATED
_CONFIGS = st.builds(
    Config,
    quotes=st.sampled_from(["straight", "typographic", "keep"]),
    dates=st.sampled_from(["iso", "keep"]),
)


_LANGUAGES = st.sampled_from(["en", "de", "fr", "zh-cn", "ja", "fa", "ru", "sv", "hu", "pl", ""])


@settings(max_examples=400, deadline=None)
@given(text=_TEXTS, language=_LANGUAGES, config=_CONFIGS)
@example(text="&am\u200bp;lt;", language="en", config=Config())
@example(text="„a“ «b» ``c''", language="de", config=Config())
@example(text='"&amp;"', language="ja", config=Config(quotes="typographic"))
@example(text="A" + "´Ã¡" * 20 + "´Â¡", language="en", config=Config())
def test_normalizing_is_valid_undoable_and_idempotent(text: str, language: str, config: Config) -> None:
    steps = normalize_steps(text, language=language, config=config)
    current, inverses = text, []
    for step in steps:
        inverses.append(invert(current, step))
        current = apply_steps(current, [step])
    assert apply_steps(current, reversed(inverses)) == text
    assert normalize_steps(current, language=language, config=config) == ()
    current.encode("utf-8")


@settings(max_examples=400, deadline=None)
@given(text=_TEXTS, config=_CONFIGS)
@example(text="𝅗𝅥 \u2f800 \u0344", config=Config())
@example(text="\x1b[31m", config=Config())
def test_no_gate_is_shut_in_front_of_a_change(text: str, config: Config) -> None:
    for code, normalizer in NORMALIZERS:
        if tuple(normalizer(text, "en", config)):
            assert may_change(code, text, unusual(text), config), code


@settings(max_examples=400, deadline=None)
@given(text=st.text(st.sampled_from("ae한ᅡᆨ\u1112\u0301\u0316\u0344\u0338<\u212bন\u09c7\u09be豈\n \u093cड"), max_size=20))
def test_composing_gives_nfc(text: str) -> None:
    assert rewritten(text, NORMALIZER["N103"]) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("ignore", "expected"), [(("N2",), "It’s on 2025-05-27"), (("N202", "N4"), "It’s on May 27, 2025")]
)
def test_ignored_codes_change_nothing(ignore: tuple[str, ...], expected: str) -> None:
    text = "It’s  on May 27, 2025"
    config = Config(ignore=ignore)
    assert apply_steps(text, normalize_steps(text, language="en", config=config)) == expected


@pytest.mark.parametrize(
    "text",
    ["»a" * 20_000, "â€™" * 10_000, "a -- " * 10_000, '"' * 10_000, "ab-\nabc" * 10_000, ",,a" * 20_000, "1″" * 20_000,
     "''b " * 10_000, ". . " * 20_000, "…a..." * 10_000, "`a'" * 20_000, "ab--ab" * 10_000, "1234567890" * 10_000,
     "\r" * 50_000, " \t" * 50_000 + "x", "«" * 50_000, "``" * 50_000, "&amp" * 50_000, "\xad" * 50_000, "'" * 50_000,
     "e" + "\u0301" * 50_000, "e" + "\u0301\u0316" * 50_000, "Ã" * 50_000, "\n " * 50_000, "2025 " * 20_000,
     "a, \n" * 20_000, "a  b" * 50_000, "a\t\tb" * 50_000, "a    b" * 50_000, "&amp;x" * 20_000],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
def test_repetitive_text_is_normalized(text: str) -> None:
    for config in (Config(), Config(quotes="typographic")):
        normalized = apply_steps(text, normalize_steps(text, language="en", config=config))
        assert len(normalized) <= 3 * len(text)  # an ellipsis may become three dots
        assert normalize_steps(normalized, language="en", config=config) == ()
