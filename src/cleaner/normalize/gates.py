"""What must stand in a text before a normaliser has anything to do: a look at its characters.

Most texts need few of the normalisers. The gates tell which, from the set of the text's
unusual characters and a few searches for a fixed string, each at the speed of memory.
A gate may be open in vain; it is never shut when its normaliser would change something
(a property test holds them together).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cleaner.config import DEFAULT, Config
from cleaner.normalize.characters import CONTROLS, INVISIBLE
from cleaner.normalize.encoding import may_be_mojibake
from cleaner.normalize.inventory import composing, decomposing
from cleaner.normalize.ligatures import ligatures
from cleaner.normalize.punctuation import ELLIPSES, ODD_DASHES
from cleaner.normalize.spaces import ODD_SPACES

Gate = Callable[[str, frozenset[str], Config], bool]
"""Takes a text, its unusual characters and the configuration."""

_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))
_LINE_ENDS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_DOUBLE_QUOTES = frozenset("“”„‟″‶«»‘❝❞")
_SINGLE_QUOTES = frozenset("‘’‚‛′‹›´ʼ❛❜")


def may_change(code: str, text: str, seen: frozenset[str], config: Config = DEFAULT) -> bool:
    """False when the normaliser of the code surely changes nothing; `seen` is `unusual(text)`.

    >>> may_change("N104", "plain", frozenset()), may_change("N104", "a\\u200bb", frozenset("\\u200b"))
    (False, True)
    """
    gate = _GATES.get(code)
    return gate is None or gate(text, seen, config)


def _has_odd_spaces(text: str, seen: frozenset[str], config: Config) -> bool:
    return (
        not seen.isdisjoint(ODD_SPACES)
        or any(spaces in text for spaces in ("  ", "\t", " \n", "\n "))
        or text[:1] == " "
        or text[-1:] == " "
    )


def _has_ellipses(text: str, seen: frozenset[str], config: Config) -> bool:
    has_dots = "..." in text and (config.quotes == "typographic" or not seen.isdisjoint(ELLIPSES))
    return has_dots or ". ." in text


def _has_double_quotes(text: str, seen: frozenset[str], config: Config) -> bool:
    has_straight = config.quotes == "typographic" and '"' in text
    return has_straight or any(pair in text for pair in ("``", "''", ",,")) or not seen.isdisjoint(_DOUBLE_QUOTES)


def _has_single_quotes(text: str, seen: frozenset[str], config: Config) -> bool:
    has_straight = config.quotes == "typographic" and "'" in text
    return has_straight or "`" in text or not seen.isdisjoint(_SINGLE_QUOTES)


@cache
def _ligatures() -> frozenset[str]:
    return frozenset(ligatures())  # two sets are compared by the smaller one


_GATES: dict[str, Gate] = {
    "N101": lambda text, seen, config: not seen.isdisjoint(_SURROGATES),
    "N102": lambda text, seen, config: bool(seen) and may_be_mojibake(seen),
    "N103": lambda text, seen, config: not (seen.isdisjoint(composing()) and seen.isdisjoint(decomposing())),
    "N104": lambda text, seen, config: not seen.isdisjoint(INVISIBLE),
    "N105": lambda text, seen, config: not seen.isdisjoint(CONTROLS),
    "N107": lambda text, seen, config: not seen.isdisjoint(_ligatures()),
    "N108": lambda text, seen, config: config.full_width == "ascii",
    "N201": _has_double_quotes,
    "N202": _has_single_quotes,
    "N203": lambda text, seen, config: "--" in text or not seen.isdisjoint(ODD_DASHES),
    "N204": _has_ellipses,
    "N301": lambda text, seen, config: not seen.isdisjoint(_LINE_ENDS),
    "N302": _has_odd_spaces,
    "N303": lambda text, seen, config: "\n\n\n" in text or text[:1] == "\n" or text[-2:] == "\n\n",
    "N305": lambda text, seen, config: "-\n" in text,
}
