"""Bytes to text: the right codec, and always the same bytes back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.read.encoding import decode, encode

GERMAN = "Die Größe der Brücke überrascht: „schön“, sagt sie, für 20 €."
RUSSIAN = "Река поднялась в понедельник. Никто не пострадал, сообщили в городе."
JAPANESE = "川は月曜日に増水した。けが人はいなかったと市は発表した。"
GREEK = "Το ποτάμι ανέβηκε τη Δευτέρα. Κανείς δεν τραυματίστηκε, είπε ο δήμος."
ENGLISH = "The river rose on Monday. Nobody was hurt, the city said.\n"

CASES = [
    ("plain ASCII", ENGLISH.encode(), "utf-8", ENGLISH),
    ("empty", b"", "utf-8", ""),
    ("UTF-8", GERMAN.encode(), "utf-8", GERMAN),
    ("UTF-8 with BOM", codecs.BOM_UTF8 + GERMAN.encode(), "utf-8", GERMAN),
    ("UTF-16 with BOM", codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), "utf-16-le", GERMAN),
    ("UTF-16 BE with BOM", codecs.BOM_UTF16_BE + JAPANESE.encode("utf-16-be"), "utf-16-be", JAPANESE),
    ("UTF-32 with BOM", codecs.BOM_UTF32_LE + RUSSIAN.encode("utf-32-le"), "utf-32-le", RUSSIAN),
    ("UTF-16 LE, no BOM, Latin", ENGLISH.encode("utf-16-le"), "utf-16-le", ENGLISH),
    ("UTF-16 BE, no BOM, Latin", GERMAN.encode("utf-16-be"), "utf-16-be", GERMAN),
    ("UTF-16 LE, no BOM, Cyrillic", RUSSIAN.encode("utf-16-le"), "utf-16-le", RUSSIAN),
    ("UTF-16 LE, no BOM, Japanese with line breaks", f"{JAPANESE}\n{JAPANESE}\n".encode("utf-16-le"), "utf-16-le",
     f"{JAPANESE}\n{JAPANESE}\n"),
    ("Windows-1252", GERMAN.encode("cp1252"), "cp1252", GERMAN),
    ("Latin-1, short", "Ça va très bien, l'été à Orléans.".encode("latin-1"), "cp1252", None),
    ("Windows-1251", (RUSSIAN * 4).encode("cp1251"), "cp1251", RUSSIAN * 4),
    ("KOI8-R", (RUSSIAN * 4).encode("koi8-r"), "koi8-r", RUSSIAN * 4),
    ("Shift-JIS", (JAPANESE * 4).encode("cp932"), "cp932", JAPANESE * 4),
    ("EUC-JP", (JAPANESE * 4).encode("euc-jp"), "euc_jp", JAPANESE * 4),
    ("Windows-1253", (GREEK * 4).encode("cp1253"), None, GREEK * 4),
    ("UTF-8 with one NUL is not UTF-16", b"a\0b and much more of it\n", "utf-8", "a\0b and much more of it\n"),
    ("declared by the page", '<meta charset="windows-1250"><p>Žluťoučký kůň'.encode("cp1250"), "cp1250", None),
    ("declared wrongly: the bytes are UTF-8", f'<meta charset="iso-8859-1"><p>{GERMAN}'.encode(), "utf-8", None),
    ("declared as a codec that is no charset", '<meta charset="unicode_escape"><p>\\u0041 é'.encode(), "utf-8", None),
]  # fmt: skip


@pytest.mark.parametrize(("payload", "encoding", "text"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_codec(payload: bytes, encoding: str | None, text: str | None) -> None:
    decoded = decode(payload)
    assert encoding in (None, decoded.encoding)
    assert text in (None, decoded.text)
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == payload


@pytest.mark.parametrize(
    ("payload", "bad_bytes"),
    [
        (GERMAN.encode() + b" broken: \xff", 1),
        (GERMAN.encode()[:-1] + b"\xe2\x82", 2),
        (b"\xef\xbb\xbfmarked \xff", 1),
        (GERMAN.encode(), 0),
        (GERMAN.encode("cp1252"), 0),
    ],
)
def test_broken_bytes_are_counted_and_kept(payload: bytes, bad_bytes: int) -> None:
    decoded = decode(payload)
    assert decoded.bad_bytes == bad_bytes
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == payload


def test_a_wrong_declaration_is_reported() -> None:
    assert decode(f'<meta charset="iso-8859-1"><p>{GERMAN}'.encode()).declared == "cp1252"
    assert decode(f'<meta charset="utf-8"><p>{GERMAN}'.encode()).declared == ""
    assert decode(b'<meta charset="iso-8859-1"><p>plain').declared == ""


def test_the_containers_charset_wins_when_the_bytes_agree() -> None:
    assert decode("Žluťoučký kůň".encode("iso-8859-2"), charset="ISO-8859-2").text == "Žluťoučký kůň"
    assert decode(GERMAN.encode("cp1252"), charset="utf-8").encoding == "cp1252"
    assert decode(GERMAN.encode(), charset="no-such-charset").encoding == "utf-8"


MARKS = [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE]
CODECS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "cp1251", "gb18030", "euc-jp", "iso2022_jp"]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(MARKS), st.binary(max_size=200))
def test_any_bytes_come_back(mark: bytes, tail: bytes) -> None:
    decoded = decode(mark + tail)
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == mark + tail


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=120), st.sampled_from(CODECS), st.sampled_from(MARKS), st.binary(max_size=2))
def test_any_encoded_text_comes_back(text: str, codec: str, mark: bytes, tail: bytes) -> None:
    payload = mark + text.encode(codec, "ignore") + tail
    for charset in ("", codec):
        decoded = decode(payload, charset=charset)
        assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == payload
