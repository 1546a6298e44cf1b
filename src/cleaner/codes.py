"""The page of every code: what `cleaner rule CODE` prints and the documentation is made from."""

from __future__ import annotations

import difflib
import inspect
import tomllib
from importlib import resources

import msgspec

from cleaner.errors import ArgumentError


class CodePage(msgspec.Struct, frozen=True):
    """A code and its page; the page's first line is its title.

    >>> page_of("E005").title
    "The file can't be read."
    """

    code: str
    page: str

    @property
    def title(self) -> str:
        return self.page.partition("\n")[0]


def all_pages() -> tuple[CodePage, ...]:
    """The pages of all codes, ordered by code.

    From the docstrings of the chrome rules and the normalisers, and from `data/codes.toml`
    for codes that no such function stands for.
    """
    from cleaner.chrome.rules import all_rules
    from cleaner.normalize import NORMALIZERS

    table = tomllib.loads(resources.files("cleaner").joinpath("data/codes.toml").read_text(encoding="utf-8"))
    pages = {code: inspect.cleandoc(page) for code, page in table.items()}
    pages |= {rule.code: rule.page for rule in all_rules()}
    pages |= {code: inspect.getdoc(normalizer) or "" for code, normalizer in NORMALIZERS}
    return tuple(CodePage(code, pages[code]) for code in sorted(pages))


def pages_under(prefix: str) -> tuple[CodePage, ...]:
    """The pages of the codes that start with the prefix. Raises `ArgumentError` if there are none.

    >>> [page.code for page in pages_under("E00")][:3]
    ['E000', 'E001', 'E002']
    """
    pages = all_pages()
    if found := tuple(page for page in pages if page.code.startswith(prefix.upper())):
        return found
    close = difflib.get_close_matches(prefix.upper(), [page.code for page in pages], n=1)
    hint = f"did you mean {close[0]}?" if close else "`cleaner rule` lists them all"
    raise ArgumentError(f"no code {prefix!r}; {hint}")


def page_of(code: str) -> CodePage:
    """The page of this very code. Raises `ArgumentError` if it does not exist."""
    page = pages_under(code)[0]
    if page.code != code.upper():
        raise ArgumentError(f"no code {code!r}; codes that start so: `cleaner rule {code}`")
    return page
