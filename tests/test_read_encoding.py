"""Bytes to text: the right codec, and always the same bytes back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.read.charsets import charset_labels, codec_of, declared_codecs
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
    ("a surrogate in UTF-8", ENGLISH.encode() + b"\xed\xa0\x80 more", "utf-8", ENGLISH + "\udced\udca0\udc80 more"),
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


CHINESE = "河水在周一上涨，市政府说没有人受伤。"
KOREAN = "월요일에 강물이 불어났다. 다친 사람은 없다고 시는 밝혔다."


def page(label: str, text: str = RUSSIAN) -> str:
    return f"<!DOCTYPE html><html><head>{label}<title>x</title></head><body><p>{text}</p>"


# The label of the container, the page, the codec of its bytes, the codec that is found, and the one that was declared.
# fmt: off
LABELS = [
    ("latin1 is Windows-1252", "ISO-8859-1", "€ “schön”", "cp1252", "cp1252", ""),
    ("us-ascii is Windows-1252", "us-ascii", "€ “schön”", "cp1252", "cp1252", ""),
    ("latin5 is Windows-1254", "latin5", "İğne ışık “güneş”", "cp1254", "cp1254", ""),
    ("gb2312 is all of GB 18030", "gb2312", "镕𠀀" + CHINESE, "gb18030", "gb18030", ""),
    ("x-gbk", "x-gbk", CHINESE, "gb18030", "gb18030", ""),
    ("euc-kr is Windows-949", "euc-kr", "똠방각하 " + KOREAN, "cp949", "cp949", ""),
    ("ks_c_5601-1987", "ks_c_5601-1987", KOREAN, "cp949", "cp949", ""),
    ("x-sjis is Windows-31J", "x-sjis", "①髙" + JAPANESE, "cp932", "cp932", ""),
    ("euc-jp with characters of NEC", "euc-jp", "①" + JAPANESE, "euc_jis_2004", "euc_jis_2004", ""),
    ("big5 with those of Hong Kong", "big5", "嘅" + "河水上漲" * 4, "big5hkscs", "big5hkscs", ""),
    ("tis-620 is Windows-874", "tis-620", "แม่น้ำเอ่อล้นในวันจันทร์…", "cp874", "cp874", ""),
    ("visual Hebrew", "visual", "הנהר עלה ביום שני", "iso8859-8", "iso8859-8", ""),
    ("macintosh", "macintosh", "L’été à Orléans", "mac-roman", "mac-roman", ""),
    ("iso-2022-jp, seven bits", "iso-2022-jp", JAPANESE, "iso2022_jp", "iso2022_jp", ""),
    ("UTF-16 of the container", "utf-16", page("", CHINESE), "utf-16-le", "utf-16-le", ""),
    ("big-endian", "utf-16be", page("", CHINESE), "utf-16-be", "utf-16-be", ""),
    ("white space and capitals", " Windows-1251\t", RUSSIAN, "cp1251", "cp1251", ""),
    ("UTF-16 of ASCII bytes", "utf-16le", ENGLISH, "utf-8", "utf-8", ""),
    ("UTF-16 of other bytes", "utf-16le", GERMAN, "cp1252", "cp1252", "utf-16-le"),
    ("UTF-7", "utf-7", "+ADw-b+AD4- +2D3eAA- plain", "ascii", "utf-8", ""),
    ("hz, with which markup is hidden", "hz-gb-2312", "~{VPND~} plain", "ascii", "utf-8", ""),
    ("UTF-32", "utf-32", GERMAN, "utf-8", "utf-8", ""),
    ("a codec of Python", "unicode_escape2", "\\u0041", "ascii", "utf-8", ""),
    ("no charset at all", "text", GERMAN, "utf-8", "utf-8", ""),
    ("container against bytes", "iso-8859-1", GERMAN, "utf-8", "utf-8", "cp1252"),
    ("UTF-8 against bytes", "utf-8", RUSSIAN * 4, "cp1251", "cp1251", "utf-8"),
    ("container before page", "windows-1251", page("<meta charset=koi8-r>"), "cp1251", "cp1251", "koi8-r"),
    ("UTF-8 before both", "koi8-r", page("<meta charset=windows-1251>"), "utf-8", "utf-8", "koi8-r"),
    ("container that can't be", "utf-8", page("<meta charset=koi8-r>"), "koi8-r", "koi8-r", "utf-8"),
    ("container unknown", "utf8mb4", page("<meta charset=koi8-r>"), "koi8-r", "koi8-r", ""),
    ("both can't be", "utf-8", page("<meta charset=euc-jp>", GERMAN * 4), "cp1252", "cp1252", "utf-8"),
]
# fmt: on


@pytest.mark.parametrize(
    ("charset", "text", "codec", "encoding", "declared"), [c[1:] for c in LABELS], ids=[c[0] for c in LABELS]
)
def test_labels(charset: str, text: str, codec: str, encoding: str, declared: str) -> None:
    decoded = decode(text.encode(codec), charset=charset)
    assert (decoded.encoding, decoded.declared, decoded.text) == (encoding, declared, text)


HTTP_EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
LONG = "/* " + "x" * 3000 + " */"
DECLARED = [
    ("meta charset", "<meta charset=koi8-r>", "koi8-r"),
    ("quoted", "<meta charset='koi8-r' />", "koi8-r"),
    ("capitals and spaces", '<META  CHARSET = " KOI8-R ">', "koi8-r"),
    ("typed quotes", "<meta charset=“koi8-r”>", "koi8-r"),
    ("a quote that is open", '<meta charset="koi8-r><meta name="a">', "koi8-r"),
    ("a slash for a space", '<meta/charset="koi8-r">', "koi8-r"),
    ("over lines", '<meta\n  charset\n=\n"koi8-r"\n>', "koi8-r"),
    ("http-equiv", HTTP_EQUIV.format("koi8-r"), "koi8-r"),
    ("http-equiv, content first", "<meta content=\"text/html;charset='koi8-r'\" http-equiv=content-type>", "koi8-r"),
    ("http-equiv without quotes", "<meta http-equiv=Content-Type content=text/html; charset=koi8-r>", "koi8-r"),
    ("the first counts", "<meta charset=koi8-r><meta charset=windows-1251>", "koi8-r"),
    ("the first that is known", "<meta charset=none><meta charset=koi8-r>", "koi8-r"),
    ("two attributes: the first", "<meta charset=koi8-r charset=windows-1251>", "koi8-r"),
    ("XML declaration", '<?xml version="1.0" encoding="KOI8-R"?>\n<html>', "koi8-r"),
    ("meta before XML", "<?xml version='1.0' encoding='utf-8'?><meta charset=koi8-r>", "koi8-r"),
    ("after a long style", f"<style>{LONG}</style><script>{LONG}</script><meta charset=koi8-r>", "koi8-r"),
    ("after a long comment", f"<!--{LONG}--><meta charset=koi8-r>", "koi8-r"),
    ("after a comment like no other", "<!--><meta charset=koi8-r>", "koi8-r"),
    ("UTF-16, read as ASCII", "<meta charset=utf-16>", "utf-8"),
    ("UTF-16 in XML", '<?xml version="1.0" encoding="utf-16"?>', "utf-8"),
    ("x-user-defined", "<meta charset=x-user-defined>", "cp1252"),
    ("UTF-7", "<meta charset=utf-7>", ""),
    ("in a comment", "<!-- <meta charset=koi8-r> -->", ""),
    ("in an open comment", "<!-- <meta charset=koi8-r>", ""),
    ("in a script", "<script>document.write('<meta charset=koi8-r>')</script>", ""),
    ("of a script", "<script src=a.js charset=koi8-r></script>", ""),
    ("in an open script", "<script><meta charset=koi8-r>", ""),
    ("in a style", "<style>/* <meta charset=koi8-r> */</style>", ""),
    ("in a title", "<title><meta charset=koi8-r></title>", ""),
    ("in an attribute", "<p title='<meta charset=koi8-r>'>", ""),
    ("in an instruction", "<?php <meta charset=koi8-r ?>", ""),
    ("in a closing tag", "</meta charset=koi8-r>", ""),
    ("of a form", "<form accept-charset=koi8-r>", ""),
    ("in a description", '<meta name=description content="text; charset=koi8-r">', ""),
    ("another http-equiv", '<meta http-equiv=refresh content="text; charset=koi8-r">', ""),
    ("a longer name", "<metadata charset=koi8-r>", ""),
    ("in the text", "<p>charset=koi8-r", ""),
    ("nowhere", "<p>", ""),
]


@pytest.mark.parametrize(("html", "codec"), [c[1:] for c in DECLARED], ids=[c[0] for c in DECLARED])
def test_what_a_page_declares(html: str, codec: str) -> None:
    assert declared_codecs(html.encode())[:1] == ((codec,) if codec else ())


def test_the_declared_codec_is_used() -> None:
    for label in ("<meta charset=koi8-r>", HTTP_EQUIV.format("koi8-r"), f"<style>{LONG}</style><meta charset=koi8-r>"):
        decoded = decode(page(label, "Он").encode("koi8-r"))
        assert (decoded.encoding, decoded.guessed, decoded.declared) == ("koi8-r", False, "")


CUT = [
    ("UTF-8", "<meta charset=utf-8>", JAPANESE, "utf-8", 1, "utf-8"),
    ("UTF-8 under a wrong label", "<meta charset=iso-8859-1>", JAPANESE, "utf-8", 2, "utf-8"),
    ("Shift-JIS", "<meta charset=shift_jis>", JAPANESE, "cp932", 1, "cp932"),
    ("GBK", "<meta charset=gbk>", CHINESE, "gb18030", 1, "gb18030"),
    ("GB 18030, three bytes of four", "<meta charset=gb18030>", CHINESE + "\U00020000", "gb18030", 1, "gb18030"),
    ("EUC-KR", "<meta charset=euc-kr>", KOREAN + "강", "cp949", 1, "cp949"),
    ("Big5", "<meta charset=big5>", "河水上漲", "big5hkscs", 1, "big5hkscs"),
    ("UTF-16", "\ufeff", JAPANESE, "utf-16-le", 1, "utf-16-le"),
    ("UTF-16 without a mark", "", ENGLISH, "utf-16-le", 1, "utf-16-le"),
    ("UTF-16 BE without a mark", "", GERMAN, "utf-16-be", 1, "utf-16-be"),
]


@pytest.mark.parametrize(("label", "text", "codec", "gone", "encoding"), [c[1:] for c in CUT], ids=[c[0] for c in CUT])
def test_cut_off_in_a_character(label: str, text: str, codec: str, gone: int, encoding: str) -> None:
    payload = f"{label}<p>{text}".encode(codec)[:-gone]
    decoded = decode(payload)
    assert decoded.encoding == encoding
    assert text[:-1] in decoded.text
    assert decoded.cut_bytes >= decoded.bad_bytes > 0  # ASCII among the bytes that are left stays ASCII
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == payload


SHIFT_JIS, BROKEN_JAPANESE = "<meta charset=shift_jis>", b"\x85A" + (JAPANESE * 2).encode("cp932")
BROKEN = [
    ("UTF-8 with a byte of another", "<meta charset=iso-8859-1>", (RUSSIAN * 2).encode() + b"\xff.", "utf-8"),
    ("Shift-JIS with a broken byte", SHIFT_JIS, BROKEN_JAPANESE, "cp932"),
    ("UTF-8, labelled twice", "<meta charset=utf-8><meta charset=latin1>", "ö, ä".encode() + b" \xe9.", "utf-8"),
    ("the same, labelled twice", f"{SHIFT_JIS}<meta charset=latin1>", BROKEN_JAPANESE, "cp932"),
    ("Windows-1252 with a byte it lacks", "<meta charset=latin1>", GERMAN.encode("cp1252") * 9 + b"\x81", "cp1252"),
    ("UTF-16 with half a pair", "", ENGLISH.encode("utf-16-le") + b"\x3d\xd8!\0", "utf-16-le"),
]


@pytest.mark.parametrize(("label", "text", "encoding"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_few_broken_bytes_change_no_codec(label: str, text: bytes, encoding: str) -> None:
    decoded = decode(label.encode() + text)
    assert (decoded.encoding, decoded.bad_bytes) == (encoding, 1)
    assert encode(decoded.text, decoded.encoding, bom=decoded.bom) == label.encode() + text


FLOODS = [b"<!--", b"<meta ", b"<meta charset=", b"<a b='", b"<script>", b"</style", b" ", b"<", b"charset=", b"<?xml "]


@pytest.mark.parametrize("piece", FLOODS)
def test_floods_of_labels(piece: bytes) -> None:
    assert declared_codecs(b"<p charset>" + piece * 200_000) == ()


def test_every_label_has_a_codec() -> None:
    codecs_of_labels = {codec_of(label) for label in charset_labels()}
    assert len(charset_labels()) == 222
    assert {codecs.lookup(codec).name for codec in codecs_of_labels} == codecs_of_labels


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
    assert decode(f'\ufeff<meta charset="windows-1251"><p>{GERMAN}'.encode()).declared == "cp1251"
    assert decode(f'\ufeff<meta charset="utf-8"><p>{GERMAN}'.encode()).declared == ""
    assert decode(GERMAN.encode("utf-16"), charset="utf-16be").declared == ""
    assert decode(GERMAN.encode("utf-16"), charset="utf-8").declared == "utf-8"


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
