"""Counts of what readers did: `12 comments`, `3,4k views`, `5 min read`."""

from __future__ import annotations

import re

from cleaner.chrome.rules.date_lines import LETTER_SIGNS
from cleaner.chrome.rules.phrases import fold, trim, words

NO_NUMBERS = ("no", "keine", "aucun", "sin", "nessun", "nenhum", "sem", "geen", "brak", "нет", "inga", "leave")
"""What stands for a number where there is nothing to count."""


OPENING_MARKS, CLOSING_MARKS = frozenset('“"«„”「『《〈'), frozenset('”"»“」』》〉')
"""Quotation marks. The heading of comments begins or ends with one."""


def is_counter(text: str) -> bool:
    """True when all words of the text count something, and one of them says what.

    >>> is_counter("12 comments"), is_counter("12 व्यूज"), is_counter("12 views of the harbour")
    (True, True, False)
    """
    return is_folded_counter(fold(text))


def is_folded_counter(folded: str) -> bool:
    """The same of a text that is folded already."""
    known, key = words("C304", "words"), words("C304", "key")
    last = folded.rpartition(" ")[2]
    if last.isalpha() and last not in known:
        return False
    tokens = _WORD.findall(folded)
    names = [token for token in tokens if not token[0].isdigit()]
    if not names or (names[0] == "no" and len(names) < len(tokens)):
        return False
    numbered = len(names) < len(tokens) or names[0] in NO_NUMBERS
    if not folded.isascii():
        names = [trim(name) for name in names]
    return numbered and all(name in known for name in names) and any(name in key for name in names)


def heads_comments(text: str) -> bool:
    """True for the heading of the comments on a text that it names in quotation marks.

    >>> heads_comments("3 thoughts on “The old ferry”"), heads_comments("「最後の船」への2件のフィードバック")
    (True, True)
    >>> heads_comments("Two thoughts on “The old ferry”")
    False
    """
    quoted = _QUOTED.search(text) if len(text) <= _HEADING_CHARS else None
    if not quoted:
        return False
    around = fold(f"{text[: quoted.start()]} {text[quoted.end() :]}")
    kind = "about" if _NUMBER.search(around) else "one"
    return trim(" ".join(_NUMBER.sub(" ", around).split())) in words("C304", kind)


_HEADING_CHARS = 250
_QUOTED = re.compile(r"[“\"«„”「『《〈].*[”\"»“」』》〉]")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(rf"\d[\d.,]*[km]?(?!\w)|(?:[^\W\d_]|[{LETTER_SIGNS}])+")
