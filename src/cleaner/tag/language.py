"""The language of a document, by langdetect on a fixed sample of its text.

langdetect guesses at random where it is unsure; with a seed it gives the same answer each
time. `langdetect_rs` gives the same labels many times faster and is used where it is installed: it
comes along on all machines that it has wheels for (a test holds the two together).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

SAMPLE_CHARS = 5_000
"""Longer samples change no label on the languages measured, and cost time."""

Probabilities = Callable[[str], list[tuple[str, float]]]


def detect_language(text: str) -> tuple[str, float]:
    """The language of the text (ISO 639-1; `zh-cn` or `zh-tw`) and its probability; `("", 0.0)` if undecidable.

    >>> detect_language("The last ferry will leave the island in October, the company said.")[0]
    'en'
    >>> detect_language("12 + 30 = 42")
    ('', 0.0)
    >>> detect_language("IL CONSIGLIO HA DECISO DI CHIUDERE IL VECCHIO PONTE DELLA CITTÀ")[0]
    'it'
    """
    part = sample(text)
    if _is_shouted(part):  # the detectors learned from texts in small letters
        part = part.lower()
    probable = _detector()(part)
    if not probable:
        return "", 0.0
    if any(code == "ko" for code, _ in probable) and not _HANGUL.search(part):
        probable = _without_korean(probable)
    code, score = max(probable, key=lambda entry: (entry[1], entry[0]))
    return code, min(1.0, round(score, 4))


def _is_shouted(text: str) -> bool:
    """True for a text that is nearly all in capitals, by one letter of eight."""
    some = text[:: 8 if len(text) > 400 else 1]
    return sum(map(str.isupper, some)) > 4 * sum(map(str.islower, some))


def _without_korean(probable: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The languages of a text without a Korean letter: langdetect learned from Korean texts with Chinese characters.

    (Of 949 news pages 72 were told wrong, all in traditional Chinese and for Korean; so none is.)
    """
    chances = {"zh-tw": 0.0} | dict(probable)
    chances["zh-tw"] += chances.pop("ko")
    return list(chances.items())


_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def sample(text: str) -> str:
    """The longest lines of the text, in their order, about `SAMPLE_CHARS` characters: its running text.

    >>> sample("News\\nThe last ferry will leave the island in October.\\n" * 2).count("ferry")
    2
    """
    if len(text) <= SAMPLE_CHARS:
        return text
    lines = text.splitlines()
    longest = sorted(range(len(lines)), key=lambda index: (-len(lines[index]), index))
    chosen: list[int] = []
    size = 0
    for index in longest:
        size += min(len(lines[index]), SAMPLE_CHARS) + 1
        if size > SAMPLE_CHARS and chosen:
            break
        chosen.append(index)
    return "\n".join(lines[index][:SAMPLE_CHARS] for index in sorted(chosen))[:SAMPLE_CHARS]


@functools.cache
def _detector() -> Probabilities:
    try:
        import langdetect_rs  # noqa: F401
    except ImportError:
        return by_langdetect
    return by_langdetect_rs


def by_langdetect(text: str) -> list[tuple[str, float]]:
    """The probable languages by langdetect, seeded; none when the text has nothing to go by."""
    import langdetect

    langdetect.DetectorFactory.seed = 0
    try:
        return [(found.lang, found.prob) for found in langdetect.detect_langs(_plain(text))]
    except langdetect.LangDetectException:
        return []


def by_langdetect_rs(text: str) -> list[tuple[str, float]]:
    """The probable languages by langdetect_rs, seeded; none when the text has nothing to go by."""
    import langdetect_rs

    langdetect_rs.DetectorFactory.seed = 0
    try:
        return [(found.lang, found.prob) for found in langdetect_rs.detect_langs(_plain(text))]
    except langdetect_rs.LangDetectException:
        return []


def _plain(text: str) -> str:
    """The text without lone surrogates, which have no language and which not every detector takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")
