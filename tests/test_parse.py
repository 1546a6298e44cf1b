"""Records to documents: refusals, notes, sniffing, and the lines of text and HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.document import Document, Finding, Record
from cleaner.parse import parse
from cleaner.read import to_record

PROSE = "The river rose on Monday. Nobody was hurt, the city said.\n"


def parsed(source: str | bytes | Record, config: Config | None = None) -> tuple[Document, tuple[Finding, ...]]:
    return parse(to_record(source), config or Config())


REFUSALS = [
    ("empty", b"", "E001", "empty"),
    ("blank", b" \r\n\t \n", "E001", "no visible text"),
    ("a byte order mark and nothing else", b"\xef\xbb\xbf", "E001", "empty"),
    ("NULs", b"\0" * 500, "E002", "NULs"),
    ("one NUL", b"\0", "E002", "NULs"),
    ("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20, "E002", "JPEG"),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "E002", "PNG"),
    ("PDF, all ASCII", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "E002", "PDF"),
    ("ZIP", b"PK\x03\x04\x14\0\0\0", "E002", "ZIP"),
    ("random bytes", bytes((i * 7919 + i * i * 31) % 256 for i in range(5000)), "E002", "not a text"),
    ("too large in characters", PROSE.encode() * 10, "E004", "max_chars"),
    ("too large in bytes", PROSE.encode() * 100, "E004", "max_chars"),
    ("HTML with nothing to see", b"<html><body><script>var a = 1;</script></body></html>", "E001", "no visible text"),
]


@pytest.mark.parametrize(("payload", "code", "words"), [c[1:] for c in REFUSALS], ids=[c[0] for c in REFUSALS])
def test_refusals(payload: bytes, code: str, words: str) -> None:
    _, findings = parsed(payload, Config(max_chars=300) if code == "E004" else None)
    assert [finding.code for finding in findings if finding.verdict == "remove"] == [code]
    assert words in findings[-1].message


def test_an_unreadable_record_is_refused_for_its_own_reason() -> None:
    unreadable = Finding("E005", 0, 0, "remove", 1.0, "permission denied")
    document, findings = parsed(Record(id="x", payload=b"", findings=(unreadable,)))
    assert (document.text, findings) == ("", (unreadable,))


ACCEPTED = [
    ("text that starts like a magic number", b"MZ is a mark. GIF87a and ID3 are others.", "text/plain"),
    ("text with a stray control character", PROSE.encode() + b"page\x0cbreak \x01", "text/plain"),
    ("a terminal's output", b"\x1b[1mbold\x1b[0m and plain, o\x08o\n", "text/plain"),
    ("text about HTML", b"<p> is the tag for a paragraph, <br> for a break.", "text/plain"),
    ("text with a tag in it", b"The <b>bold</b> ones.", "text/plain"),
    ("less than", b"<3 means love", "text/plain"),
    ("a page", b"<!DOCTYPE html><p>Rain", "text/html"),
    ("a page after a comment", b"\n<!-- x --><html><p>Rain", "text/html"),
    ("XHTML", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y"><html><p>Rain</p></html>', "text/html"),
    ("a fragment", b"<div class=a><p>Rain</p></div>", "text/html"),
]


@pytest.mark.parametrize(("payload", "media_type"), [c[1:] for c in ACCEPTED], ids=[c[0] for c in ACCEPTED])
def test_sniffing(payload: bytes, media_type: str) -> None:
    document, findings = parsed(payload)
    assert (document.media_type, findings) == (media_type, ())


def test_media_type_overrules_the_content() -> None:
    html = b"<!DOCTYPE html><p>Rain"
    assert parse(to_record(html, media_type="text/plain"), Config())[0].text == html.decode()
    assert parse(to_record("a <i>b</i>", media_type="text/html"), Config())[0].text == "a b\n"


def test_notes() -> None:
    document, findings = parsed("Größe schön ".encode() + b"\xff" + PROSE.encode())
    assert [(finding.code, finding.verdict) for finding in findings] == [("E003", "note")]
    assert document.text[findings[0].start] == "\udcff"
    _, findings = parsed('<html><meta charset="iso-8859-1"><p>schön, sagt sie, 20 €'.encode())
    assert [finding.code for finding in findings] == ["E006"]


CUT_OFF = [
    ("in a character", f"{PROSE}Größe: 5 €".encode()[:-1], "a character"),
    ("after its first byte", f"{PROSE}Größe: 5 €".encode()[:-2], "a character"),
    ("in a tag", f"<html><p>{PROSE}<a hre".encode(), "a tag"),
    ("in a closing tag", f"<html><p>{PROSE}</".encode(), "a tag"),
    ("Latin-1 that ends in an accent", "Il est entré dans le café".encode("latin-1"), ""),
    ("whole", f"<html><p>{PROSE}".encode(), ""),
    ("less than", f"<html><p>{PROSE} 3 < 4".encode(), ""),
]


@pytest.mark.parametrize(("payload", "part"), [c[1:] for c in CUT_OFF], ids=[c[0] for c in CUT_OFF])
def test_cut_off(payload: bytes, part: str) -> None:
    _, findings = parsed(payload)
    assert [finding.message.partition("middle of ")[2] for finding in findings if finding.code == "E009"] == (
        [part] if part else []
    )
    assert "E003" not in [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\r\n\r\ntwo\r", ["one", "two"]),
        ("one\rtwo\vthree\ffour\x85five\u2028six\u2029seven", ["one", "two", "three", "four", "five", "six", "seven"]),
        ("  indented \n\u00a0\n\ttab", ["  indented ", "\ttab"]),
    ],
)
def test_lines_of_text(text: str, lines: list[str]) -> None:
    document, _ = parsed(text)
    assert [document.text[line.start : line.end] for line in document.lines] == lines
    assert [line.index for line in document.lines] == list(range(len(lines)))


HTML = [
    ("paragraphs", "<p>One</p><p>Two</p>", "One\n\nTwo\n"),
    ("inline elements join", "<p>On<b>e</b> <i>two</i></p>", "One two\n"),
    ("white space collapses", "<p>One\n   two\t three </p>", "One two three\n"),
    ("breaks and items are single lines", "<p>a<br>b</p><ul><li>c<li>d</ul>", "a\nb\n\n• c\n• d\n"),
    ("nested blocks give one gap", "<div><div><p>a</p></div></div><div><div>b</div></div>", "a\n\nb\n"),
    ("unseen elements", "<p>a<script>x()</script><style>p{}</style></p><template>t</template><p hidden>h</p>", "a\n"),
    ("hidden by style", '<p style="color:red; display : none">a</p><p>b</p>', "b\n"),
    ("comments", "<p>a<!-- b -->c</p>", "ac\n"),
    ("table rows", "<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2\n"),
    ("pre keeps its breaks", "<pre>a\n  b\n</pre>", "a\n  b\n"),
    ("entities", "<p>Tom &amp; Jo &euro;&nbsp;5</p>", "Tom & Jo €\u00a05\n"),
    ("broken marked section", "<p>a</p><![ if x><p>b</p>", None),
    ("text outside elements", "<html>a<p>b</p>c", "a\n\nb\n\nc\n"),
    ("lone surrogate", "<p>a\udcffb</p>", "a\udcffb\n"),
]


@pytest.mark.parametrize(("html", "text"), [c[1:] for c in HTML], ids=[c[0] for c in HTML])
def test_rendering(html: str, text: str | None) -> None:
    document, _ = parse(to_record(html, media_type="text/html"), Config())
    assert text in (None, document.text)


def test_facts_of_html_lines() -> None:
    html = (
        "<html><body>\n<nav id='top' class='menu main'>\n<a href=/>Home</a> | <a href=/n>News</a>\n</nav>\n<p>Rain.</p>"
    )
    document, _ = parsed(html)
    menu, rain = document.lines
    assert (menu.tag_path, menu.source_line, menu.chars_in_links, menu.hints) == (
        "html/body/nav",
        3,
        8,
        "top menu main",
    )
    assert (rain.tag_path, rain.source_line, rain.chars_in_links, rain.hints) == ("html/body/p", 5, 0, "")


def test_the_head() -> None:
    html = (
        '<html lang="en"><head><title>Rain | The Daily</title><meta property="og:title" content="Rain">'
        '<meta property="og:site_name" content="The Daily"><meta name="author" content="Eva Berg">'
        '<meta property="article:published_time" content="2024-03-02T10:00:00Z">'
        '<meta property="article:section" content="Weather"></head><body><p>It rained.</body></html>'
    )
    head = {field: value for field, value in parsed(html)[0].head.items() if not field.endswith("_source")}
    assert head == {
        "title": "Rain",
        "author": "Eva Berg",
        "date": "2024-03-02",
        "site": "The Daily",
        "section": "Weather",
        "language": "en",
    }


def test_deep_nesting_costs_no_recursion() -> None:
    document, _ = parsed("<html>" + "<div>" * 5000 + "deep" + "</div>" * 5000)
    assert document.text == "deep\n"


def test_what_trafilatura_drops() -> None:
    paragraphs = "".join(f"<p>{number}. {PROSE} The mayor thanked all who helped.</p>" for number in range(5))
    html = f"<html><body><nav><a href=/>Home page</a></nav><article><h1>Rain</h1>{paragraphs}</article></body></html>"
    record = to_record(html)
    document, findings = parse(record, Config(extractor="trafilatura"))
    assert [(document.text[f.start : f.end], f.code, f.verdict) for f in findings] == [("Home page", "C903", "remove")]
    assert parse(record, Config())[1] == ()


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_a_string_is_parsed_as_it_is(text: str) -> None:
    document, _ = parse(to_record(text, media_type="text/plain"), Config())
    assert ("\ufeff" if document.bom else "") + document.text == text


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("<>/!-[]&;=\"' \n\udc80abpdivultr"), max_size=60), st.sampled_from(["", "trafilatura"]))
def test_any_markup_is_parsed(text: str, extractor: str) -> None:
    config = Config(extractor="trafilatura") if extractor else Config()
    document, _ = parse(to_record(f"<html><p>{text}"), config)
    for line in document.lines:
        piece = document.text[line.start : line.end]
        assert piece.strip()
        assert "\n" not in piece


FLOODS = ["<a ", "<", '<a href="', "<!--", "<!-- >", "<!", "<![", "<![CDATA[ >", "<![if >", "</", "<?", "<x b='",
          "<p x=\n", "<div>", "<b></i>", "<p><div>", "<a><b></a>", "<table><tr><td>", "&", "&#"]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("end", ["", ">", "-->", "]>"])
def test_a_flood_of_open_markup_is_read(flood: str, end: str) -> None:
    page = Record(id="x", payload=f"<p>Rain</p>{flood * 10_000}{end}".encode(), media_type="text/html")
    assert parsed(page)[0].text.startswith("Rain\n")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("One <![if !IE]>two<![endif]> three", "One two three\n"),
        ("One <![CDATA[ two ]]> three", "One three\n"),
        ("One <![[two> three", "One three\n"),
        ("One <!-- two --> three <!-- four", "One three\n"),
        ("One <a href=x", "One\n"),
        ("no markup \ud800", "no markup \ud800\n"),
        ("/a/path.html", "/a/path.html\n"),
    ],
)
def test_broken_html(html: str, text: str) -> None:
    page = Record(id="x", payload=html.encode("unicode_escape"), media_type="text/html; charset=unicode_escape")
    assert parsed(page)[0].text == text
