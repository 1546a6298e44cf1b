"""Names of character encodings: what a label means on the web, and which ones a page declares."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_HEAD_BYTES = 100_000
"""Browsers look at 1024 bytes and start anew when a later `<meta>` tells them more; long styles may stand before it."""

# On lower-cased bytes. Possessive, so that each byte is looked at once.
_TOKEN = re.compile(rb"<(?:!--|/?([a-z][^\s/>]*+)|[!?/])")
_ATTRIBUTE = re.compile(rb"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?+")
_RAW = frozenset([b"script", b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes"])
_LABEL = re.compile(rb"[^a-z0-9]{0,9}([a-z0-9][\w.:-]*+)")  # typed quotes and other marks may stand around it
_IN_CONTENT = re.compile(rb"charset\s*+=" + _LABEL.pattern)
_META_CHARSET = re.compile(rb"<meta\s[^>]{0,400}charset")
_XML = re.compile(rb"\s*+<\?xml\b[^>]{0,400}?\bencoding\s*+=\s*+[\"']?([\w.:-]{2,40})")


def codec_of(label: str) -> str:
    """The Python codec that reads what browsers read under the label; `""` if they do not know it.

    >>> codec_of(" ISO-8859-1 "), codec_of("gb2312"), codec_of("x-sjis"), codec_of("utf-7")
    ('cp1252', 'gb18030', 'cp932', '')
    """
    return _codecs().get(label.strip("\t\n\f\r ").lower(), "")


def charset_labels() -> tuple[str, ...]:
    """All labels that are known.

    >>> "x-sjis" in charset_labels()
    True
    """
    return tuple(_codecs())


def like_codecs(codec: str) -> tuple[str, ...]:
    """The codec, and those that stand for the same encoding of the web.

    >>> like_codecs("euc_jp")
    ('euc_jp', 'euc_jis_2004')
    """
    return (codec, *_table()["others"].get(codec, ()))


def declared_codecs(payload: bytes) -> tuple[str, ...]:
    """The different codecs that the page's `<meta>` and XML declaration ask for: the one that counts first.

    As the HTML standard scans: comments, other tags and the insides of scripts do not count,
    nor `content` without `http-equiv`, and who can read ASCII in it does not read UTF-16. Of
    several `<meta>` the first counts, and the XML declaration where no `<meta>` is known.

    >>> declared_codecs(b'<!-- <meta charset=koi8-r> --><META http-equiv="Content-Type" content="x; charset=latin1">')
    ('cp1252',)
    >>> declared_codecs(b'<?xml version="1.0" encoding="gbk"?><meta charset="utf-8"><meta charset="big5">')
    ('utf-8', 'big5hkscs', 'gb18030')
    """
    data = payload[:_HEAD_BYTES].lower()
    codecs = list(_of_meta(data)) if b"charset" in data else []
    if declaration := _XML.match(data):
        codecs.append(codec_of(declaration[1].decode()))
    return tuple(dict.fromkeys("utf-8" if codec.startswith("utf-16") else codec for codec in codecs if codec))


def _of_meta(data: bytes) -> Iterator[str]:
    """The codec of each `<meta>` that asks for a known one."""
    at = 0
    while token := _TOKEN.search(data, at):
        name = token[1]
        if name is None:
            is_comment = token[0] == b"<!--"
            end = data.find(b"-->" if is_comment else b">", token.end() - 2 if is_comment else token.end())
            if end < 0:
                return
            at = end + 1
            continue
        attributes, at = _attributes(data, token.end())
        if name == b"meta" and data[token.start() + 1] != ord("/") and (codec := _asked(attributes)):
            yield codec
            if not _META_CHARSET.search(data, at):  # spares nearly every page the way through the rest of its head
                return
        if name in _RAW and data[token.start() + 1] != ord("/"):
            at = data.find(b"</" + name, at)
            if at < 0:
                return


def _attributes(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of the tag whose name ends at `at`, of several alike the first, and where they end."""
    attributes: dict[bytes, bytes] = {}
    while attribute := _ATTRIBUTE.match(data, at):
        attributes.setdefault(attribute[1], attribute[2] or attribute[3] or attribute[4] or b"")
        at = attribute.end()
    return attributes, at


def _asked(attributes: dict[bytes, bytes]) -> str:
    label = _LABEL.match(attributes.get(b"charset", b""))
    if label is None and attributes.get(b"http-equiv", b"").strip() == b"content-type":
        label = _IN_CONTENT.search(attributes.get(b"content", b""))
    return codec_of(label[1].decode("ascii", "ignore")) if label else ""


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("cleaner") / "data" / "charsets.toml").read_text(encoding="utf-8"))


@cache
def _codecs() -> dict[str, str]:
    return {label: codec for codec, labels in _table()["labels"].items() for label in labels}
