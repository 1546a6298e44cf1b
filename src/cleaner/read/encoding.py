"""Bytes to text without loss: `encode(decode(payload)) == payload` for any bytes.

The order of evidence: a byte order mark; valid UTF-8 (hardly any other text is, whatever its
label says), or UTF-8 with a few broken bytes among many characters; NULs in every other byte
(UTF-16 without a mark); the charset that the container gave, then the one that an HTML head
declares, both read as browsers do (`charsets.py`), also with a few broken bytes; then what the
head declares besides, contradicting itself; the detector, checked against Windows-1252. A codec
that does not give the same bytes back is not used; UTF-8 with `surrogateescape` always does.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import msgspec

from cleaner.read.charsets import codec_of, declared_codecs, like_codecs


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded payload: undecodable bytes stand in `text` as lone surrogates and are counted.

    `cut_bytes` of these are the beginning of a character with which the payload ends.
    `declared` is the charset that the container or an HTML head asked for when it was not the one used.
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
STRING = "unicode_escape"
"""The codec with which `to_record` carries a string that UTF-8 can't hold; no label of the web."""
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
    >>> decode("schön".encode(), charset="iso-8859-1").declared
    'cp1252'
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark) and (marked := _exactly(payload[len(mark) :], encoding)) is not None:
            labels, others = _labels(payload, charset)
            refuted = [codec for codec in labels + others if codec[:6] != encoding[:6]]
            declared = refuted[0] if refuted and not marked.isascii() else ""
            return _decoded(marked, encoding, payload, bom=True, declared=declared)
    if payload.startswith(codecs.BOM_UTF8):
        text = payload[len(codecs.BOM_UTF8) :].decode("utf-8", "surrogateescape")
        return _decoded(text, "utf-8", payload, bom=True)
    if charset == STRING and (string := _exactly(payload, STRING)) is not None:
        return _decoded(string, STRING, payload)
    labels, others = _labels(payload, charset)
    utf8 = _exactly(payload, "utf-8")
    text, encoding = next(_candidates(payload, labels, others, utf8))
    refuted = [codec for codec in labels + others if encoding not in like_codecs(codec)]
    declared = refuted[0] if refuted and not text.isascii() else ""
    guessed = encoding != "utf-8" and len(refuted) == len(labels + others)
    return _decoded(text, encoding, payload, declared=declared, guessed=guessed, is_utf8=text is utf8)


def encode(text: str, encoding: str, *, bom: bool = False) -> bytes:
    """The bytes that `decode` made the text from. Raises `UnicodeEncodeError` if the codec can't hold the text.

    >>> encode("Größe", "utf-16-le", bom=True) == "Größe".encode("utf-16")
    True
    """
    mark = _BOM_OF[encoding] if bom else b""
    if not (size := _UNIT_BYTES.get(encoding[:6], 0)):
        return mark + text.encode(encoding, "surrogateescape")
    end = len(text)
    while end > len(text) - size + 1 and end and "\udc00" <= text[end - 1] <= "\udcff":
        end -= 1
    return mark + text[:end].encode(encoding, "surrogatepass") + bytes(ord(char) - 0xDC00 for char in text[end:])


_UNIT_BYTES = {"utf-16": 2, "utf-32": 4}
_LONE = re.compile("[\ud800-\udfff]")
_SURROGATE = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")  # written as if it were a character, by programs of UTF-16
_NOT_ASCII = re.compile("[^\x00-\x7f\ud800-\udfff]")


def _decoded(
    text: str,
    encoding: str,
    payload: bytes,
    *,
    bom: bool = False,
    declared: str = "",
    guessed: bool = False,
    is_utf8: bool = False,
) -> Decoded:
    bad_bytes = 0 if is_utf8 or _has_no_surrogates(text) else len(_LONE.findall(text))
    return Decoded(
        text=text,
        encoding=encoding,
        bom=bom,
        bad_bytes=bad_bytes,
        cut_bytes=_cut_bytes(payload, encoding) if bad_bytes and encoding != STRING else 0,
        declared=declared,
        guessed=guessed,
    )


def _has_no_surrogates(text: str) -> bool:
    """True if UTF-8 can hold the text: many times faster to ask than to search for surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _labels(payload: bytes, charset: str) -> tuple[list[str], list[str]]:
    """The codecs that the container and the page ask for, and what the page asks for besides.

    The page is not asked where all codecs agree.
    """
    all_agree = payload.isascii() and b"\x1b" not in payload
    declared = () if all_agree else declared_codecs(payload)
    return [codec for codec in (codec_of(charset), *declared[:1]) if codec], list(declared[1:])


def _candidates(payload: bytes, labels: list[str], others: list[str], utf8: str | None) -> Iterator[tuple[str, str]]:
    """Texts and codecs that hold for the whole payload, best evidence first.

    `labels` are those asked for, `others` are asked where these do not fit, `utf8` is the text if
    the payload is valid UTF-8.
    """
    if utf8 is not None:
        if "iso2022_jp" in labels and b"\x1b" in payload and (text := _exactly(payload, "iso2022_jp")) is not None:
            yield text, "iso2022_jp"  # seven bits: valid UTF-8, too
        wide = next((label for label in labels if label.startswith("utf-16") and b"\0" in payload), "")
        wide = wide or ("" if "utf-8" in labels[:1] else _nul_parity(payload))
        if wide and (text := _exactly(payload, wide)) is not None:
            yield text, wide
        yield utf8, "utf-8"
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        if _one_sided_nuls(payload, encoding) and (text := _exactly(payload, encoding)) and _is_plausible(text):
            yield text, encoding
    if labels and _is_utf8(payload, characters_to_broken=10):
        yield payload.decode("utf-8", "surrogateescape"), "utf-8"
    yield from _as_labelled(payload, labels)
    if not _is_utf8(payload, characters_to_broken=1):
        yield from _as_labelled(payload, others)
        yield from _detected(payload)
    yield payload.decode("utf-8", "surrogateescape"), "utf-8"


def _as_labelled(payload: bytes, labels: list[str]) -> Iterator[tuple[str, str]]:
    """Texts and codecs of the labels, those that hold for all bytes before those that hold for nearly all."""
    named = (label for label in labels if label != "utf-8" and (b"\0" in payload or not label.startswith("utf-16")))
    codes = [codec for label in named for codec in like_codecs(label)]
    for read in (_exactly, _nearly):
        for codec in codes:
            if (text := read(payload, codec)) is not None:
                yield text, codec


def _exactly(payload: bytes, encoding: str) -> str | None:
    """The text, if the codec takes all bytes and gives the same bytes back. UTF-16 and UTF-32 take any surrogates.

    What is left over of them at the end, less than a unit, stands in the text as surrogates.
    """
    try:
        if size := _UNIT_BYTES.get(encoding[:6], 0):
            end = len(payload) - len(payload) % size
            text = payload[:end].decode(encoding, "surrogatepass")
            text += "".join(chr(0xDC00 + byte) for byte in payload[end:])
        else:
            text = payload.decode(encoding)
        if encoding != "utf-8" and encode(text, encoding) != payload:
            return None
    except (UnicodeError, LookupError):
        return None
    return text


def _nearly(payload: bytes, encoding: str) -> str | None:
    """The text, if not more than one in twenty of its non-ASCII characters are bytes the codec does not know.

    A character that the end of the payload cuts off is no evidence.
    """
    end = len(payload) - _cut_bytes(payload, encoding)
    try:
        text = payload[:end].decode(encoding, "surrogateescape")
        broken = len(_LONE.findall(text))
        text += payload[end:].decode("ascii", "surrogateescape")
        if encode(text, encoding) != payload:
            return None
    except (UnicodeError, LookupError):
        return None
    return text if 20 * broken < len(_NOT_ASCII.findall(text)) else None


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
    if b"\0" not in payload:
        return False
    even, odd = payload[::2].count(0), payload[1::2].count(0)
    return (even == 0 and odd > 0) if encoding == "utf-16-le" else (odd == 0 and even > 0)


def _is_plausible(text: str) -> bool:
    """True if a sample of it is printable but for one, or a hundredth: wrong codecs give unassigned characters."""
    sample = text[:20_000]
    return sum(not (char.isprintable() or char.isspace()) for char in sample) <= max(0.01 * len(sample), 1)


def _is_utf8(payload: bytes, *, characters_to_broken: int) -> bool:
    """True if there are so many valid multi-byte characters to a broken byte, or more: other codecs give hardly any.

    A character cut off at the end does not count: that is how a file of UTF-8 breaks.
    """
    whole = payload[: len(payload) - _cut_bytes(payload, "utf-8")]
    text = _SURROGATE.sub(b"\xef\xbf\xbd", whole).decode("utf-8", "surrogateescape")
    broken = len(_LONE.findall(text))
    return len(_NOT_ASCII.findall(text)) >= max(broken, 1) * characters_to_broken


def _cut_bytes(payload: bytes, encoding: str) -> int:
    """How many bytes of an unfinished character the payload ends with."""
    if size := _UNIT_BYTES.get(encoding[:6], 0):
        return len(payload) % size
    for size in (3, 2, 1):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            unfinished = not decoder.decode(payload[-size:]) and len(payload) >= size
        except UnicodeDecodeError:
            continue
        if unfinished:
            return size
    return 0


def _detected(payload: bytes) -> Iterator[tuple[str, str]]:
    import cchardet

    sample = b"\n".join(line for line in payload.splitlines() if not line.isascii())[:_SAMPLE_BYTES]
    label = cchardet.detect(sample)["encoding"] or ""
    guess = codec_of(label) or _python_codec(label)
    order = [guess, "cp1252"] if guess not in ("", "utf-8") else ["cp1252"]
    if _oddity(sample, "cp1252") < _oddity(sample, guess):
        order.reverse()
    for encoding in order:
        if (text := _exactly(payload, encoding)) is not None:
            yield text, encoding
        if (text := _nearly(payload, encoding)) is not None:
            yield text, encoding  # five bytes of Windows-1252 mean nothing; a rare one does not change the guess


def _python_codec(name: str) -> str:
    """A codec that the web does not know, as DOS code pages."""
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


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
