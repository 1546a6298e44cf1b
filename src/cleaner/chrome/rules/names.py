"""Names of people as bylines write them."""

from __future__ import annotations

import re

from cleaner.chrome.rules.date_lines import date_line, is_date_word, is_relative_time
from cleaner.chrome.rules.date_words import ago_words, no_names
from cleaner.chrome.rules.phrases import fold, words

MOST_NAMES = 9
"""More words are no names of people who wrote one text."""


def are_names(text: str) -> bool:
    """True for the names of one or more people, with their roles; one word alone only in Chinese or Japanese letters.

    >>> are_names("Jane Miller and Ali Can, Staff Writers"), are_names("Jan Novak"), are_names("Monday Afternoon")
    (True, True, False)
    """
    tokens = [token for token in _BETWEEN.split(text) if token]
    roles = words("C502", "roles")
    names = [token for token in tokens if fold(token).strip(".") not in roles]
    if not tokens or len(names) > MOST_NAMES:
        return False
    if _WIDE_NAME.fullmatch("".join(tokens)):
        return True
    dated = no_names()
    proper = all(token[0].isupper() or token.startswith("@") for token in names)
    proper = proper and not any(_DIGIT.search(token) or fold(token).strip(".") in dated for token in names)
    return proper and len(names) > 1


def are_caseless_names(text: str) -> bool:
    """True for two to four words in a script without capitals, as the names of a person are.

    >>> are_caseless_names("محمد أحمد"), are_caseless_names("홍길동"), are_caseless_names("Jane Miller")
    (True, True, False)
    """
    tokens = [token for token in _BETWEEN.split(text) if token and fold(token) not in words("C502", "roles")]
    if len(tokens) == 1:
        return _KOREAN_NAME.fullmatch(text.strip()) is not None
    dated = no_names()
    return 1 < len(tokens) <= _CASELESS_NAMES and all(
        _CASELESS_WORD.fullmatch(token) is not None and fold(token) not in dated for token in tokens
    )


def is_reporter(text: str) -> bool:
    """True for a line of a name and the word for a reporter, as Korean and Chinese papers have it.

    >>> is_reporter("홍길동 기자"), is_reporter("記者張三／台北報導"), is_reporter("기자의 하루")
    (True, True, False)
    """
    return len(text) <= _REPORTER_CHARS and _REPORTER.fullmatch(text) is not None


def behind(text: str, phrase: str) -> str:
    """What follows a folded phrase that the text begins with, as written.

    >>> behind("Par : Jean Dupont", "par:"), behind("글: 홍길동", "글:")
    (' Jean Dupont', ' 홍길동')
    """
    for end in (len(phrase), *range(1, min(len(text), 2 * len(phrase)) + 1)):
        if fold(text[:end]) == phrase:
            return text[end:]
    return text[len(phrase) :]


def date_at(tokens: list[str], start: int) -> tuple[int, str] | None:
    """Where the date that begins with a token ends, and its ISO form (`""` if it can't be told); `None` for no date.

    >>> date_at("Jane Miller on 3 May 2021 | News".split(), 2)
    (6, '2021-05-03')
    """
    end = start
    while end < len(tokens) and end - start < _MOST_DATE_WORDS and _is_part(tokens[end]):
        end += 1
    if not _DIGIT.search(" ".join(tokens[start:end])):
        return None
    for stop in range(end, max(start, end - _LOOSE_WORDS), -1):
        piece = " ".join(tokens[start:stop])
        named = date_line(piece)
        if named is not None:
            counted = stop - start > _COUNTED and tokens[stop - 2] in _LISTING and len(tokens[stop - 1]) < _YEAR_CHARS
            shorter = date_line(" ".join(tokens[start : stop - 2])) if counted else None  # `3 May 2021, 2 comments`
            return (stop - 2, shorter[0]) if shorter else (stop, named[0])
        if is_relative_time(piece):
            return stop, ""
    return None


def before_date(text: str) -> str:
    """The text up to the date in it, and to what says of which day that is.

    >>> before_date("Jill BrownUpdated: August 12, 2025"), before_date("Juan de la Cruz el 3 de mayo de 2021")
    ('Jill Brown', 'Juan de la Cruz')
    """
    if not _DIGIT.search(text):
        return text
    tokens = text.split()
    for index, token in enumerate(tokens):
        if _is_part(token) and date_at(tokens, index):
            return _before_label(tokens[:index]).rstrip(" ,;|:·•–—-")
    return text


def _before_label(tokens: list[str]) -> str:
    """The words without those at the end that say what the date behind them is: `Updated`, glued or not."""
    labels = words("C303", "start")
    for size in (3, 2, 1):
        if len(tokens) > size and fold(" ".join(tokens[-size:])).strip(":") in labels:
            return " ".join(tokens[:-size])
    glued = _GLUED.fullmatch(tokens[-1]) if tokens else None
    if glued and fold(glued[2]) in labels:
        return " ".join((*tokens[:-1], glued[1]))
    return " ".join(tokens)


def _is_part(token: str) -> bool:
    folded = fold(token).strip(",;()[]")
    return not folded or is_date_word(folded) or folded in ago_words()


_MOST_DATE_WORDS = 12
_COUNTED = 2
_YEAR_CHARS = 4
_LISTING = frozenset(",|·•-–—")
_CASELESS_NAMES = 4
_LOOSE_WORDS = 4
_BETWEEN = re.compile(r"[\s,&/;|]+")
_CASELESS_WORD = re.compile(
    "[\u0590-\u05ff\u0600-\u065f\u066e-\u06d3\u06fa-\u06ff\u200c\u0900-\u0963\u0971-\u09e5\u09f0-\u0df3"
    "\u0e01-\u0e4e\u10d0-\u10ff\uac00-\ud7a3.'״\"-]{2,20}"
)
_KOREAN_NAME = re.compile("[\uac00-\ud7a3]{2,4}")
_GLUED = re.compile(r"(.*[^\W\d_A-Z])([A-Z][a-z]+):?")
_REPORTER_CHARS = 40
_REPORTER = re.compile(
    r"[(\[〔【（]?(?:"
    r"(?:[가-힣]{2,10}[=·]\s?)?[가-힣]{2,4}\s?(?:기자|특파원|선임기자|인턴기자|객원기자)(?:\s?[(\[]?[\w.+-]+@[\w.-]+[)\]]?)?"
    r"|(?:文／)?記者\s?[\u3400-\u9fff]{2,4}(?:、[\u3400-\u9fff]{2,4})*\s?[／/]\s?[\u3400-\u9fff]{2,6}報導"
    r"|[\u3400-\u9fff]{0,6}记者[\s\u3000:：]+[\u3400-\u9fff]{2,4}(?:[\s\u3000、]+[\u3400-\u9fff]{2,4}){0,3}"
    r"(?:[\s\u3000]*(?:综合|摄影)?报道)?"
    r")[)\]〕】）]?"
)
_DIGIT = re.compile(r"\d")
_WIDE_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff·・]{2,8}")
