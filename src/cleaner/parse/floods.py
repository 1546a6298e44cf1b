"""Tags with so many attributes that libxml2, which walks along all of them to add one, would take long."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_ATTRIBUTES = 5_000
"""Of one tag. So many take libxml2 20 ms, ten times as many 2 s."""

_FLOOD_BYTES = 20_000  # an attribute with the space before it has 4 bytes or more

# Possessive, so that each byte is looked at once. A quotation mark counts only after `=`: `>` and `<` may stand there.
_QUOTED = rb"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)"
_TOKEN = re.compile(rb"<!--(?:.*?-->|.*+)|<([a-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:" + _QUOTED + rb")?+)*+)", re.I | re.S)
_ATTRIBUTE = re.compile(rb"[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:" + _QUOTED + rb"|[^\s>]*+))?+")
_RAW = {name: re.compile(rb"</" + name, re.I) for name in (b"script", b"style", b"textarea", b"title", b"xmp")}


def has_flooded_tag(data: bytes) -> bool:
    """True if a tag of the page has more than `MAX_ATTRIBUTES`.

    Pages without so many `=`, and without so many words between two `>`, are not looked at closer: all but a tenth.

    >>> has_flooded_tag(b"<p " + b" ".join(b"a%d='>'" % number for number in range(6000)) + b">It rained.")
    True
    """
    if data.count(b"=") <= MAX_ATTRIBUTES and all(len(part.split()) <= MAX_ATTRIBUTES for part in _long_parts(data)):
        return False
    return any(_has_more(tag) for tag in _long_tags(data))


def _long_parts(data: bytes) -> Iterator[bytes]:
    """What stands between two `>` where that is `_FLOOD_BYTES` or more; some of half of that, too."""
    start = 0
    while start + _FLOOD_BYTES // 2 < len(data):
        last = data.rfind(b">", start, start + _FLOOD_BYTES // 2)
        if last < 0:
            last = data.find(b">", start)
            last = len(data) if last < 0 else last
            yield data[start:last]
        start = last + 1


def _long_tags(data: bytes) -> Iterator[bytes]:
    """What stands in the tags of `_FLOOD_BYTES` or more; in a script nothing is a tag."""
    at = 0
    while token := _TOKEN.search(data, at):
        at = token.end()
        if token[1] is None:
            continue
        if len(token[2]) >= _FLOOD_BYTES:
            yield token[2]
        if raw := _RAW.get(token[1].lower()):
            closing = raw.search(data, at)
            at = closing.start() if closing else len(data)


def _has_more(attributes: bytes) -> bool:
    return any(number == MAX_ATTRIBUTES for number, _ in enumerate(_ATTRIBUTE.finditer(attributes)))
