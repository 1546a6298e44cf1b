"""The language of a text by the words of its dates, for texts whose language nobody told."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain

from cleaner.dates.spelling import lowered
from cleaner.dates.tables import UNKNOWN, vocabulary, written_languages

_SAMPLE_CHARS = 2_000
_WORD = re.compile(r"[a-z]+(?![a-z\x80-\U0010ffff])|[^\W\d_]+")
"""A word; the first way is the same for ASCII, and faster."""

_ASCII_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
"""Makes words of ASCII letters to be split at spaces: the same, and faster still."""

_NAMING = frozenset({"month", "wd", "num", "ord", "holiday", "roman", "tsep", "oclock"})
"""Classes of names that many languages share: these tell no language."""

_LEAST_SHARE = 0.1
"""Function words and words of time make up a fifth of a text in its own language, a twentieth in others."""

_LEAD = 1.5
"""How much better the first must be than the second: else the union of all is used."""

_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


def guess_language(text: str) -> str:
    """The code of the language whose table knows clearly more of the text's words, else `"und"`.

    >>> guess_language("Am kommenden Montag, sagte er gestern"), guess_language("昨日の会議")
    ('de', 'ja')
    >>> guess_language("27.5.2025")
    'und'
    """
    sample = text[:_SAMPLE_CHARS]
    for code, script in () if sample.isascii() else _SCRIPTS:
        if len(script.findall(sample)) * 10 > len(sample):
            return code
    words = sample.translate(_ASCII_LETTERS).split() if sample.isascii() else _WORD.findall(lowered(sample))
    known = map(_languages_by_word().get, words)
    counts = Counter(chain.from_iterable(filter(None, known)))
    (code, best), (_, second) = [*counts.most_common(2), (UNKNOWN, 0), (UNKNOWN, 0)][:2]
    return code if best >= max(1, _LEAST_SHARE * len(words)) and best >= _LEAD * second else UNKNOWN


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """The languages that know a word, by their own file, as more than a name or number."""
    languages: dict[str, list[str]] = {}
    for code in written_languages():
        words = vocabulary(code)
        own = {word for word, classes in words.words.items() if not _NAMING.issuperset(classes)}
        for word in own | words.future | words.past:
            languages.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in languages.items()}  # which the collector of cycles can leave out
