"""How well title, author and date of HTML pages are read, beside trafilatura, on the same pages in one run.

Gold: the fields of WCXB's dev split. Exact match after white space is made single; loose match
of folded words, without the words that join names. Where gold is empty, values given all the
same are counted as false (a page may have an author whom the annotation left out).

    python -m benchmarks.metadata_html [--data ../shared/data] [--limit 200] [--errors author] [--pipeline | --text]

`--pipeline` measures what `cleaner.clean` gives: the text names what the markup leaves out. `--text` measures what
it gives of the pages' plain text alone, chrome and all (resiliparse's dump).
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from training.dumps import dump_resiliparse

Fields = dict[str, str]
Page = dict[str, Any]

FIELDS = {"title": "title", "author": "author", "date": "publish_date"}
_WORD = re.compile(r"\w+")
_JOINING = frozenset(["and", "by"])


def main() -> None:
    """Parse the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with wcxb_dev.jsonl.xz")
    parser.add_argument("--limit", type=int, default=0, help="measure only so many pages")
    parser.add_argument("--errors", choices=tuple(FIELDS), help="print 30 differences of this field")
    parser.add_argument("--pipeline", action="store_true", help="measure cleaner.clean instead of the markup alone")
    parser.add_argument("--text", action="store_true", help="measure cleaner.clean on the pages' plain text")
    parser.add_argument("--alone", action="store_true", help="leave trafilatura out")
    options = parser.parse_args()
    path = options.data / "wcxb_dev.jsonl.xz"
    if not path.exists():
        print(f"skipped: {path} is not there; give its folder with --data")
        return
    pages = pages_of(options.data, options.limit)
    if options.text:
        pages = [page | {"html": dump_resiliparse(page["html"])} for page in pages]
        _tell_of("cleaner", pages, _cleaned_text(pages), options.errors or "")
        return
    tell(pages, of_text=options.pipeline, with_peer=not options.alone, errors=options.errors or "")


def pages_of(data: Path, limit: int = 0) -> list[Page]:
    """The pages of WCXB's dev split, the first `limit` of them, if any."""
    with lzma.open(data / "wcxb_dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    return pages[: limit or None]


def tell(pages: list[Page], *, of_text: bool = False, with_peer: bool = True, errors: str = "") -> None:
    """Prints a line for each system and field. `of_text`: what `cleaner.clean` gives, not the markup alone."""
    systems: dict[str, Callable[[list[Page]], list[Fields]]] = {"cleaner": _cleaned if of_text else _markup}
    if with_peer:
        systems["trafilatura"] = _trafilatura
    for name, read in systems.items():
        _tell_of(name, pages, read(pages), errors)


def _tell_of(name: str, pages: list[Page], found: list[Fields], errors: str) -> None:
    for field in FIELDS:
        print(f"{name:12} {field:7} {_score(pages, found, field)}")
    if errors:
        print(*_errors(pages, found, errors), sep="\n")


def _cleaned_text(pages: list[Page]) -> list[Fields]:
    import cleaner

    results = cleaner.clean_many((page["html"] for page in pages), media_type="text/plain")
    return [{field: getattr(result.metadata, field) for field in FIELDS} for result in results]


def _markup(pages: list[Page]) -> list[Fields]:
    from cleaner.parse.facts import collect_facts
    from cleaner.parse.tree import parse_tree
    from cleaner.tag.head import read_head

    read_head(collect_facts(parse_tree("<title>Rain</title><p class=byline>By Eva Berg, 5 May 2020")))  # reads tables
    found = []
    times = [0.0, 0.0, 0.0]
    for page in pages:
        started = time.process_time()
        root = parse_tree(page["html"])
        parsed = time.process_time()
        facts = collect_facts(root)
        collected = time.process_time()
        found.append(read_head(facts, page["url"] or "").values)
        for index, (begin, end) in enumerate(
            ((started, parsed), (parsed, collected), (collected, time.process_time()))
        ):
            times[index] += end - begin
    parsing, facts_ms, head_ms = (1000 * seconds / len(pages) for seconds in times)
    print(f"cleaner: parse {parsing:.2f}, facts {facts_ms:.2f}, head {head_ms:.2f} ms of CPU time a page")
    return found


def _cleaned(pages: list[Page]) -> list[Fields]:
    import cleaner

    started = time.process_time()
    found = []
    for page in pages:
        metadata = cleaner.clean(page["html"], media_type="text/html", url=page["url"] or None).metadata
        found.append({field: getattr(metadata, field) for field in FIELDS})
    print(f"cleaner.clean, all of it: {1000 * (time.process_time() - started) / len(pages):.2f} ms of CPU time a page")
    return found


def _trafilatura(pages: list[Page]) -> list[Fields]:
    import trafilatura

    found = []
    started = time.process_time()
    for page in pages:
        document = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True)
        found.append({field: getattr(document, field, None) or "" for field in FIELDS})
    milliseconds = 1000 * (time.process_time() - started) / len(pages)
    name = f"trafilatura {trafilatura.__version__}, bare_extraction with metadata"
    print(f"{name}: {milliseconds:.2f} ms of CPU time a page")
    return found


def _score(pages: list[Page], found: list[Fields], field: str) -> str:
    pairs = [
        (_spaced(page[FIELDS[field]]), _spaced(given.get(field))) for page, given in zip(pages, found, strict=True)
    ]
    known = [(gold, given) for gold, given in pairs if gold]
    exact = sum(gold == given for gold, given in known) / max(1, len(known))
    loose = sum(_folded(gold) == _folded(given) for gold, given in known) / max(1, len(known))
    missing = sum(not given for _, given in known)
    false = sum(bool(given) for gold, given in pairs if not gold)
    empty = len(pairs) - len(known)
    return f"exact {exact:.4f}  loose {loose:.4f}  missing {missing} of {len(known)}  false {false} of {empty}"


def _errors(pages: list[Page], found: list[Fields], field: str, limit: int = 30) -> Iterator[str]:
    pairs = ((page, _spaced(given.get(field))) for page, given in zip(pages, found, strict=True))
    wrong = [(page, given) for page, given in pairs if _folded(_spaced(page[FIELDS[field]])) != _folded(given)]
    for page, given in wrong[:: max(1, len(wrong) // limit)]:
        yield f"  {given!r} should be {page[FIELDS[field]]!r} ({page['url']})"


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())


def _folded(text: str) -> list[str]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return [word for word in words if word not in _JOINING]


if __name__ == "__main__":
    main()
