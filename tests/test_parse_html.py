"""HTML to lines: golden texts, the facts of lines, and pages built to break a parser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.config import Config
from cleaner.document import Document, Finding, Line, Region
from cleaner.parse import parse
from cleaner.parse.html import render
from cleaner.parse.tree import parse_tree, readable
from cleaner.read import to_record

_CASE = re.compile(r"(.+)\n\.\n((?s:.*?))\n\.\n((?s:.*?))\n\.\n\n?")


def cases(name: str) -> list[tuple[str, str, str]]:
    """The cases of a file in tests/html: title, input, expected, each ended by a line with a dot."""
    text = (Path(__file__).parent / "html" / name).read_text(encoding="utf-8")
    found = _CASE.findall(text)
    assert _CASE.sub("", text) == "", "every case is read"
    return found


LINES = cases("lines.txt")


@pytest.mark.parametrize(("html", "text"), [c[1:] for c in LINES], ids=[c[0] for c in LINES])
def test_lines(html: str, text: str) -> None:
    rendered, lines = render(html)
    assert rendered.rstrip("\n") == text
    assert [rendered[line.start : line.end] for line in lines] == [line for line in text.split("\n") if line]


def line_of(html: str, word: str) -> Line:
    text, lines = render(html)
    return next(line for line in lines if word in text[line.start : line.end])


FACTS = [
    ("path and depth", "<main><div><p>a <b>X</b></p></div></main>", "tag_path", "html/body/main/div/p"),
    ("hints, inner last", "<div id=top class='a b'><p class=c>X</p></div>", "hints", "top a b c"),
    ("source line", "<body>\n\n<p>\na</p>\n<p>X</p>", "source_line", 5),
    ("chars in links", "<p>see <a href=/>the  page</a> X</p>", "chars_in_links", 8),
    ("links", "<p><a>a</a> <a>b</a> X</p>", "links", 2),
    ("no links", "<p>X</p>", "links", 0),
    ("heading", "<h2><a>X</a></h2>", "kind", "heading"),
    ("level of a heading", "<h2><a>X</a></h2>", "level", 2),
    ("item", "<ul><li><a>X</a></ul>", "kind", "item"),
    ("level of an item", "<ul><li>a<ol><li>X</ol></ul>", "level", 2),
    ("cell", "<ul><li><table><tr><td>X</table></ul>", "kind", "cell"),
    ("caption", "<figure><figcaption>X</figcaption></figure>", "kind", "caption"),
    ("quote", "<blockquote><p>X</p></blockquote>", "kind", "quote"),
    ("code", "<pre>a\n X</pre>", "kind", "code"),
    ("paragraph", "<p>X</p>", "kind", ""),
    ("regions by tag", "<header><nav>X</nav></header>", "regions", Region.HEADER | Region.NAV),
    ("a form", "<div><form><p>X</p></form></div>", "regions", Region.FORM),
    ("the form that a page stands in", "<body><form id=form1><p>X</p></form>", "regions", 0),
    ("regions by role", "<div role=main>X</div>", "regions", Region.MAIN),
    ("regions by name", "<div class=user-comments><p>X</p></div>", "regions", Region.COMMENT),
    ("names of the body name none", "<body class='has-sidebar comments-open'><p>X</p>", "regions", 0),
    ("a word that only holds a name", "<div class=recommentary><p>X</p></div>", "regions", 0),
    ("what a click uncovers", "<div role=tabpanel hidden><p>X</p></div>", "regions", Region.HIDDEN),
    ("alike", "<p class=a>1<p class=a>X<p class=b>3", "alike", 2),
    ("repeats", "<ul>" + "<li><h3>X</h3><p>b</p></li>" * 4 + "</ul>", "repeats", 4),
]


@pytest.mark.parametrize(("html", "fact", "value"), [c[1:] for c in FACTS], ids=[c[0] for c in FACTS])
def test_facts(html: str, fact: str, value: object) -> None:
    assert getattr(line_of(html, "X"), fact) == value


def test_containers_are_shared_by_the_lines_in_them() -> None:
    card = "<div class=card><h3>h</h3><p>p</p></div>"
    _, lines = render(f"<div id=list>{card * 4}</div><p>end")
    inner = [line.containers[0] for line in lines[:-1]]
    assert inner == [number for number in dict.fromkeys(inner) for _ in range(2)]
    assert len({line.containers[1] for line in lines[:-1]}) == 1
    assert lines[-1].containers == lines[0].containers[-1:]


# fmt: off
NOWHERE_ELSE = [
    ("a forum's noscript", "<div id=app></div><noscript><h1>Topic</h1><p>{}</p></noscript>", "noscript"),
    ("a page under a curtain", "<div style='display:none'><p>{}</p></div>", "div"),
    ("an article's JSON-LD", '<p>Menu</p><script type="application/ld+json">{{"articleBody": "{}"}}</script>', "data"),
    ("a script's state", '<script type="application/json">{{"props": {{"body": "<p>{}</p>"}}}}</script>', "data"),
]
# fmt: on


@pytest.mark.parametrize(("html", "where"), [c[1:] for c in NOWHERE_ELSE], ids=[c[0] for c in NOWHERE_ELSE])
def test_text_that_stands_nowhere_else(html: str, where: str) -> None:
    prose = "The river rose on Monday and nobody was hurt, the city said in the evening. " * 8
    text, lines = render(html.format(prose))
    assert prose.strip() in text
    assert lines[-1].regions & Region.HIDDEN
    assert (lines[-1].kind == "data") == (where == "data")
    shown = f"<p>{'What the page shows itself is more than what stands beside it. ' * 12}</p>"
    assert prose.strip() not in render(shown + html.format(prose))[0]


BROKEN_DATA = [
    "{", "null", "\0", "[" * 100_000, '{"a":' * 50_000, '{"articleBody": 5}', '{"articleBody": "\ud800"}',
]  # fmt: skip


@pytest.mark.parametrize("data", BROKEN_DATA)
def test_broken_data(data: str) -> None:
    assert render(f'<script type="application/ld+json">{data}</script><p>a')[0].endswith("a\n")


def parsed(html: str) -> tuple[Document, tuple[Finding, ...]]:
    return parse(to_record(html, media_type="text/html"), Config())


NAMES = [f"a{number}" for number in range(30_000)]
FLOODS = [
    ("nested blocks", "<div>" * 50_000 + "deep" + "</div>" * 50_000 + "<p>after", "E011"),
    ("nested inline", "<b>" * 50_000 + "deep" + "</b>" * 50_000 + "<p>after", "E011"),
    ("open items", "<ul><li>deep" * 20_000 + "<p>after", "E011"),
    ("attributes", "<p>deep<p " + " ".join(f"a{number}=1" for number in range(50_000)) + "><p>after", "E011"),
    ("attributes behind quoted marks", "<p>deep<p " + '="<p>x>" '.join(NAMES) + "=1><p>after", "E011"),
    ("attributes after a quoted mark", "<p>deep<p t='>' " + " ".join(NAMES) + "><p>after", "E011"),
    ("attributes without spaces", "<p>deep<p " + "='>'".join(NAMES) + "><p>after", "E011"),
    ("attributes and longer text", "deep<p " + " ".join(NAMES) + ">" + "a" * 900_000 + "<p>after", "E011"),
    ("values in a script", "<p>deep<script>" + "a<b c='>' d='>'; " * 20_000 + "</SCRIPT><p>after", ""),
    ("values in a comment", "<p>deep<!--<p " + "a='>' " * 20_000 + "--><p>after", ""),
    ("many tags with values", "deep" + "<a t='>' b=1 c>y</a> " * 20_000 + "<p>after", ""),
    ("page in a value", "deep<p t='" + '<a t="x" b="1" c>y</a> ' * 20_000 + "'><p>after", ""),
    ("value", "<p>deep<p data-state='" + "a = 1 " * 50_000 + "'><p>after", ""),
    ("script", "<p>deep<script>" + "a = b <c; " * 50_000 + "</script><p>after", ""),
    ("links", "deep" + "<a href=x>y</a> " * 100_000 + "<p>after", ""),
    ("cells", "<table><tr><td>deep" + "<td>y" * 50_000 + "</table><p>after", ""),
    ("hidden panels", "deep" + "<div role=tabpanel hidden id=a>y" * 1_000 + "</div>" * 1_000 + "<p>after", ""),
    ("streamed parts", "deep" + '<div hidden id="S:1"><template id="B:1"></template>' * 1_500 + "<p>after", ""),
    ("page after page", "deep" + "</html><p>y" * 20_000 + "</html><p>after", ""),
    ("long text", "deep " + "word " * 2_000_000 + "<p>after", ""),
    ("open comments", "deep<p>after" + "<!--" * 100_000, ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "code"), [c[1:] for c in FLOODS], ids=[c[0] for c in FLOODS])
def test_floods(html: str, code: str) -> None:
    document, findings = parsed(f"<html><body>{html}")
    assert "deep" in document.text
    assert document.text.endswith("after\n")
    assert [finding.code for finding in findings if finding.code == "E011"] == ([code] if code else [])


TREES = ["", " \n", "\0", "x", "<", "<!-- a -->", "<?xml?>", "<!DOCTYPE html>", "\ud800", "<html", "</p>"]


@pytest.mark.parametrize("html", TREES)
def test_every_page_has_a_root(html: str) -> None:
    assert parse_tree(html).tag == "html"


def test_surrogates_and_private_characters() -> None:
    root = parse_tree("<p title='\udc80'>a\udcff\U0010f000")
    paragraph = root.find("body/p")
    assert readable(paragraph.get("title")) == "\udc80"
    assert readable(paragraph.text) == "a\udcff\ufffd"
