"""Letters that one character holds for typesetting only (N107), and, when asked, full-width forms (N108)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.inventory import class_of
from cleaner.normalize.replacing import minimal_edit

_LATIN = (*range(0xFB00, 0xFB05), 0xFB06, 0x132, 0x133, *range(0x1C4, 0x1CD), *range(0x1F1, 0x1F4))
_NOT_BY_NFKC = {"\u0149": "’n", "\ufb05": "ſt"}  # Afrikaans ’n; the long s stays one
_ARMENIAN = range(0xFB13, 0xFB18)
_ARABIC = (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFD3E), *range(0xFD50, 0xFDF0), *range(0xFE70, 0xFEFD))

_WIDE = (*range(0xFF01, 0xFF5F), *range(0xFF61, 0xFFA0), *range(0xFFE0, 0xFFE7), 0x3000)
_WIDE_RUN = re.compile(f"[{class_of(map(chr, _WIDE))}「」『』]+")
_CORNERS = str.maketrans("「」『』", "“”‘’")


def split_ligatures(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Ligatures become the letters that they stand for.

    What: the Latin ligatures of print and PDF (`ﬁ`, `ﬀ`, `ĳ`), the Croatian digraphs (`ǆ`), the
    Armenian ones, and Arabic letters in their presentation forms. Letters that only look like
    ligatures (`œ`, `æ`, `ß`) and Arabic signs for whole phrases (`ﷺ`) stay.

    Why: `ﬁnal` is found by no search for `final`, and no tokenizer knows it.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("signiﬁcant", split_ligatures)
    'significant'

    Kept:
    >>> rewritten("œuvre, Cæsar, Straße, ﷺ", split_ligatures)
    'œuvre, Cæsar, Straße, ﷺ'
    """
    if text.isascii():
        return
    letters = ligatures()
    for match in _ligature().finditer(text):
        yield Edit(match.start(), match.end(), letters[match.group()], "N107")


def narrow_full_width(text: str, language: str, config: Config) -> Iterator[Edit]:
    """With `full_width = "ascii"`, full-width forms and corner brackets become plain ones.

    What: full-width letters, digits, marks and the ideographic space become ASCII, half-width
    katakana become katakana, `「」` and `『』` become curly quotes, which `quotes` then treats
    like all others. By default nothing changes.

    Why: full-width forms are the usual spelling of Chinese and Japanese, so they stay unless
    somebody asks.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("「ＡＢＣ」１２３", narrow_full_width, "ja", Config(full_width="ascii"))
    '“ABC”123'

    Kept:
    >>> rewritten("「ＡＢＣ」１２３", narrow_full_width, "ja")
    '「ＡＢＣ」１２３'
    """
    if config.full_width != "ascii":
        return
    for match in _WIDE_RUN.finditer(text):
        narrow = unicodedata.normalize("NFKC", match.group()).translate(_CORNERS)
        yield from minimal_edit(match.start(), match.group(), narrow, "N108")


@cache
def ligatures() -> dict[str, str]:
    """The letters of each ligature.

    >>> ligatures()["ﬃ"], ligatures()["ﻻ"] == "لا"
    ('ffi', True)
    """
    found = dict(_NOT_BY_NFKC)
    for character in map(chr, (*_LATIN, *_ARMENIAN, *_ARABIC)):
        letters = unicodedata.normalize("NFKC", character)
        if letters != character and " " not in letters:  # with a space: a mark that stands alone
            found[character] = letters
    return found


@cache
def _ligature() -> re.Pattern[str]:
    return re.compile(f"[{class_of(ligatures())}]")
