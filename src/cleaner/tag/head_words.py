"""The word lists that reading a page's head needs, from `data/head.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


def head_words(name: str) -> frozenset[str]:
    """The words of a list, of all its languages.

    >>> "admin" in head_words("no_authors")
    True
    """
    return _lists()[name]


def head_keys(field: str) -> tuple[str, ...]:
    """The names of `<meta>` that state a field, most trusted first.

    >>> head_keys("site")[0]
    'og:site_name'
    """
    return _keys()[field]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("cleaner").joinpath("data/head.toml").read_text(encoding="utf-8"))


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(value if isinstance(value, list) else (word for words in value.values() for word in words))
        for name, value in _table()["words"].items()
    }


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    return {field: tuple(names) for field, names in _table()["meta"].items()}
