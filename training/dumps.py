"""Dump every page of the data folder to text with several tools, once, into a cache.

The tagger must read what any tool leaves behind: whole-page dumps (every word of the
page, chrome included) and the output of extractors (most chrome gone, some left). Each
tool here turns one HTML page into plain text; `dump_all` runs them over `wcxb_dev` and
`pages_train` and writes one xz-compressed JSON Lines file a source, without the HTML.

    python -m training.dumps --data ../shared/data --cache training/cache
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SOURCES = ("wcxb_dev", "pages_train")


def dump_resiliparse(html: str) -> str:
    """Whole page as WET files hold it."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(HTMLTree.parse(html), main_content=False, alt_texts=False)


def dump_noscript(html: str) -> str:
    """The same with `<noscript>` shown: what a page that needs scripts has to offer without them."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(HTMLTree.parse(html), main_content=False, alt_texts=False, noscript=True)


def dump_lxml(html: str) -> str:
    """Whole page, one text node a line, as `//text()` one-liners give it."""
    import lxml.html

    tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for node in tree.xpath("//script|//style|//noscript|//template|//comment()"):
        node.drop_tree()
    return str(tree.text_content())


def dump_bs4(html: str) -> str:
    """Whole page, every string on a line of its own: `soup.get_text("\\n")`."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    for node in soup(["script", "style", "noscript", "template"]):
        node.decompose()
    return soup.get_text("\n", strip=True)


def dump_inscriptis(html: str) -> str:
    """Whole page laid out as a text browser would."""
    from inscriptis import get_text

    return get_text(html)


def extract_trafilatura(html: str) -> str:
    """What trafilatura keeps with its defaults."""
    from trafilatura import extract

    return extract(html) or ""


def extract_resiliparse(html: str) -> str:
    """What resiliparse keeps as main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False)


def extract_readability(html: str) -> str:
    """What readability-lxml keeps, as text."""
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(HTMLTree.parse(Document(html).summary()), main_content=False, alt_texts=False)


TOOLS: dict[str, Callable[[str], str]] = {
    "resiliparse": dump_resiliparse,
    "noscript": dump_noscript,
    "lxml": dump_lxml,
    "bs4": dump_bs4,
    "inscriptis": dump_inscriptis,
    "trafilatura_main": extract_trafilatura,
    "resiliparse_main": extract_resiliparse,
    "readability_main": extract_readability,
}


def dump_page(page: dict[str, Any]) -> dict[str, Any]:
    """The page's record without its HTML, with `dumps` (tool → text) and `seconds` (tool → CPU seconds)."""
    html = page.pop("html")
    page["html_bytes"] = len(html.encode("utf-8", "replace"))
    page["dumps"], page["seconds"] = {}, {}
    for name, tool in TOOLS.items():
        started = time.process_time()
        try:
            text = tool(html)
        except Exception as error:  # a peer's failure on a page is a result: it extracted nothing
            text = ""
            page.setdefault("failures", {})[name] = repr(error)[:200]
        page["seconds"][name] = time.process_time() - started
        page["dumps"][name] = text
    return page


def read_pages(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def dump_all(data: Path, cache: Path, workers: int = 2) -> None:
    """Write `<cache>/<source>.dumps.jsonl.xz` for each source that is not there yet."""
    cache.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        target = cache / f"{source}.dumps.jsonl.xz"
        if target.exists():
            continue
        partial = target.with_suffix(".partial")
        with multiprocessing.Pool(workers) as pool, lzma.open(partial, "wt", encoding="utf-8", preset=1) as out:
            for page in pool.imap(dump_page, read_pages(data / f"{source}.jsonl.xz"), chunksize=8):
                out.write(json.dumps(page) + "\n")
        partial.rename(target)
        print(f"wrote {target}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    dump_all(arguments.data, arguments.cache, arguments.workers)
