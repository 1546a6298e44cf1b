"""Training examples: every page in every shape the tagger will meet, featurised and labelled.

Shapes of a page: its lines as cleaner reads the HTML, whole-page dumps by four tools, the
output of three extractors, the gold text itself (nothing to remove), and the first dump with
all line breaks replaced by spaces.
Beside the pages: the human-labelled lines of `lines_train`.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import multiprocessing
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.counts import Units
from cleaner.chrome.features import features
from cleaner.chrome.structure import Structure
from cleaner.chrome.tagger import units_of
from cleaner.config import Config
from cleaner.document import Document, Line, Record
from cleaner.parse import parse
from training.labels import label_units

FOLDS = 5
MAX_UNITS = 3000  # a longer page is cut for training: its first units say what it is

MUCH_MORE = 1.3  # a page counts as served in `<noscript>` when that makes its text so much longer

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


class Example(msgspec.Struct):
    """One text of one page, ready to train on."""

    page: int  # index into the pages
    shape: str
    surface: npt.NDArray[np.float16]
    words: npt.NDArray[np.uint64]
    counts: npt.NDArray[np.int32]  # words a unit
    types: npt.NDArray[np.int32]
    labels: npt.NDArray[np.float16]  # nan: unknown
    spans: npt.NDArray[np.int32]
    structure: Structure | None = None  # where the units stand in the tree, for the shape "html"


class Page(msgspec.Struct):
    """What evaluation needs to know of a page."""

    id: str
    source: str
    language: str
    page_type: str
    gold: str
    gold_kind: str
    fold: int
    texts: dict[str, str]  # shape → text
    examples: list[Example]


def document_of(text: str) -> Document:
    spans = [match.span() for match in _LINE.finditer(text)]
    return Document(id="", text=text, lines=tuple(Line(index, *span) for index, span in enumerate(spans)))


def fold_of(url: str, fallback: str) -> int:
    """The fold of a page: the same for all pages of one registered domain."""
    from publicsuffixlist import PublicSuffixList

    host = urlsplit(url).hostname or ""
    domain = (PublicSuffixList().privatesuffix(host) or host) if host else fallback
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def page_of(row: dict[str, Any]) -> Page:
    gold = row["gold_text"]
    texts = {name: text for name, text in row["dumps"].items() if text.strip()}
    if len(texts.get("noscript", "")) < MUCH_MORE * len(texts.get("resiliparse", "")):
        texts.pop("noscript", None)
    if texts.get("resiliparse"):
        texts["flat"] = " ".join(texts["resiliparse"].split())
    if gold:
        texts["gold"] = gold
    page = Page(
        id=row["id"],
        source=row.get("source") or "wcxb",
        language=row.get("lang") or "en",
        page_type=row.get("page_type") or "",
        gold=gold or "",
        gold_kind=row.get("gold_kind") or "human",
        fold=fold_of(row.get("url") or "", row["id"]),
        texts=texts,
        examples=[],
    )
    gold_words = features([units_of(document_of(gold or ""))]).words
    documents = {shape: document_of(text) for shape, text in texts.items()}
    if html := row.get("html"):
        documents["html"] = html_document(html, row.get("url") or "")
        texts["html"] = documents["html"].text
    for shape, document in documents.items():
        example = _example(document, shape, None if shape == "gold" else gold_words)
        if example is not None:
            page.examples.append(example)
    return page


def html_document(html: str, url: str) -> Document:
    """The page as `parse` reads it."""
    payload = html.encode("utf-8", "surrogatepass")
    return parse(Record(id="", payload=payload, media_type="text/html; charset=utf-8", url=url), Config())[0]


def _example(document: Document, shape: str, gold_words: npt.NDArray[np.uint64] | None) -> Example | None:
    units = units_of(document)
    if not len(units.spans):
        return None
    units = Units(units.text, units.spans[:MAX_UNITS], units.lines)
    batch = features([units])
    is_gold = gold_words is None
    labels = np.ones(len(units.spans)) if is_gold else label_units(batch, units.spans[:, 2], gold_words)
    return Example(
        page=0,
        shape=shape,
        surface=batch.surface.astype(np.float16),
        words=batch.words,
        counts=np.diff(batch.word_starts).astype(np.int32),
        types=batch.types.astype(np.int32),
        labels=labels.astype(np.float16),
        spans=units.spans.astype(np.int32),
        structure=_compact(batch.structure) if batch.structure else None,
    )


def _compact(places: Structure) -> Structure:
    return Structure(
        places.columns.astype(np.float16), places.hints.astype(np.int16), places.hint_starts.astype(np.int32),
        places.groups.astype(np.int32), places.titles.astype(np.float16),
    )  # fmt: skip


def lines_page_of(row: dict[str, Any]) -> Page | None:
    """A document of `lines_train`: its labels are human, a line each."""
    lines = [line.replace("\n", " ").replace("\r", " ") for line in row["lines"]]
    text = "\n".join(lines)
    document = document_of(text)
    units = units_of(document)
    offsets = np.cumsum([0] + [len(line) + 1 for line in lines])[:-1]
    example = _example(document, "lines", None)
    if example is None:
        return None
    which = np.searchsorted(offsets, units.spans[:MAX_UNITS, 0], side="right") - 1
    values = np.array([float(label) if label in (0, 1) else np.nan for label in row["labels"]])
    example.labels = values[which].astype(np.float16)
    return Page(
        id=row["id"],
        source=row["source"],
        language=row["lang"],
        page_type="",
        gold="",
        gold_kind="lines",
        fold=fold_of(row.get("url") or "", row["id"]),
        texts={"lines": text},
        examples=[example],
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _page_rows(data: Path, cache: Path) -> Iterator[dict[str, Any]]:
    for source in ("wcxb_dev", "pages_train"):
        dumps = _rows(cache / f"{source}.dumps.jsonl.xz")
        for row, page in zip(dumps, _rows(data / f"{source}.jsonl.xz"), strict=True):
            if row.get("gold_text"):
                yield {**row, "html": page["html"]}


def build(data: Path, cache: Path, workers: int = 2) -> list[Page]:
    """All pages with their examples; read back from the cache when it is there."""
    target = cache / "examples.pickle"
    if target.exists():
        with target.open("rb") as stored:
            pages: list[Page] = pickle.load(stored)
            return pages
    with multiprocessing.Pool(workers) as pool:
        pages = list(pool.imap(page_of, _page_rows(data, cache), chunksize=8))
        lines = pool.imap(lines_page_of, _rows(data / "lines_train.jsonl.xz"), chunksize=8)
        pages.extend(page for page in lines if page is not None)
    for index, page in enumerate(pages):
        for example in page.examples:
            example.page = index
    with target.open("wb") as out:
        pickle.dump(pages, out, protocol=5)
    return pages
