"""Train the line tagger: one command from the data folder to the weights file.

    python -m training.train --data ../shared/data --cache training/cache

1. Dump all pages with all tools, featurise and label them (cached).
2. For each of five folds of registered domains: a network trained on the other folds reads the
   fold's pages as plain text, and another, trained on from it, as HTML. These readings are out
   of fold.
3. For each fold and kind: a forest trained on the other folds' readings. Networks and forests
   of a fold go to `<cache>/folds/<fold>.npz`: what the benchmarks score that fold's pages with.
4. Networks on all pages and forests on all readings: the weights that ship.

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
from training.export import Parts, export
from training.foreign import as_forests_see
from training.forest import train_forest
from training.model import Network
from training.networks import EPOCHS, HTML_EPOCHS, read_example, train_html_network, train_network

ALL = -1  # the fold that leaves nothing out
WEIGHTS = Path("src/cleaner/data/tagger.npz")

KINDS = ("text", "html")

ReadingsOf = dict[tuple[str, str, str], Readings]


def _seed(fold: int) -> int:
    return FOLDS if fold == ALL else fold


def key_of(page: Page, example: Example) -> tuple[str, str, str]:
    return page.source, page.id, example.shape


def train_fold(cache: Path, fold: int, epochs: int, html_epochs: int) -> None:
    """Train the networks that leave the fold out, and write them and their readings of the fold to the cache."""
    torch.set_num_threads(1)
    missing = [kind for kind in KINDS if not _network_file(cache, kind, fold).exists()]
    if not missing:
        return
    pages = build(Path(), cache)
    training = [page for page in pages if page.fold != fold]
    if "text" in missing:
        _store(cache, "text", fold, train_network(training, seed=_seed(fold), epochs=epochs), pages)
    if "html" in missing:
        network = read_fold(cache, "text", fold)[0]
        _store(cache, "html", fold, train_html_network(network, training, seed=_seed(fold), epochs=html_epochs), pages)


def _network_file(cache: Path, kind: str, fold: int) -> Path:
    return cache / f"{kind}_networks" / f"{fold}.pickle"


def _store(cache: Path, kind: str, fold: int, network: Network, pages: Sequence[Page]) -> None:
    readings = {
        key_of(page, example): read_example(network, as_forests_see(example))
        for page in pages
        if page.fold == fold
        for example in page.examples
        if _kind_of(example) == kind
    }
    target = _network_file(cache, kind, fold)
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(pickle.dumps((network.state_dict(), readings)))
    partial.rename(target)


def _kind_of(example: Example) -> str:
    return "text" if example.structure is None else "html"


def read_fold(cache: Path, kind: str, fold: int) -> tuple[Network, ReadingsOf]:
    state, readings = pickle.loads(_network_file(cache, kind, fold).read_bytes())
    network = Network(of_html=kind == "html")
    network.load_state_dict(state)
    return network.eval(), readings


def finish(pages: Sequence[Page], cache: Path, fold: int, weights: Path) -> None:
    """Train the forests on all readings but the fold's, and write the tagger that leaves the fold out."""
    readings: ReadingsOf = {}
    for kind in KINDS:
        for other in range(FOLDS):
            readings.update(read_fold(cache, kind, other)[1])
    own = {id(example): readings[key_of(page, example)] for page in pages for example in page.examples}
    training = [page for page in pages if page.fold != fold]
    trained = {}
    for kind in KINDS:
        forest, typical = train_forest(training, lambda example: own[id(example)], kind, seed=_seed(fold))
        trained[kind] = Parts([read_fold(cache, kind, fold)[0]], forest, typical)
    weights.parent.mkdir(parents=True, exist_ok=True)
    export(trained, weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--html-epochs", type=int, default=HTML_EPOCHS)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if not (arguments.data / "wcxb_dev.jsonl.xz").exists():
        parser.error(f"no wcxb_dev.jsonl.xz in {arguments.data}: name the data folder with --data")
    cache: Path = arguments.cache
    dump_all(arguments.data, cache, arguments.workers)
    pages = build(arguments.data, cache, arguments.workers)
    with multiprocessing.get_context("spawn").Pool(arguments.workers, maxtasksperchild=1) as pool:
        folds = [(cache, fold, arguments.epochs, arguments.html_epochs) for fold in (*range(FOLDS), ALL)]
        pool.starmap(train_fold, folds, chunksize=1)
    for fold in range(FOLDS):
        finish(pages, cache, fold, cache / "folds" / f"{fold}.npz")
    finish(pages, cache, ALL, WEIGHTS)


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
