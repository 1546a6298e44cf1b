"""HTML through the whole pipeline: broken pages, codecs, addresses, mixed folders, readers' comments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import cleaner
from cleaner.chrome.segments import unit_spans
from cleaner.chrome.tagger import Scored
from cleaner.cli import main
from cleaner.document import Document, Region

PROSE = "The river rose on Monday, and nobody was hurt, the city said in the evening. "
PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The river rose | Herald</title>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The river rose"}</script>'
    "<style>p { color: red }</style></head><body><nav><ul><li><a href='/'>Home</a><li><a href=\"/news\">News</a></ul>"
    f"</nav><!-- a comment --><h1>The river rose</h1><p class=byline>By <b>Eva Berg</b></p><p>{PROSE}&amp; &#8220;wet"
    f"&#8221; na\u00efve.</p><table><tr><td>a<td>b</table><pre>x\n  y</pre><svg><text>z</text></svg><math><mi>x</mi>"
    f"</math><textarea>t</textarea><select><option>o</select><p hidden>h</p><blockquote>{PROSE}</blockquote></body>"
    "</html>"
)


def test_a_page_cut_anywhere() -> None:
    pages = [PAGE[:size] for size in range(0, len(PAGE), 3)]
    results = list(cleaner.clean_many(pages, media_type="text/html"))
    assert all(cleaner.restore(result) == result.document.text for result in results)
    assert "nobody was hurt" in results[-1].text


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "cp1252", "gb18030"])
def test_bytes_of_a_page_cut_anywhere(codec: str) -> None:
    payload = PAGE.replace("charset=utf-8", f"charset={codec}").encode(codec)
    results = list(cleaner.clean_many(payload[:size] for size in range(0, len(payload), 29)))
    assert all(cleaner.restore(result) == result.document.text for result in results)
    assert "nobody was hurt" in results[-1].text


# fmt: off
CUT = [
    ("in a tag", PAGE[:PAGE.index("byline") + 2], True),
    ("in an attribute", PAGE[:PAGE.index('/news"') + 2], True),
    ("in a closing tag", PAGE[:-3], True),
    ("in a comment", PAGE[:PAGE.index("a comment") + 2], True),
    ("in a text", PAGE[:PAGE.index("nobody")], False),
    ("between two", PAGE[:PAGE.index("<table>")], False),
    ("nowhere", PAGE, False),
]
# fmt: on


@pytest.mark.parametrize(("html", "is_noted"), [c[1:] for c in CUT], ids=[c[0] for c in CUT])
def test_a_cut_page_is_noted(html: str, is_noted: bool) -> None:
    assert ("E009" in {finding.code for finding in cleaner.check(html)}) == is_noted


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
LONG = f"<p>{PROSE * 3}</p>"

# Title, page, a part of the text that must stay (`""`: refused as E001), and a code that must be told.
# fmt: off
BAD = [
    ("nested blocks", "<div>" * 50_000 + LONG + "</div>" * 50_000, PROSE.strip(), "E011"),
    ("nested inline markup", "<i>" * 50_000 + LONG + "</i>" * 50_000, PROSE.strip(), "E011"),
    ("nested and never closed", "<div><span>" * 25_000 + LONG, PROSE.strip(), "E011"),
    ("nested lists", "<ul><li>" * 25_000 + LONG, PROSE.strip(), "E011"),
    ("nested tables", "<table><tr><td>" * 17_000 + LONG, PROSE.strip(), "E011"),
    ("closing tags alone", LONG + "</div></p>" * 50_000, PROSE.strip(), ""),
    ("NULs in the text", LONG.replace("river", "ri\0ver"), "The river rose", ""),
    ("NULs in tags and attributes", f"<p\0 cl\0ass='a\0b'>{PROSE}</p>" * 3, PROSE.strip(), ""),
    ("NULs alone", "\0" * 1000, "", ""),
    ("half of it NULs", LONG + "\0" * len(LONG), "", ""),
    ("frames only", "<html><frameset cols='20%,*'><frame src=a><frame src=b></frameset></html>", "", "E001"),
    ("frames and a text beside", f"<frameset><frame src=a><noframes><body>{LONG}</body></noframes></frameset>",
     PROSE.strip(), ""),
    ("an empty body", "<html><head><title>Rain</title></head><body></body></html>", "", "E001"),
    ("no body", "<html><head><title>Rain</title></head></html>", "", "E001"),
    ("a body of scripts", "<body><script>document.write('rain')</script><style>p {}</style></body>", "", "E001"),
    ("a body of white space", "<body> \n&nbsp;&#8203; </body>", "", "E001"),
    ("billion laughs", f'<?xml version="1.0"?><!DOCTYPE html [{LAUGHS}]><html><p>&l9;</p>{LONG}', PROSE.strip(), ""),
    ("an entity from a file", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>&x;</p>{LONG}',
     PROSE.strip(), ""),
    ("entities that do not exist", f"<p>&nope; &#99999999; &#xD800; &#0; & &amp{LONG}", PROSE.strip(), ""),
    ("an island of SVG", f"<svg><text>no</text><foreignObject>{LONG}</foreignObject></svg>{LONG}", PROSE.strip(), ""),
    ("open SVG", f"{LONG}<svg><g><g><path d='M0'>{LONG}", PROSE.strip(), ""),
    ("an island of MathML", f"<p>As <math><mi>x</mi><mo>=</mo><mn>2</mn></math> says, {PROSE}</p>", "x=2 says", ""),
    ("text in a table, not in its cells", f"<table>{PROSE}<tr>{LONG}<td>a</table>", PROSE.strip(), ""),
    ("block in inline, inline over blocks", f"<b><p>{PROSE}<i>{PROSE}</b>{PROSE}</i></p>" * 3, PROSE.strip(), ""),
    ("a page in a page", f"<html><body>{LONG}<html><head><title>x</title></head><body>{LONG}", PROSE.strip(), ""),
    ("a form in a form, a link in a link", f"<form><form><a href=a><a href=b>{LONG}</a></a></form></form>{LONG}",
     PROSE.strip(), ""),
    ("paragraphs in headings", f"<h1><p>Rain</h1>{LONG}<h2><h3>x</h2></h3>{LONG}", PROSE.strip(), ""),
    ("attributes without end", f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>{PROSE * 3}", PROSE.strip(), "E011"),
    ("a quote without end", f"{LONG}<a href='/x>{LONG}", PROSE.strip(), ""),
    ("lone surrogates", f"<p title='\udc80'>{PROSE}\ud800 \udcff</p>" * 2, PROSE.strip(), "E003"),
    ("CDATA and instructions", f"<![CDATA[no]]><?php echo 1 ?>{LONG}<![endif]-->", PROSE.strip(), ""),
    ("links alone", "".join(f"<a href='/{n}'>Link {n}</a> " for n in range(20_000)), "", ""),
    ("one word", "<p>" + "a" * 1_000_000, "", ""),
    ("open tags", LONG + "<" * 300_000, PROSE.strip(), ""),
    ("marks on one letter", f"{LONG}<p>a" + "\u0301" * 200_000, PROSE.strip(), ""),
]
# fmt: on


@pytest.mark.parametrize(("html", "kept", "code"), [c[1:] for c in BAD], ids=[c[0] for c in BAD])
def test_bad_pages(html: str, kept: str, code: str) -> None:
    result = cleaner.clean(html, media_type="text/html")
    codes = {finding.code for finding in result.findings}
    assert cleaner.restore(result) == result.document.text
    assert kept in result.text
    assert code in codes | {""}
    assert result.refused == (not result.text and bool(codes & {"E001", "E002"}))


def test_entities_are_not_expanded() -> None:
    text = cleaner.clean(f"<!DOCTYPE html [{LAUGHS}]><p>&l9;</p>{LONG}", media_type="text/html").document.text
    assert len(text) < len(LAUGHS)
    assert "haha" not in text


# fmt: off
ENCODED_TWICE = [
    ("read as Windows-1252", "Die Größe der Brücke überrascht, sagt sie „schön“ für 20 €.", "cp1252"),
    ("read as Windows-1251", "Река поднялась в понедельник, сообщили в городе.", "cp1251"),
]
# fmt: on


@pytest.mark.parametrize(("text", "codec"), [c[1:] for c in ENCODED_TWICE], ids=[c[0] for c in ENCODED_TWICE])
def test_text_encoded_twice_is_repaired(text: str, codec: str) -> None:
    twice = text.encode().decode(codec, "ignore")
    page = f"<html><head><meta charset=utf-8></head><body><p>{twice}</p></body></html>".encode()
    result = cleaner.clean(page, config=cleaner.Config(quotes="keep"))
    assert twice in result.document.text
    assert result.text.strip() == text
    assert cleaner.restore(result) == result.document.text


def test_the_containers_charset_counts_and_is_contradicted() -> None:
    german = "Die Größe der Brücke überrascht alle, die sie zum ersten Mal sehen, sagt sie."
    for payload, media_type, code in (
        (f"<p>{german}".encode("cp1252"), "text/html; charset=ISO-8859-1", ""),
        (f"<p>{german}".encode(), "text/html; charset=ISO-8859-1", "E006"),
        (f"<meta charset=koi8-r><p>{german}".encode(), 'text/html;charset="utf-8"', "E006"),
        (f"<p>{german}".encode("cp1252"), "text/html; charset=utf-8", "E006"),
        (f"<meta charset=utf-8><meta charset=koi8-r><p>{german}".encode(), "text/html", "E006"),
        (f"<meta charset=koi8-r><meta charset=utf-8><p>{german}".encode(), "text/html", "E006"),
        (f"<meta charset=utf-8><meta charset=latin1><p>{german}".encode("cp1252"), "text/html", "E006"),
        (f"<?xml version='1.0' encoding='koi8-r'?><meta charset=utf-8><p>{german}".encode(), "text/html", "E006"),
        (f"<meta charset=utf-8><meta charset=utf-8><p>{german}".encode(), "text/html", ""),
        (f"<meta charset=utf-8><script charset=koi8-r></script><p>{german}".encode(), "text/html", ""),
        (f"<p>{german}".encode("utf-16-le"), "text/html; charset=utf-16", ""),
    ):
        result = cleaner.clean(cleaner.Record(id="x", payload=payload, media_type=media_type))
        assert german in result.text
        assert {finding.code for finding in result.findings} & {"E006"} == ({code} if code else set())


URL = "https://herald.example/news/2025/rain.html"
CANONICAL, IMAGE = "<link rel=canonical href='{}'>", "<meta property=og:image content='{}'>"
LD_IMAGE = '<script type="application/ld+json">{{"@type": "NewsArticle", "image": "{}"}}</script>'
# fmt: off
ADDRESSES = [
    ("the page's own", "", CANONICAL.format("b.html"), "canonical_url", "https://herald.example/news/2025/b.html"),
    ("a base", "<base href='https://cdn.example/x/'>", CANONICAL.format("b"), "canonical_url", "https://cdn.example/x/b"),
    ("a base behind it", "", CANONICAL.format("b") + "<base href='/x/'>", "canonical_url", "https://herald.example/x/b"),
    ("of two bases the first", "<base href='/x/'><base href='/y/'>", CANONICAL.format("b"), "canonical_url",
     "https://herald.example/x/b"),
    ("a base without an address", "<base target=_blank><base href='/x/'>", CANONICAL.format("b"), "canonical_url",
     "https://herald.example/x/b"),
    ("an image", "<base href='/x/'>", IMAGE.format("b.jpg"), "image", "https://herald.example/x/b.jpg"),
    ("an image of JSON-LD", "<base href='/x/'>", LD_IMAGE.format("b.jpg"), "image", "https://herald.example/x/b.jpg"),
    ("without a scheme", "<base href='/x/'>", IMAGE.format("//cdn.example/b.jpg"), "image", "https://cdn.example/b.jpg"),
    ("in full", "<base href='/x/'>", IMAGE.format("http://a.example/b.jpg"), "image", "http://a.example/b.jpg"),
    ("that can't be read", "<base href='http://[x/'>", IMAGE.format("b.jpg"), "image", "b.jpg"),
]
# fmt: on


@pytest.mark.parametrize(
    ("base", "head", "field", "address"), [c[1:] for c in ADDRESSES], ids=[c[0] for c in ADDRESSES]
)
def test_addresses_are_made_absolute(base: str, head: str, field: str, address: str) -> None:
    page = f"<html><head>{base}{head}</head><body>{LONG}</body></html>"
    assert getattr(cleaner.clean(page, url=URL).metadata, field) == address


# Names that lie, and what the content is.
# fmt: off
FOLDER = [
    ("page.txt", f"<!DOCTYPE html><html><body>{LONG}</body></html>", "text/html"),
    ("text.html", f"{PROSE}\n\n{PROSE}\n", "text/plain"),
    ("fragment", f"<p>{PROSE}</p>\n<p>{PROSE}</p>", "text/html"),
    ("fragment.md", f"<div class=x><b>{PROSE}</b></div>", "text/html"),
    ("strict.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
     f'"x.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title/></head><body>{LONG}<br/></body>'
     "</html>", "text/html"),
    ("amp", f"<!doctype html><html ⚡ lang=en><head><style amp-boilerplate>body{{}}</style></head><body>{LONG}"
     "<amp-img src=a></amp-img></body></html>", "text/html"),
    ("commented", f"<!-- saved from url=(0014)about -->\n<HTML><BODY>{LONG}", "text/html"),
    ("marked", f"\ufeff\n<html><body>{LONG}", "text/html"),
    ("table", f"<table><tr><td>{PROSE}</td></tr></table>", "text/html"),
    ("about.html", "<p> is the tag for a paragraph, and nobody has to close it.\n" + PROSE, "text/plain"),
    ("maths.htm", f"a < b and c > d\n{PROSE}", "text/plain"),
    ("markdown.html", f"# Rain\n\n{PROSE}<br>\n<b>Bold</b> words\n", "text/plain"),
    ("letter", f"<eva.berg@herald.example> wrote:\n> {PROSE}", "text/plain"),
    ("data.html", f'{{"html": "<p>{PROSE}</p>"}}', "text/plain"),
    ("signs.html", f"<<< {PROSE} >>>", "text/plain"),
]
# fmt: on


def test_a_folder_mixes_pages_and_texts(tmp_path: Path) -> None:
    seeds, corpus = tmp_path / "seeds", tmp_path / "corpus"
    seeds.mkdir()
    for name, content, _ in FOLDER:
        (seeds / name).write_text(content, encoding="utf-8")
    done = CliRunner().invoke(main, ["clean", str(seeds), "-o", str(corpus)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for path in sorted(corpus.glob("documents/*")) for line in path.open(encoding="utf-8")]
    assert {row["file_path"]: row["metadata"]["media_type"] for row in rows} == {name: kind for name, _, kind in FOLDER}
    assert all("nobody" in row["text"] and "<!" not in row["text"] for row in rows)
    done = CliRunner().invoke(main, ["restore", str(corpus), "--against", str(seeds)])
    assert done.exit_code == 0, done.output


def test_a_record_that_names_its_kind_is_not_looked_at() -> None:
    for name, content, kind in FOLDER:
        for media_type in ("text/html", "text/plain"):
            record = cleaner.Record(id=name, payload=content.encode(), media_type=f"{media_type}; charset=utf-8")
            assert cleaner.clean(record).document.media_type == media_type
        assert cleaner.clean(content).document.media_type == kind


COMMENTS = [
    ("Anna K.", "I live by the market and our cellar is dry for the first time, so the wall was worth every penny."),
    ("oldtown63", "They should have closed the second bridge on Sunday already, my neighbour was stuck for two hours."),
    ("P. Maurer", "Does anybody know whether the school bus runs tomorrow? Nobody answers the telephone there."),
]

# The markup of a comment and of the list of them, as systems write it, with a form and links of theirs.
# fmt: off
MARKUPS = {
    "WordPress": (
        "<li class='comment depth-1'><article class=comment-body><footer class=comment-meta><b class=fn>{name}</b> "
        "<span class=says>says:</span></footer><div class=comment-content><p>{text}</p></div><div class=reply>"
        "<a class=comment-reply-link href='?r'>Reply to this comment</a></div></article></li>",
        "<div id=comments class=comments-area><h2 class=comments-title>3 thoughts on it</h2><ol class=comment-list>"
        "{all}</ol><div id=respond class=comment-respond><h3 class=comment-reply-title>Leave a comment here</h3><form "
        "class=comment-form><p>Your email address will not be published.</p><button>Post Comment</button></form></div>"
        "</div>",
    ),
    "Drupal": (
        "<article class='comment clearfix'><h3><a href='#c'>Some words on it</a></h3><p class=submitted>Submitted by "
        "{name}</p><div class=field-item><p>{text}</p></div><ul class=links><li class=comment-reply><a href=r>Reply to "
        "this</a></ul></article>",
        "<section id=comments class=comment-wrapper><h2>Comments</h2>{all}<h2>Add new comment</h2><form "
        "class=comment-form><label>Your own name</label><button>Save it now</button></form></section>",
    ),
    "Blogger": (
        "<li class=comment><div class=comment-block><cite class=user>{name}</cite><p class=comment-content>{text}</p>"
        "<span class=comment-actions><a>Reply to this</a></span></div></li>",
        "<div class=comments id=comments><h4>3 comments:</h4><ol>{all}</ol><p class=comment-footer><a href=p>Post a "
        "Comment here</a></p></div>",
    ),
    "schema.org": (
        "<div class=user-comment itemprop=comment itemscope itemtype='https://schema.org/Comment'><span "
        "itemprop=author>{name}</span><div itemprop=text>{text}</div><a href='#'>Reply to this</a></div>",
        "<section class=article-comments><h2>What our readers say</h2>{all}<a href=l>Log in to comment</a></section>",
    ),
    "German": (
        "<div class=kommentar><b>{name}</b><div class=kommentar-text>{text}</div><a href='#'>Darauf antworten</a>"
        "</div>",
        "<div id=kommentare><h3>Kommentare (3)</h3>{all}</div>",
    ),
}
FORUMS = {
    "phpBB": "<div class='post bg1'><dl class=postprofile><dt><a class=username>{name}</a></dt></dl><div "
    "class=postbody><div class=content>{text}</div></div></div>",
    "Discourse": "<div class=topic-post><article><span class=username><a>{name}</a></span><div class=cooked><p>{text}"
    "</p></div></article></div>",
    "a forum of comments": "<div class=comment><a>{name}</a><div class=comment-text>{text}</div></div>",
}
# fmt: on
FORM_AND_LINKS = ("Reply to", "Leave a", "email address", "Post a", "Log in", "Your own name", "Save it", "Darauf")


def page_with(parts: str, prose: Sequence[str] = ()) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in prose)
    return (
        "<!DOCTYPE html><html><head><title>Water in the cellar</title></head><body><nav><a href=/>Home page</a></nav>"
        f"<main><h1>Water in the cellar</h1><article>{text}</article>{parts}</main><footer>Contact us</footer></body>"
        "</html>"
    )


ARTICLE = [
    "The river rose on Monday after three days of rain, and the city closed two bridges in the old town.",
    "Firefighters carried sandbags to the market square, where the water stood as high as a table.",
    "The dam above the valley is nearly full, its keeper said, and she expects the level to fall on Thursday.",
]


def sensible(page_type: str) -> object:
    """A tagger for these pages: running text is content, of comments it is not sure, the rest is chrome."""

    def score(document: Document) -> Scored:
        spans = np.array(list(unit_spans(document)), dtype=np.int64).reshape(-1, 3)
        comment = np.array([bool(document.lines[line].regions & Region.COMMENT) for line in spans[:, 2]], dtype=bool)
        is_text = spans[:, 1] - spans[:, 0] > 60
        unsure = comment & is_text & (page_type != "forum")
        content = np.where(unsure, 0.35, np.where(is_text, 0.95, 0.05)).astype(np.float32)
        return Scored(spans=spans, content=content, whole_page=1.0, page_type=page_type, page_type_score=0.9)

    return lambda documents: [score(document) for document in documents]


@pytest.mark.parametrize("markup", MARKUPS)
def test_comments_of_an_article(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.chrome.tagger.score_documents", sensible("article"))
    one, all_of = MARKUPS[markup]
    parts = all_of.format(all="".join(one.format(name=name, text=text) for name, text in COMMENTS))
    for setting in ("drop", "keep"):
        result = cleaner.clean(page_with(parts, ARTICLE), config=cleaner.Config(comments=setting))
        assert [paragraph in result.text for paragraph in ARTICLE] == [True] * 3
        assert [text in result.text for _, text in COMMENTS] == [setting == "keep"] * 3
        assert [words for words in FORM_AND_LINKS if words in result.text] == []
        assert "C904" in {finding.code for finding in result.findings}
        assert cleaner.restore(result) == result.document.text


@pytest.mark.parametrize("setting", ["drop", "keep"])
@pytest.mark.parametrize("markup", FORUMS)
def test_posts_of_a_forum_stay(markup: str, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.chrome.tagger.score_documents", sensible("forum"))
    html = page_with("".join(FORUMS[markup].format(name=name, text=text) for name, text in COMMENTS * 2))
    result = cleaner.clean(html, config=cleaner.Config(comments=setting))
    assert [text in result.text for _, text in COMMENTS] == [True] * 3
    assert cleaner.restore(result) == result.document.text


@pytest.mark.parametrize("setting", ["drop", "keep"])
def test_with_the_tagger_that_ships(setting: str) -> None:
    config = cleaner.Config(comments=setting)
    for one, all_of in MARKUPS.values():
        parts = all_of.format(all="".join(one.format(name=name, text=text) for name, text in COMMENTS))
        text = cleaner.clean(page_with(parts, ARTICLE), config=config).text
        assert [paragraph in text for paragraph in ARTICLE] == [True] * 3
        assert setting == "drop" or [comment in text for _, comment in COMMENTS] == [True] * 3
    for one in FORUMS.values():
        html = page_with("".join(one.format(name=name, text=text) for name, text in COMMENTS * 2))
        text = cleaner.clean(html, config=config).text
        assert [post in text for _, post in COMMENTS] == [True] * 3


def test_text_that_was_decoded_has_no_charset_to_contradict() -> None:
    page = PAGE.replace("charset=utf-8", "charset=iso-8859-1").replace("river", "Fluß")
    assert "E006" not in {finding.code for finding in cleaner.check(page)}
    assert "E006" in {finding.code for finding in cleaner.check(page.encode())}
