"""The markers that a reader sees before list items: bullets and numbers."""

from __future__ import annotations

from lxml import etree

_MAX_DIGITS = 9


class Markers:
    """Follows the lists of a page and tells the marker of each item.

    `menus`: how many menus are open; in these there are none.
    """

    def __init__(self) -> None:
        self._lists: list[tuple[str, int, int]] = []  # type of the numbers ("" for bullets), next number, step
        self.menus = 0

    def start_list(self, element: etree._Element) -> bool:
        """True when the list stands in another one."""
        self._lists.append(_numbering(element) if element.tag == "ol" else ("", 0, 0))
        return len(self._lists) > 1

    def end_list(self) -> bool:
        """True when the list stood in another one."""
        self._lists.pop()
        return bool(self._lists)

    def item(self, element: etree._Element) -> str:
        """The marker of the next item of the innermost list."""
        if self.menus:
            return ""
        style, number, step = self._lists[-1] if self._lists else ("", 0, 0)
        if not style:
            return "• "
        number = _integer(element.get("value"), number)
        self._lists[-1] = style, number + step, step
        return f"{_numeral(number, style)}. "


def _numbering(element: etree._Element) -> tuple[str, int, int]:
    is_reversed = element.get("reversed") is not None
    first = sum(1 for _ in element.iterchildren("li")) if is_reversed else 1
    style = element.get("type") or ""
    step = -1 if is_reversed else 1
    return style if style in ("a", "A", "i", "I") else "1", _integer(element.get("start"), first), step


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else default


def _numeral(number: int, style: str) -> str:
    """The number as `<ol type>` asks for it.

    >>> _numeral(28, "a"), _numeral(1994, "I"), _numeral(0, "i")
    ('ab', 'MCMXCIV', '0')
    """
    if style in "aA" and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(style) + letter) + letters
        return letters
    if style in "iI" and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if style == "I" else roman.lower()
    return str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
