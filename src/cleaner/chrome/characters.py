"""Characters as the tagger sees them: sixteen classes, folded code points, and how words are hashed."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
HashArray = npt.NDArray[np.uint64]
FloatArray = npt.NDArray[np.float32]

# Character classes. Word characters come first: `_CLASSES[c] <= DIGIT` asks for one.
(LOWER, UPPER, OTHER, IDEO, DIGIT, SPACE, BREAK, FINAL, COMMA, COLON, QUOTE, BRACKET, DASH, BAR, SIGN,
 SYMBOL) = range(16)  # fmt: skip
CLASS_COUNT = 16

_SPECIAL = {
    BREAK: "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    FINAL: ".!?…。！？؟۔।॥․‥⁇⁈⁉．｡",
    COMMA: ",;،؛、，；､՝",
    COLON: ":：",
    QUOTE: "\"'`´‘’‚‛“”„‟«»‹›「」『』＂＇",
    BRACKET: "()[]{}（）［］｛｝【】《》〈〉〔〕",
    DASH: "-‐‑‒–—―−~＿_",
    BAR: "|/\\•·►▶◄→←↑↓›»<>＞＜｜▼▲■□●○★☆✓✔✕×¦*+=^",
    SIGN: "$€£¥₹₽₺₩%‰@#©®™§&№°",
}
# Scripts written without spaces: each character is a word of its own.
_IDEO_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF),
                (0x4E00, 0x9FFF), (0xF900, 0xFAFF))  # fmt: skip

MULTIPLIER = 0x9E3779B97F4A7C15
WORD_HASHED_CHARS = 32
"""Characters of a word that count for its hash."""


@cache
def character_tables() -> tuple[npt.NDArray[np.uint8], HashArray]:
    """Character class and folded code point for each code point of the basic plane (and one for all others)."""
    fold = np.arange(0x10001, dtype=np.uint64)
    by_category = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Lo": OTHER, "Lm": OTHER, "Mn": OTHER, "Mc": OTHER,
                   "Nd": DIGIT, "Zs": SPACE, "Cc": SPACE, "Cf": SPACE}  # fmt: skip
    categories = map(unicodedata.category, map(chr, range(0x10000)))
    classes = np.array([*(by_category.get(category, SYMBOL) for category in categories), SYMBOL], np.uint8)
    for point in np.flatnonzero(classes == UPPER).tolist():
        fold[point] = ord(chr(point).lower()[0])
    for kind, characters in _SPECIAL.items():
        classes[[ord(character) for character in characters]] = kind
    for start, end in _IDEO_RANGES:
        block = classes[start : end + 1]
        block[block != DIGIT] = IDEO
    fold[classes == DIGIT] = ord("0")
    return classes, fold


@cache
def powers() -> HashArray:
    powers = np.full(WORD_HASHED_CHARS, MULTIPLIER, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
