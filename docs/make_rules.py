"""Writes `docs/rules/` anew: a page for each code, and the list of them.

    python docs/make_rules.py

A test says when they are out of date.
"""

from __future__ import annotations

from pathlib import Path

from cleaner.checks.pages import index, markdown
from cleaner.codes import all_pages

FOLDER = Path(__file__).parent / "rules"


def pages() -> dict[str, str]:
    """The text of each file of `docs/rules/`."""
    return {"README.md": index(all_pages()), **{f"{page.code}.md": markdown(page) for page in all_pages()}}


def main() -> None:
    """Writes them, and removes pages of codes that are gone."""
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
