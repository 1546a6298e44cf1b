"""What the tagger sees of a line's place in the HTML tree."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.chrome.features import features
from cleaner.chrome.structure import HINT_BUCKETS, STRUCTURE_NAMES, Structure
from cleaner.chrome.tagger import score_documents, units_of
from cleaner.chrome.titles import TITLE_NAMES
from cleaner.config import Config
from cleaner.document import Document, Record
from cleaner.parse import parse

STORY = "The council voted on Monday to close the old bridge for six months, the city said in a statement."
PAGE = f"""<html><body>
<nav class="mainMenu"><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul></nav>
<article><h1>The old bridge closes</h1><p>{STORY}</p><p>Engineers had found <a href=/x>cracks</a> in two pillars.</p>
<div class="related-posts"><a href=/1>Ten things to do</a><br><a href=/2>The harbour</a></div></article>
</body></html>"""


def document(html: str) -> Document:
    return parse(Record(id="t", payload=html.encode(), media_type="text/html; charset=utf-8"), Config())[0]


def places(documents: list[Document]) -> Structure:
    found = features([units_of(document) for document in documents]).structure
    assert found is not None
    return found


def columns(html: str, line: str) -> dict[str, float]:
    own = document(html)
    found = places([own])
    index = next(index for index, seen in enumerate(own.lines) if line in own.text[seen.start : seen.end])
    return dict(zip(STRUCTURE_NAMES, found.columns[index].tolist(), strict=True))


SEEN = [
    ("a menu entry is all link", "Home", "share in links", 1.0),
    ("a menu entry is in a region", "Home", "in nav", 1.0),
    ("a menu entry is an item", "Home", "item", 1.0),
    ("a heading is one", "bridge closes", "heading", 1.0),
    ("a paragraph is no heading", "The council", "heading", 0.0),
    ("a paragraph without links", "The council", "share in links", 0.0),
    ("a paragraph in an article", "The council", "in article", 1.0),
    ("a paragraph is not in a menu", "The council", "in nav", 0.0),
    ("paragraphs look alike", "Engineers", "looks like above", 1.0),
    ("a heading looks like nothing else", "bridge closes", "looks like above", 0.0),
]


@pytest.mark.parametrize(("line", "column", "value"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_columns(line: str, column: str, value: float) -> None:
    assert columns(PAGE, line)[column] == value


def test_a_part_of_a_line_in_links() -> None:
    assert 0 < columns(PAGE, "Engineers")["share in links"] < 0.3


def test_hints_are_the_words_of_classes_and_tags() -> None:
    camel, dashed = (places([document(f"<div class='{name}'><p>{STORY}</div>")]) for name in
                     ("relatedPosts", "related-posts"))  # fmt: skip
    assert camel.hints.tolist() == dashed.hints.tolist()
    assert ((camel.hints >= 0) & (camel.hints < HINT_BUCKETS)).all()


HEADLINE = "The old bridge closes"
TITLED = f"""<html><head><title>{HEADLINE}</title><meta name=description content="{STORY}"></head>
<body><ul><li>{HEADLINE}</li></ul><p>Tuesday</p><h1>{HEADLINE}</h1><p>{STORY}</p></body></html>"""
UNTITLED = f"<html><body><h1>{HEADLINE}</h1><p>{STORY}</p></body></html>"
DESCRIBED = [
    ("the main heading that the head confirms is the title", TITLED, 2, "title on the page", 1.0),
    ("it has all words of the title", TITLED, 2, "words of the title that it has", 1.0),
    ("a line above it", TITLED, 1, "above the title", float(np.float32(np.log1p(1) / 5))),
    ("a line above it is not below it", TITLED, 1, "below the title", 0.0),
    ("a line below it", TITLED, 3, "below the title", float(np.float32(np.log1p(1) / 5))),
    ("the description in the text", TITLED, 3, "words that the description has", 1.0),
    ("a line with other words", TITLED, 1, "words that the description has", 0.0),
    ("a page without a head: its heading is its title", UNTITLED, 1, "below the title",
     float(np.float32(np.log1p(1) / 5))),
    ("a page without a description", UNTITLED, 1, "words of the description that it has", 0.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "line", "name", "value"), [case[1:] for case in DESCRIBED], ids=[case[0] for case in DESCRIBED]
)
def test_lines_beside_what_the_head_says(html: str, line: int, name: str, value: float) -> None:
    assert places([document(html)]).titles[line, TITLE_NAMES.index(name)] == value


def test_groups_differ_between_documents() -> None:
    first, second = document(PAGE), document(PAGE)
    together = places([first, second])
    size = len(units_of(first).spans)
    for group in together.groups.T:
        assert not set(group[:size].tolist()) & set(group[size:].tolist())
    np.testing.assert_array_equal(together.columns[:size], together.columns[size:])


def test_content_scores_above_chrome_and_the_same_beside_text() -> None:
    page = document(PAGE)
    text = parse(Record(id="p", payload=page.text.encode(), media_type="text/plain"), Config())[0]
    empty = Document(id="e", text="", media_type="text/html")
    blank, alone = score_documents([empty])[0], score_documents([page])[0]
    plain, beside, _ = score_documents([text, page, empty])
    np.testing.assert_allclose(alone.content, beside.content, atol=1e-5)
    assert len(blank.content) == 0
    assert len(plain.content) == len(alone.content)
    by_line = dict(zip((page.text[start:end] for start, end, _ in alone.spans.tolist()), alone.content, strict=True))
    assert by_line[STORY] > 0.5 > max(by_line["Home"], by_line["News"])
