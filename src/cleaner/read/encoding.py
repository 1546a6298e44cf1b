"""Bytes to text without loss: `encode(decode(payload)) == payload` for any bytes.

The order of evidence: a byte order mark; the charset that the container gave; valid UTF-8;
NULs in every other byte (UTF-16 without a mark); the charset that an HTML head declares;
UTF-8 with a few broken bytes; the detector, checked against Windows-1252. A codec that does
not give the same bytes back is not used; UTF-8 with `surrogateescape` always does.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import msgspec


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded payload: undecodable bytes stand in `text` as lone surrogates and are counted.

    `cut_bytes` of these are the beginning of a character with which the payload ends.
    `declared` is the charset that an HTML head asked for when it was not the one used.
    `guessed` is true when nothing but the bytes themselves spoke for the codec.
    """

    text: str
    encoding: str
    bom: bool = False
    bad_bytes: int = 0
    cut_bytes: int = 0
    declared: str = ""
    guessed: bool = False


# UTF-32 first: its little-endian mark starts with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_OF = {encoding: bom for bom, encoding in _BOMS}
_HEAD_BYTES = 4096  # browsers look at 1024; some templates put long comments first
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?\b(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
# What browsers read in place of the declared name (WHATWG Encoding).
_WEB_NAMES = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-32": "utf-8",
    "unicode_escape": "", "raw_unicode_escape": "", "idna": "", "punycode": "", "utf-7": "",
}  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_SAMPLE_BYTES = 200_000  # enough for the detector; it gets lines with non-ASCII bytes only


def decode(payload: bytes, *, charset: str = "") -> Decoded:
    """The payload's text and the codec that gives the same bytes back.

    `charset` is what the container (a media type) says; it is used when the bytes agree.

    >>> decode("Größe".encode("utf-16")).encoding
    'utf-16-le'
    >>> decode("Le garçon a mangé à midi.".encode("latin-1")).text
    'Le garçon a mangé à midi.'
    >>> decode(b"na\\xc3\\xafve \\xe2\\x80\\x9cquotes\\xe2\\x80\\x9d, one bad byte: \\xff").bad_bytes
    1
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark) and (marked := _exactly(payload[len(mark) :], encoding)) is not None:
            return Decoded(text=marked, encoding=encoding, bom=True)
    bom = payload.startswith(codecs.BOM_UTF8)
    if bom:
        text, encoding, declared = payload[len(codecs.BOM_UTF8) :].decode("utf-8", "surrogateescape"), "utf-8", ""
    else:
        declared = _declared_charset(payload)
        text, encoding = next(_candidates(payload, _codec(charset), declared))
    guessed = encoding not in ("utf-8", _codec(charset), declared)
    bad_bytes = 0 if _has_no_surrogates(text) else len(_ESCAPED.findall(text))
    if declared == encoding or text.isascii():
        declared = ""
    cut_bytes = _cut_bytes(payload) if bad_bytes and encoding == "utf-8" else 0
    return Decoded(
        text=text,
        encoding=encoding,
        bom=bom,
        bad_bytes=bad_bytes,
        cut_bytes=cut_bytes,
        declared=declared,
        guessed=guessed,
    )


def encode(text: str, encoding: str, *, bom: bool = False) -> bytes:
    """The bytes that `decode` made the text from. Raises `UnicodeEncodeError` if the codec can't hold the text.

    >>> encode("Größe", "utf-16-le", bom=True) == "Größe".encode("utf-16")
    True
    """
    return (_BOM_OF[encoding] if bom else b"") + text.encode(encoding, "surrogateescape")


def _has_no_surrogates(text: str) -> bool:
    """True if UTF-8 can hold the text: many times faster to ask than to search for surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_ESCAPED = re.compile("[\udc80-\udcff]")


def _candidates(payload: bytes, charset: str, declared: str) -> Iterator[tuple[str, str]]:
    """Texts and codecs that hold for the whole payload, best evidence first."""
    if charset and (text := _exactly(payload, charset)) is not None:
        yield text, charset
    utf8 = _exactly(payload, "utf-8")
    if utf8 is not None:
        if declared.startswith("iso2022") and b"\x1b" in payload and (text := _exactly(payload, declared)):
            yield text, declared  # seven-bit codecs are valid UTF-8 too
        if (parity := _nul_parity(payload)) and (text := _exactly(payload, parity)) is not None:
            yield text, parity
        yield utf8, "utf-8"
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        if _one_sided_nuls(payload, encoding) and (text := _exactly(payload, encoding)) and _is_plausible(text):
            yield text, encoding
    if declared and declared != "utf-8" and (text := _exactly(payload, declared)) is not None:
        yield text, declared
    if not _is_mostly_utf8(payload):
        yield from _detected(payload)
    yield payload.decode("utf-8", "surrogateescape"), "utf-8"


def _exactly(payload: bytes, encoding: str) -> str | None:
    """The text, if the codec takes all bytes and gives the same bytes back."""
    try:
        text = payload.decode(encoding)
        if encoding != "utf-8" and text.encode(encoding) != payload:
            return None
    except (UnicodeError, LookupError):
        return None
    return text


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


def _declared_charset(payload: bytes) -> str:
    match = _DECLARED.search(payload[:_HEAD_BYTES])
    name = _codec(match[1].decode("ascii", "ignore")) if match else ""
    return _WEB_NAMES.get(name, name)


def _nul_parity(payload: bytes) -> str:
    """The UTF-16 codec, if controls fill a fifth of one half of the bytes, NULs among them, and the other has no NUL.

    The upper bytes of Latin text in UTF-16 are NULs, of Greek to Thai text other controls.
    """
    pairs = len(payload) // 2
    for encoding in ("utf-16-le", "utf-16-be"):
        if _one_sided_nuls(payload, encoding):
            high = payload[1::2] if encoding == "utf-16-le" else payload[::2]
            if (pairs - len(high.translate(None, _CONTROLS))) * 5 > pairs:
                return encoding
    return ""


def _one_sided_nuls(payload: bytes, encoding: str) -> bool:
    if len(payload) % 2 or b"\0" not in payload:
        return False
    even, odd = payload[::2].count(0), payload[1::2].count(0)
    return (even == 0 and odd > 0) if encoding == "utf-16-le" else (odd == 0 and even > 0)


def _is_plausible(text: str) -> bool:
    """True if a sample of the text is printable but for a hundredth (wrong codecs give unassigned characters)."""
    sample = text[:20_000]
    return sum(char.isprintable() or char.isspace() for char in sample) >= 0.99 * len(sample)


def _is_mostly_utf8(payload: bytes) -> bool:
    """True if valid multi-byte characters are as many as broken bytes, or more: other codecs give hardly any.

    A character cut off at the end does not count: that is how a file of UTF-8 breaks.
    """
    text = payload[: len(payload) - _cut_bytes(payload)].decode("utf-8", "surrogateescape")
    broken = len(_ESCAPED.findall(text))
    return len(re.findall("[^\x00-\x7f\udc80-\udcff]", text)) >= max(broken, 1)


def _cut_bytes(payload: bytes) -> int:
    """How many bytes of an unfinished UTF-8 character the payload ends with."""
    for size in range(1, 4):
        try:
            payload[-size:].decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start == 0 and error.reason == "unexpected end of data":
                return size
    return 0


def _detected(payload: bytes) -> Iterator[tuple[str, str]]:
    import cchardet

    sample = b"\n".join(line for line in payload.splitlines() if not line.isascii())[:_SAMPLE_BYTES]
    guess = _codec(cchardet.detect(sample)["encoding"] or "")
    guess = _WEB_NAMES.get(guess, guess)
    order = [guess, "cp1252"] if guess not in ("", "utf-8") else ["cp1252"]
    if _oddity(sample, "cp1252") < _oddity(sample, guess):
        order.reverse()
    for encoding in order:
        if (text := _exactly(payload, encoding)) is not None:
            yield text, encoding
    text = payload.decode("cp1252", "surrogateescape")
    if len(_ESCAPED.findall(text)) * 20 < len(re.findall("[^\x00-\x7f]", text)):
        yield text, "cp1252"  # five of its bytes mean nothing; a rare one of them does not change the guess


_ODD = re.compile(r"(?<=[a-z])(?:[^\x00-\x7f])(?=[a-z])")


def _oddity(sample: bytes, encoding: str) -> float:
    """The share of non-ASCII characters between two lower-case ASCII letters that are not lower-case letters.

    The detector takes short Western texts for DOS code pages, which put capitals and box
    drawing there: `trÞs` for `très`.
    """
    try:
        between = _ODD.findall(sample.decode(encoding, "replace"))
    except LookupError:
        return 2.0
    return sum(not char.islower() and char not in "’‘'" for char in between) / len(between) if between else 1.0
