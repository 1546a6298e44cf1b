"""The trained line tagger: how likely each line, or sentence of a long line, is content.

Small networks read a document twice (`network.py`), then a forest of decision trees reads each
unit beside its surroundings (`context.py`, `trees.py`). Trained by `training/train.py`; the
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
from collections.abc import Sequence
from functools import cache
from importlib import resources
from io import BytesIO

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import IntArray
from cleaner.chrome.context import CONTEXT_NAMES, context_features
from cleaner.chrome.counts import Units
from cleaner.chrome.features import FEATURES_VERSION, SURFACE_NAMES, features
from cleaner.chrome.network import Dilations, Parameters, read_batch, sigmoid
from cleaner.chrome.segments import unit_spans
from cleaner.chrome.trees import Forest, effects, predict
from cleaner.document import Document
from cleaner.errors import CleanerError

WEIGHTS_FILE = "tagger.npz"

Floats = npt.NDArray[np.float32]


class WeightsError(CleanerError, RuntimeError):
    """The weights file does not fit the code: the installation mixes two versions."""


class Scored(msgspec.Struct, frozen=True):
    """The tagger's view of one document.

    `spans`: int64 (units, 3): start, end, line index. `content`: float32 (units,), the
    probability of each unit to be content. `whole_page`: the probability that the text is
    a whole page, not one that was cleaned before. `page_type`: the likeliest type and its
    probability.
    """

    spans: IntArray
    content: Floats
    whole_page: float
    page_type: str
    page_type_score: float


class Weights(msgspec.Struct, frozen=True):
    """The networks' parameters, the forest, and what they were trained for."""

    buckets: int
    dilations: Dilations
    page_types: tuple[str, ...]
    networks: tuple[Parameters, ...]
    forest: Forest
    typical: Floats  # the median of each column that the forest reads


def score_documents(documents: Sequence[Document], weights: Weights | None = None) -> list[Scored]:
    """The scores of each document's units, in order. A document's scores do not depend on the others."""
    weights = weights or load_weights()
    spans, rows, starts = _rows(documents, weights)
    content = sigmoid(predict(weights.forest, rows))
    whole_page = rows[:, len(SURFACE_NAMES) + len(CONTEXT_NAMES) - 1]
    page_types = rows[:, len(SURFACE_NAMES) + len(CONTEXT_NAMES) :]
    scored = []
    for own_spans, start, end in zip(spans, starts[:-1], starts[1:], strict=True):
        chances = page_types[start] if end > start else np.zeros(len(weights.page_types))
        scored.append(
            Scored(
                own_spans,
                content[start:end],
                float(whole_page[start]) if end > start else 0.0,
                weights.page_types[int(chances.argmax())],
                float(chances.max(initial=0.0)),
            )
        )
    return scored


def explain_units(
    document: Document, weights: Weights | None = None, top: int = 3
) -> list[tuple[tuple[str, float], ...]]:
    """For each unit of the document the features that moved its score most: name and effect on the logit.

    The effect of a feature is how much the score would change if the unit had that feature's
    median value instead: positive speaks for content, negative for chrome.
    """
    weights = weights or load_weights()
    _, rows, _ = _rows([document], weights)
    names = (*SURFACE_NAMES, *CONTEXT_NAMES, *(f"document: {kind}" for kind in weights.page_types))
    moved = effects(weights.forest, rows, weights.typical)
    strongest = np.argsort(-np.abs(moved), axis=1)[:, :top]
    return [
        tuple((names[column], float(moved[unit, column])) for column in columns)
        for unit, columns in enumerate(strongest.tolist())
    ]


def _rows(documents: Sequence[Document], weights: Weights) -> tuple[list[IntArray], Floats, IntArray]:
    """Each document's unit spans, all units' rows for the forest, and where each document's begin."""
    units = [
        Units(document.text, np.array(list(unit_spans(document)), np.int64).reshape(-1, 3)) for document in documents
    ]
    batch = features(units)
    readings = read_batch(weights.networks, weights.dilations, weights.buckets, batch)
    return [unit.spans for unit in units], context_features(batch, readings), batch.document_starts


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
    networks = tuple(_parameters(arrays, f"network{number}.") for number in range(about["networks"]))
    first, second = about["dilations"]
    return Weights(
        about["buckets"],
        (tuple(first), tuple(second)),
        tuple(about["page_types"]),
        networks,
        Forest(arrays["forest.feature"], arrays["forest.border"], arrays["forest.leaves"], about["forest_bias"]),
        arrays["typical"],
    )


def _check_versions(about: dict[str, object]) -> None:
    expected = {"features_version": FEATURES_VERSION, "surface": len(SURFACE_NAMES), "context": len(CONTEXT_NAMES)}
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
