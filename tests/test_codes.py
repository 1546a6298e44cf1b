"""Every code that can be met has a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.codes import all_pages, page_of, pages_under
from cleaner.errors import ArgumentError

SOURCE = Path(cleaner.__file__).parent


def test_every_page_has_a_title_and_a_code() -> None:
    for page in all_pages():
        assert re.fullmatch("[CDEMNS][0-9]{3}", page.code), page.code
        assert len(page.title.split()) >= 3, page.code


def test_every_code_named_in_the_source_has_a_page() -> None:
    sources = SOURCE.rglob("*.py")
    named = {code for path in sources for code in re.findall(r'"([CDEMNS]\d{3})"', path.read_text("utf-8"))}
    assert named <= {page.code for page in all_pages()}


@pytest.mark.parametrize("code", ["", "X", "E9", "C9999"])
def test_unknown_codes(code: str) -> None:
    with pytest.raises(ArgumentError):
        page_of(code or "Q")
    with pytest.raises(ArgumentError, match="no code"):
        pages_under(code or "Q")
