"""Write trained networks as the weights file that `cleaner.chrome.tagger` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.context import CONTEXT_NAMES, STRUCTURE_CONTEXT_NAMES
from cleaner.chrome.features import FEATURES_VERSION, SURFACE_NAMES
from cleaner.chrome.structure import STRUCTURE_NAMES
from cleaner.chrome.titles import TITLE_NAMES
from cleaner.chrome.trees import Forest
from training.model import BUCKETS, FIRST_DILATIONS, PAGE_TYPES, SECOND_DILATIONS, Network

_TABLES = ("embedding.weight", "rarity.weight", "hints.weight")


class Parts(msgspec.Struct):
    """What was trained for one kind of document."""

    networks: Sequence[Network]
    forest: Forest
    typical: npt.NDArray[np.float32]  # the median of each column that the forest reads


def export(kinds: dict[str, Parts], path: Path) -> None:
    """Write the tagger of the kinds `"text"` and `"html"` to an `.npz` file.

    Embeddings become int8 with a scale a column, the rest float16.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    about: dict[str, Any] = {
        "features_version": FEATURES_VERSION,
        "surface": len(SURFACE_NAMES),
        "context": len(CONTEXT_NAMES),
        "buckets": BUCKETS,
        "dilations": [FIRST_DILATIONS, SECOND_DILATIONS],
        "page_types": PAGE_TYPES,
        "structure": len(STRUCTURE_NAMES) + len(TITLE_NAMES) + len(STRUCTURE_CONTEXT_NAMES),
    }
    for kind, parts in kinds.items():
        for number, network in enumerate(parts.networks):
            arrays |= {f"{kind}.network{number}.{name}": values for name, values in _stored(network).items()}
        arrays[f"{kind}.forest.feature"], arrays[f"{kind}.forest.border"] = parts.forest.feature, parts.forest.border
        arrays[f"{kind}.forest.leaves"] = parts.forest.leaves.astype(np.float32)
        arrays[f"{kind}.typical"] = parts.typical
        about |= {f"{kind}_networks": len(parts.networks), f"{kind}_forest_bias": parts.forest.bias}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez(path, **arrays)


def _stored(network: Network) -> dict[str, npt.NDArray[Any]]:
    stored: dict[str, npt.NDArray[Any]] = {}
    for name, values in _arrays(network).items():
        if name in _TABLES:
            scale = np.maximum(np.abs(values).max(axis=0), 1e-6) / 127
            stored[name] = np.rint(values / scale).astype(np.int8)
            stored[f"{name}@scale"] = scale.astype(np.float32)
        else:
            stored[name] = values.astype(np.float32 if name.startswith("surface_norm") else np.float16)
    return stored


def _arrays(network: Network) -> dict[str, npt.NDArray[np.float32]]:
    """The network's parameters by name, its batch normalisation folded into a mean and a scale."""
    state = {name: values.detach().numpy() for name, values in network.state_dict().items()}
    norm = network.surface_norm
    scale = norm.weight.detach().numpy() / np.sqrt(norm.running_var.numpy() + norm.eps)
    mean = norm.running_mean.numpy() - norm.bias.detach().numpy() / np.where(scale == 0, 1e-6, scale)
    kept = {name: values for name, values in state.items() if not name.startswith("surface_norm")}
    return {**kept, "surface_norm.mean": mean, "surface_norm.scale": scale}
