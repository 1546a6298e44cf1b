"""The trained line tagger: how likely each line, or sentence of a long line, is content.

A small network reads a document twice (`network.py`), then a forest of decision trees reads each
unit beside its surroundings (`context.py`, `trees.py`). There is one pair for plain text and one
for HTML, which also sees the unit's place in the tree (`structure.py`). Trained by `training/train.py`; the
weights ship with the package, nothing is downloaded. What the tagger was trained on, how good
it is and where it fails: `data/MODEL_CARD.md`.

>>> from cleaner.config import Config
>>> from cleaner.parse import parse
>>> from cleaner.read import to_record
>>> text = "Home\\nThe council met on Monday and voted to close the old bridge, officials said.\\nSign in"
>>> (scored,) = score_documents([parse(to_record(text), Config())[0]])
>>> bool(scored.content[1] > scored.content[0])
True
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import IntArray
from cleaner.chrome.context import CONTEXT_NAMES, STRUCTURE_CONTEXT_NAMES, Readings, context_features
from cleaner.chrome.counts import Units
from cleaner.chrome.features import FEATURES_VERSION, SURFACE_NAMES, Batch, features
from cleaner.chrome.network import Dilations, Parameters, read_batch, sigmoid
from cleaner.chrome.segments import unit_spans
from cleaner.chrome.structure import STRUCTURE_NAMES
from cleaner.chrome.titles import TITLE_NAMES
from cleaner.chrome.trees import Forest, effects, predict
from cleaner.document import Document
from cleaner.errors import CleanerError

WEIGHTS_FILE = "tagger.npz"
HTML = "text/html"
FRAGMENT_UNITS, PAGE_UNITS = 5, 10
"""HTML of up to the first number of units is a fragment: nobody puts a frame around it, and the tagger, which
learned from pages, takes its lines for chrome. From the second on it is a page. (Nine of 3,740 pages have fewer:
their mean word F1 0.758 -> 0.762, out of fold.)"""
FEW_LINK_LINES, PAGE_LINK_LINES = 2, 4
"""HTML with up to the first number of lines that are all link has no menu: it is a chapter of an e-book, an exported
document, an entry of a feed, what an extractor left. From the second on it is a page; most pages have dozens."""
WITHOUT_MENU = 0.5
"""How much HTML without a menu counts as a page. With less, old pages of plain markup keep more of their chrome, and
chapters and exported documents hardly more of their text."""
ALL_LINK = 0.8
"""Share of a line's characters inside links from which on the line is all link: bullets and bars stand beside them."""

NETWORK_SHARE, HTML_NETWORK_SHARE = 0.4, 0.2
"""How much the network's own log odds count beside the forest's, which learned from the pages it saw when to distrust
the network, and distrusts it elsewhere, too. (Plain text, out of fold, with `F1_SHARE` set anew, 0.55 -> 0.6: word F1
on wcxb_dev 0.848 -> 0.849, share of its `without` sentences gone 0.925 -> 0.932.)"""

Floats = npt.NDArray[np.float32]


class WeightsError(CleanerError, RuntimeError):
    """The weights file does not fit the code: the installation mixes two versions."""


class Scored(msgspec.Struct, frozen=True):
    """The tagger's view of one document.

    `spans`: int64 (units, 3): start, end, line index. `content`: float32 (units,), the
    probability of each unit to be content. `whole_page`: the probability that the text is
    a whole page, not one that was cleaned before (HTML: by its size and its menus).
    `page_type`: the likeliest type and its probability.
    """

    spans: IntArray
    content: Floats
    whole_page: float
    page_type: str
    page_type_score: float


class Trained(msgspec.Struct, frozen=True):
    """The networks' parameters, the forest, and the median of each column that the forest reads."""

    networks: tuple[Parameters, ...]
    forest: Forest
    typical: Floats


class Weights(msgspec.Struct, frozen=True):
    """What was trained for plain text and for HTML."""

    buckets: int
    dilations: Dilations
    page_types: tuple[str, ...]
    text: Trained
    html: Trained


def score_documents(documents: Sequence[Document], weights: Weights | None = None) -> list[Scored]:
    """The scores of each document's units, in order. A document's scores do not depend on the others."""
    weights = weights or load_weights()

    def of_kind(html: bool) -> Iterator[Scored]:
        own = [document for document in documents if (document.media_type == HTML) == html]
        return iter(_scored(own, weights, weights.html if html else weights.text))

    scores = {html: of_kind(html) for html in (False, True)}
    return [next(scores[document.media_type == HTML]) for document in documents]


def _scored(documents: Sequence[Document], weights: Weights, trained: Trained) -> list[Scored]:
    """The scores of documents of one kind."""
    if not documents:
        return []
    of_html = documents[0].media_type == HTML
    spans, batch, readings = _read(documents, weights, trained)
    share = HTML_NETWORK_SHARE if of_html else NETWORK_SHARE
    forest = predict(trained.forest, context_features(batch, readings))
    content = sigmoid((1 - share) * forest + share * _same_in_any_batch(readings.logits))
    starts = batch.document_starts.tolist()
    scored = []
    for document, (own_spans, start, end) in enumerate(zip(spans, starts[:-1], starts[1:], strict=True)):
        chances = readings.page_types[document] if end > start else np.zeros(len(weights.page_types))
        whole_page = float(readings.whole_page[document]) if end > start else 0.0
        scored.append(
            Scored(
                own_spans,
                content[start:end],
                _framed(documents[document], end - start) if of_html else whole_page,
                weights.page_types[int(chances.argmax())],
                float(chances.max(initial=0.0)),
            )
        )
    return scored


def _same_in_any_batch(logits: Floats) -> Floats:
    """The log odds without the last digits, in which matrix products of other sizes may differ."""
    return np.rint(logits * 1024).astype(np.float32) / np.float32(1024)


def _framed(document: Document, units: int) -> float:
    """How much a document from HTML, of so many units, is a page: 0.0 for a fragment, 1.0 for a page with menus."""
    size = (units - FRAGMENT_UNITS) / (PAGE_UNITS - FRAGMENT_UNITS)
    link_lines = sum(line.chars_in_links > ALL_LINK * (line.end - line.start) for line in document.lines)
    menus = max((link_lines - FEW_LINK_LINES) / (PAGE_LINK_LINES - FEW_LINK_LINES), WITHOUT_MENU)
    return min(max(size, 0.0), menus, 1.0)


def explain_units(
    document: Document, weights: Weights | None = None, top: int = 3
) -> list[tuple[tuple[str, float], ...]]:
    """For each unit of the document the features that moved its score most: name and effect on the logit.

    The effect of a feature is how much the score would change if the unit had that feature's
    median value instead: positive speaks for content, negative for chrome.
    """
    weights = weights or load_weights()
    of_html = document.media_type == HTML
    trained, share = (weights.html, HTML_NETWORK_SHARE) if of_html else (weights.text, NETWORK_SHARE)
    _, batch, readings = _read([document], weights, trained)
    names = (*SURFACE_NAMES, *CONTEXT_NAMES, *(f"document: {kind}" for kind in weights.page_types))
    names = (*names, *STRUCTURE_NAMES, *TITLE_NAMES, *STRUCTURE_CONTEXT_NAMES)
    moved = (1 - share) * effects(trained.forest, context_features(batch, readings), trained.typical)
    own_score = len(SURFACE_NAMES) + CONTEXT_NAMES.index("own score")
    moved[:, own_score] += share * (readings.logits - trained.typical[own_score])
    strongest = np.argsort(-np.abs(moved), axis=1)[:, :top]
    return [
        tuple((names[column], float(moved[unit, column])) for column in columns)
        for unit, columns in enumerate(strongest.tolist())
    ]


def units_of(document: Document) -> Units:
    """The document's text with the spans of its units and, from HTML, its lines and head."""
    spans = np.array(list(unit_spans(document)), np.int64).reshape(-1, 3)
    if document.media_type != HTML:
        return Units(document.text, spans)
    return Units(document.text, spans, document.lines, document.head)


def _read(documents: Sequence[Document], weights: Weights, trained: Trained) -> tuple[list[IntArray], Batch, Readings]:
    """Each document's unit spans, the features of all units, and what the networks say of them."""
    units = [units_of(document) for document in documents]
    batch = features(units)
    readings = read_batch(trained.networks, weights.dilations, weights.buckets, batch)
    return [unit.spans for unit in units], batch, readings


@cache
def load_weights() -> Weights:
    """The weights in the package. Raises `WeightsError` if they were made for other features."""
    return read_weights((resources.files("cleaner") / "data" / WEIGHTS_FILE).read_bytes())


def read_weights(payload: bytes) -> Weights:
    """The weights in the bytes of an `.npz` file, ready to compute with."""
    with np.load(BytesIO(payload)) as stored:
        arrays = {name: stored[name] for name in stored.files}
    about = json.loads(arrays["about"].tobytes())
    _check_versions(about)
    first, second = about["dilations"]
    return Weights(
        about["buckets"],
        (tuple(first), tuple(second)),
        tuple(about["page_types"]),
        _trained(arrays, "text", about),
        _trained(arrays, "html", about),
    )


def _trained(arrays: dict[str, npt.NDArray[Any]], kind: str, about: dict[str, Any]) -> Trained:
    feature, border, leaves = (arrays[f"{kind}.forest.{part}"] for part in ("feature", "border", "leaves"))
    return Trained(
        tuple(_parameters(arrays, f"{kind}.network{number}.") for number in range(about[f"{kind}_networks"])),
        Forest(feature, border, leaves, about[f"{kind}_forest_bias"]),
        arrays[f"{kind}.typical"],
    )


def _check_versions(about: dict[str, object]) -> None:
    expected = {
        "features_version": FEATURES_VERSION,
        "surface": len(SURFACE_NAMES),
        "context": len(CONTEXT_NAMES),
        "structure": len(STRUCTURE_NAMES) + len(TITLE_NAMES) + len(STRUCTURE_CONTEXT_NAMES),
    }
    for name, value in expected.items():
        if about[name] != value:
            raise WeightsError(
                f"the tagger's weights were trained with {name} = {about[name]}, this code computes {name} = {value}:"
                " reinstall cleaner, or train again (training/train.py)"
            )


def _parameters(arrays: dict[str, npt.NDArray[np.generic]], prefix: str) -> Parameters:
    """A network's parameters as float32, from float16 or from int8 with a scale for each column."""
    parameters: Parameters = {}
    for name, values in arrays.items():
        if name.startswith(prefix) and not name.endswith("@scale"):
            parameter = values.astype(np.float32)
            if f"{name}@scale" in arrays:
                parameter *= arrays[f"{name}@scale"].astype(np.float32)
            parameters[name.removeprefix(prefix)] = parameter
    return parameters
