"""How sources are read: which columns count, what is left out, and how large a record may be."""

from __future__ import annotations

import msgspec

FORMATS = ("file", "jsonl", "csv", "tsv", "parquet", "warc", "tar", "zip")
"""What a source may be: one document (`"file"`), or a container of many. `"warc"` is WARC and WET."""


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read sources. A column that is `""` is looked for by its usual names: `columns.py` lists them.

    >>> ReadOptions(text_column="body").text_column
    'body'
    """

    text_column: str = ""
    """The column of plain text. A dot leads into nested JSON (`article.body`), here and below."""

    html_column: str = ""
    """The column of HTML pages. A row with HTML and text is read as HTML, which says more."""

    id_column: str = ""
    url_column: str = ""
    site_column: str = ""

    format: str = ""
    """The format (of `FORMATS`) of standard input and of files named one by one; `""` looks at name and content."""

    exclude: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, of names below the folder that is read; members of archives too."""

    gitignore: bool = True
    """Leave out what the `.gitignore` files in a folder, and in those below it, leave out."""

    max_record_bytes: int = 100_000_000
    """A larger record of a container is refused (`E022`) and never held: a book has 2 million, the largest
    pages of Common Crawl are cut at 1 million."""

    max_file_bytes: int = 800_000_000
    """A larger plain file is refused (`E022`) without reading it: four bytes for each of `Config.max_chars`."""

    max_expansion: int = 200
    """An archive that unpacks to more than so many times its size, and more than a gigabyte, is given up as a
    bomb (`E026`): text shrinks 3 to 10 times, logs 50 times, at most."""


DEFAULT = ReadOptions()
