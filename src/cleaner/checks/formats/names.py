"""File names as formats can hold them: a name is any bytes but `/` and NUL, and nothing stops a hostile one."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

_SHOW = re.compile(
    r"[^\S ]|[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    r"""The text on one line, with what can't be seen, or moves what can, as escapes.

    >>> printable("a\nb\u202ec\udcff")
    'a\\nb\\u202ec\\udcff'
    """
    return _SHOW.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def printable_path(path: str) -> str:
    """The path on one line; `./` stands before what a command or a runner would take for something else.

    >>> printable_path("-rf"), printable_path("::error::x"), printable_path("a b.txt")
    ('./-rf', './::error::x', 'a b.txt')
    """
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith(("-", "::", "##[")) else shown


def encodable(path: str) -> str:
    r"""The path as any JSON parser takes it: bytes that are no UTF-8 as `\udcff`, all else as it is.

    >>> encodable("a\n\udcff")
    'a\n\\udcff'
    """
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def uri_of(path: str) -> str:
    r"""The path as a relative URI reference, or a `file:` URI if it is absolute: its bytes, percent-encoded.

    >>> uri_of("a b/100%\udcff.txt"), uri_of("/a.txt"), uri_of("x:y")
    ('a%20b/100%25%FF.txt', 'file:///a.txt', 'x%3Ay')
    """
    encoded = quote(_bytes(path), safe="/")
    return f"file://{encoded}" if path.startswith("/") else encoded


def _bytes(path: str) -> bytes:
    return os.fsencode(path) if os.sep == "/" else path.encode("utf-8", "surrogatepass")
