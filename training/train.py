"""Train the line tagger: one command from the data folder to the weights file.

    python -m training.train --data ../shared/data --cache training/cache

1. Dump all pages with all tools, featurise and label them (cached).
2. For each of five folds of registered domains: a network trained on the other folds reads
   the fold's pages. These readings are out of fold.
3. For each fold: a forest trained on the other folds' readings. Network and forest of a fold
   go to `<cache>/folds/<fold>.npz`: what the benchmarks score that fold's pages with.
4. A network on all pages and a forest on all readings: the weights that ship.

Seeded; needs no accelerator.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from cleaner.chrome.context import Readings
from training.dumps import dump_all
from training.examples import FOLDS, Example, Page, build
from training.export import export
from training.forest import train_forest
from training.model import Network
from training.networks import EPOCHS, read_example, train_network

ALL = -1  # the fold that leaves nothing out
WEIGHTS = Path("src/cleaner/data/tagger.npz")

ReadingsOf = dict[tuple[str, str, str], Readings]


def _seed(fold: int) -> int:
    return FOLDS if fold == ALL else fold


def key_of(page: Page, example: Example) -> tuple[str, str, str]:
    return page.source, page.id, example.shape


def train_fold(cache: Path, fold: int, epochs: int) -> None:
    """Train the network that leaves the fold out, and write it and its readings of the fold to the cache."""
    target = cache / "networks" / f"{fold}.pickle"
    if target.exists():
        return
    torch.set_num_threads(1)
    pages = build(Path(), cache)
    network = train_network([page for page in pages if page.fold != fold], seed=_seed(fold), epochs=epochs)
    readings = {
        key_of(page, example): read_example(network, example)
        for page in pages
        if page.fold == fold
        for example in page.examples
    }
    partial = target.with_suffix(".partial")
    partial.write_bytes(pickle.dumps((network.state_dict(), readings)))
    partial.rename(target)


def read_fold(cache: Path, fold: int, surface: int) -> tuple[Network, ReadingsOf]:
    state, readings = pickle.loads((cache / "networks" / f"{fold}.pickle").read_bytes())
    network = Network(surface)
    network.load_state_dict(state)
    return network.eval(), readings


def finish(pages: Sequence[Page], cache: Path, fold: int, weights: Path) -> None:
    """Train the forest on all readings but the fold's, and write the tagger that leaves the fold out."""
    surface = pages[0].examples[0].surface.shape[1]
    readings: ReadingsOf = {}
    for other in range(FOLDS):
        readings.update(read_fold(cache, other, surface)[1])
    own = {id(example): readings[key_of(page, example)] for page in pages for example in page.examples}
    training = [page for page in pages if page.fold != fold]
    forest, typical = train_forest(training, lambda example: own[id(example)], seed=_seed(fold))
    weights.parent.mkdir(parents=True, exist_ok=True)
    export([read_fold(cache, fold, surface)[0]], forest, typical, weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if not (arguments.data / "wcxb_dev.jsonl.xz").exists():
        parser.error(f"no wcxb_dev.jsonl.xz in {arguments.data}: name the data folder with --data")
    cache: Path = arguments.cache
    dump_all(arguments.data, cache, arguments.workers)
    pages = build(arguments.data, cache, arguments.workers)
    (cache / "networks").mkdir(exist_ok=True)
    with multiprocessing.get_context("spawn").Pool(arguments.workers, maxtasksperchild=1) as pool:
        pool.starmap(train_fold, [(cache, fold, arguments.epochs) for fold in (*range(FOLDS), ALL)], chunksize=1)
    for fold in range(FOLDS):
        finish(pages, cache, fold, cache / "folds" / f"{fold}.npz")
    finish(pages, cache, ALL, WEIGHTS)


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
