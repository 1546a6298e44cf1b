"""HTML that is no page: chapters, exported documents, entries of feeds. Nobody put a frame around it, and all stays."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.config import Config

DOCUMENTS = sorted(Path(__file__).with_name("html").joinpath("documents").glob("*.html"))
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "News", "Sport", "Arts", "Jobs", "Help"))


def _case(path: Path) -> object:
    known = pytest.mark.xfail(reason="its number, signature and apparatus read as chrome")
    marks = [known] if path.stem == "letter" else []
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [_case(path) for path in DOCUMENTS])
def test_a_document_without_menus_stays(path: Path) -> None:
    result = cleaner.clean(path.read_text(encoding="utf-8"), config=Config(dates="tag"))
    assert result.document.media_type == "text/html"
    assert result.text.split() == result.document.text.split()


def test_a_menu_makes_it_a_page() -> None:
    (entry,) = (path.read_text(encoding="utf-8") for path in DOCUMENTS if path.stem == "feed_entry")
    result = cleaner.clean(f"<nav><ul>{MENU}</ul></nav><main>{entry}</main>", media_type="text/html")
    assert "Home" in result.document.text
    assert "Home" not in result.text
    assert "By noon the mail boat was back." in result.text
