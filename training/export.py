"""Write trained networks as the weights file that `cleaner.chrome.tagger` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleaner.chrome.context import CONTEXT_NAMES
from cleaner.chrome.features import FEATURES_VERSION, SURFACE_NAMES
from cleaner.chrome.trees import Forest
from training.model import BUCKETS, FIRST_DILATIONS, PAGE_TYPES, SECOND_DILATIONS, Network

_TABLES = ("embedding.weight", "rarity.weight")


def export(networks: Sequence[Network], forest: Forest, typical: npt.NDArray[np.float32], path: Path) -> None:
    """Write the tagger to an `.npz` file: embeddings as int8 with a scale a column, the rest as float16."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for number, network in enumerate(networks):
        for name, values in _arrays(network).items():
            if name in _TABLES:
                scale = np.maximum(np.abs(values).max(axis=0), 1e-6) / 127
                arrays[f"network{number}.{name}"] = np.rint(values / scale).astype(np.int8)
                arrays[f"network{number}.{name}@scale"] = scale.astype(np.float32)
            else:
                kind = np.float32 if name.startswith("surface_norm") else np.float16
                arrays[f"network{number}.{name}"] = values.astype(kind)
    about = {
        "features_version": FEATURES_VERSION,
        "surface": len(SURFACE_NAMES),
        "context": len(CONTEXT_NAMES),
        "buckets": BUCKETS,
        "dilations": [FIRST_DILATIONS, SECOND_DILATIONS],
        "page_types": PAGE_TYPES,
        "networks": len(networks),
        "forest_bias": forest.bias,
    }
    arrays["forest.feature"], arrays["forest.border"] = forest.feature, forest.border
    arrays["forest.leaves"] = forest.leaves.astype(np.float32)
    arrays["typical"] = typical
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez(path, **arrays)


def _arrays(network: Network) -> dict[str, npt.NDArray[np.float32]]:
    """The network's parameters by name, its batch normalisation folded into a mean and a scale."""
    state = {name: values.detach().numpy() for name, values in network.state_dict().items()}
    norm = network.surface_norm
    scale = norm.weight.detach().numpy() / np.sqrt(norm.running_var.numpy() + norm.eps)
    mean = norm.running_mean.numpy() - norm.bias.detach().numpy() / np.where(scale == 0, 1e-6, scale)
    kept = {name: values for name, values in state.items() if not name.startswith("surface_norm")}
    return {**kept, "surface_norm.mean": mean, "surface_norm.scale": scale}
