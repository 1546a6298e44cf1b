"""What a source is, by its content: names and extensions lie."""

from __future__ import annotations

import re

# Longest first where one starts with another. Those that are printable ASCII need a NUL or
# another byte that no text has near the start: a text may begin with "ID3 tags".
_MAGIC = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a WebP, WAV or AVI file"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office file"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a WebAssembly module"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOFF", "a web font"),
    (b"wOF2", "a web font"),
)
_ALWAYS_BINARY = b"%PDF-"  # a PDF may be all ASCII and still is no text
_UTF16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_START_BYTES = 4096

_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\v\f\r\b\x1b")  # \b, ESC: terminal output
_EACH_CONTROL = tuple(bytes((code,)) for code in _CONTROLS)
_ESCAPED_LEADS = (b"\xed\xb2", b"\xed\xb3")  # how the surrogates that stand for undecodable bytes begin

_BEFORE_HTML = re.compile(r"(?:\s{1,9999}|<!--(?:(?!-->)[\s\S]){0,9999}-->|<\?xml[^>]{0,999}>)*")
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>/])", re.IGNORECASE)
_TAG_START = re.compile(
    r"<(title|meta|link|script|style|base|noscript|iframe|header|nav|main|article|section|aside|footer|div|p|span|a|b|i"
    r"|em|strong|h[1-6]|ul|ol|li|dl|table|tr|td|form|figure|img|br|hr|center|font|blockquote|pre)(?=[\s>/])",
    re.IGNORECASE,
)


def binary_kind(payload: bytes) -> str:
    """What the payload is, if it starts as a known binary format does, or holds only NULs; else `""`.

    >>> binary_kind(b"\\x89PNG\\r\\n\\x1a\\n...")
    'a PNG picture'
    >>> binary_kind(b"MZ is how a DOS program starts.")
    ''
    """
    if payload.startswith(_UTF16_OR_32_MARKS):
        return ""
    for magic, kind in _MAGIC:
        if payload.startswith(magic) and (magic == _ALWAYS_BINARY or _has_binary(payload[:_START_BYTES])):
            return kind
    return "nothing but NULs" if payload and not payload.strip(b"\0") else ""


def control_share(text: str, *, encoded: bytes | None = None) -> float:
    """The share of control characters and undecodable bytes among the text's characters.

    A text under a hundred characters counts as a hundred: one bad byte in a title is no binary
    file. `encoded` is the text in valid UTF-8, where that is at hand.

    >>> control_share("a\\x00b\\x01")
    0.02
    """
    data = text.encode("utf-8", "surrogatepass") if encoded is None else encoded
    # To look for each is faster than to count all, and most texts have none.
    has_controls = any(control in data for control in _EACH_CONTROL)
    controls = len(data) - len(data.translate(None, _CONTROLS)) if has_controls else 0
    has_escaped = encoded is None and _ESCAPED_LEADS[0][:1] in data
    escaped = sum(data.count(lead) for lead in _ESCAPED_LEADS) if has_escaped else 0
    return (controls + escaped) / max(len(text), 100)


def looks_like_html(text: str) -> bool:
    """True if the text starts as a page or a fragment of HTML does, prolog and comments aside.

    A fragment must also close a tag somewhere: a text may begin with `<p>` to speak of it.

    >>> looks_like_html("<!-- made by hand -->\\n<!DOCTYPE html><title>x</title>")
    True
    >>> looks_like_html("<b>Bold</b> claims need proof.")
    True
    >>> looks_like_html("<p> is the tag for a paragraph.")
    False
    """
    start = text[:20_000].lstrip("\ufeff")
    match = _BEFORE_HTML.match(start)
    at = match.end() if match else 0
    if _HTML_START.match(start, at):
        return True
    tag = _TAG_START.match(start, at)
    return tag is not None and re.search(rf"</{tag[1]}\s*>|</(?:p|a|div|span|li|h[1-6])>", text, re.I) is not None


def _has_binary(start: bytes) -> bool:
    if b"\0" in start:
        return True
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(start) - 4  # a character cut by the end of the sample is no evidence
    return False
