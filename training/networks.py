"""Train one network of the tagger on the pages' examples, in all their shapes. Seeded; needs no accelerator."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from cleaner.chrome.context import Readings
from cleaner.chrome.features import SURFACE_NAMES
from cleaner.chrome.grams import Grams, grams, word_buckets
from cleaner.chrome.structure import HINT_BUCKETS, Structure
from training.examples import Example, Page
from training.foreign import from_elsewhere
from training.model import BUCKETS, GAP, PAGE_TYPES, Inputs, Network, loss_of

EPOCHS = 8
HTML_EPOCHS = 7
UNITS_A_STEP = 5000
LEARNING_RATE = 2.5e-3
WARM_UP_STEPS = 100
GRAM_DROPOUT, HTML_GRAM_DROPOUT = 0.15, 0.25
HINT_DROPOUT = 0.35  # many classes are one site's own
SPLICED = 0.3  # whole-page dumps that get the page frame of another page
BLIND_DOCUMENTS = 0.06  # documents whose n-grams are all hidden
MAIN_SHAPES = ("resiliparse", "noscript", "lines")
"""Shapes that every epoch sees of every page that has them; of each group below it sees one."""
OTHER_DUMPS = {"bs4": 0.35, "inscriptis": 0.25, "lxml": 0.05, "flat": 0.35}
RESIDUALS = {"trafilatura_main": 0.3, "resiliparse_main": 0.2, "readability_main": 0.2, "gold": 0.3}
DUMPS = ("html", *MAIN_SHAPES[:2], *OTHER_DUMPS)
TYPE_WEIGHT = {"forum": 1.5, "product": 1.5, "collection": 1.5, "listing": 1.5}
GOLD_WEIGHT = {"tool-snapshot": 0.4, "lines": 0.6}


def collate(examples: Sequence[Example], generator: np.random.Generator | None = None) -> Inputs:
    """The examples, all of HTML or none, as one input; with a generator, changed at random as an epoch sees them."""
    if generator is not None:
        examples = [from_elsewhere(example, generator) for example in examples]
    counts = np.concatenate([example.counts for example in examples]).astype(np.int64)
    word_starts = np.concatenate(([0], np.cumsum(counts)))
    words = np.concatenate([example.words for example in examples])
    sizes = np.array([len(example.counts) for example in examples])
    document = np.repeat(np.arange(len(examples)), sizes)
    surface = np.concatenate([example.surface for example in examples]).astype(np.float32)
    places = structure_of(examples)
    if places is not None:
        surface = np.concatenate((surface, places.columns), axis=1)
    found = grams(words, word_starts, BUCKETS)
    if generator is not None:
        found, places = _dropped_out(found, places, document, generator)
    types, type_count = _types_of(examples)
    rows = np.arange(len(counts)) + GAP * (document + 1)
    mask = np.zeros((len(counts) + GAP * (len(examples) + 1), 1), np.float32)
    mask[rows] = 1
    return Inputs(
        surface=torch.from_numpy(surface),
        grams=torch.from_numpy(found.words),
        gram_starts=torch.from_numpy(found.word_starts),
        pairs=torch.from_numpy(found.pairs),
        pair_starts=torch.from_numpy(found.pair_starts),
        singles=torch.from_numpy(found.singles),
        rows=torch.from_numpy(rows),
        mask=torch.from_numpy(mask),
        document=torch.from_numpy(document),
        documents=len(examples),
        weight=torch.from_numpy(np.sqrt(np.maximum(counts, 1)).astype(np.float32)),
        types=torch.from_numpy(types),
        type_count=type_count,
        unit_of_word=torch.from_numpy(np.repeat(np.arange(len(counts)), counts)),
        rarity=torch.from_numpy(word_buckets(words, BUCKETS)),
        hints=None if places is None else torch.from_numpy(places.hints),
        hint_starts=None if places is None else torch.from_numpy(places.hint_starts),
    )


def _dropped_out(
    found: Grams, places: Structure | None, document: npt.NDArray[np.int64], generator: np.random.Generator
) -> tuple[Grams, Structure | None]:
    """The n-grams and hints with a share of them hidden, of some documents all n-grams."""
    dropout = GRAM_DROPOUT if places is None else HTML_GRAM_DROPOUT
    blind = (generator.random(int(document.max(initial=-1)) + 1) < BLIND_DOCUMENTS)[document]
    words = _drop(found.words, found.word_starts, blind, dropout, generator)
    pairs = _drop(found.pairs, found.pair_starts, blind, dropout, generator)
    if places is not None:
        hidden_hints = generator.random(len(places.hints)) < HINT_DROPOUT
        places = msgspec.structs.replace(places, hints=np.where(hidden_hints, HINT_BUCKETS, places.hints))
    hidden = (generator.random(found.singles.shape) < dropout) | blind[:, None]
    singles = np.where(hidden, BUCKETS, found.singles)
    return msgspec.structs.replace(found, words=words, pairs=pairs, singles=singles), places


def _types_of(examples: Sequence[Example]) -> tuple[npt.NDArray[np.int64], int]:
    """The word types of all examples, different in different ones, and their number."""
    sizes = [int(example.types.max(initial=-1)) + 1 for example in examples]
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    types = [example.types.astype(np.int64) + start for example, start in zip(examples, starts, strict=False)]
    return np.concatenate(types), int(starts[-1])


def structure_of(examples: Sequence[Example]) -> Structure | None:
    """The places of the units of examples from HTML; `None` for plain text."""
    parts = [example.structure for example in examples if example.structure is not None]
    if not parts:
        return None
    hint_starts = np.cumsum([0] + [len(part.hints) for part in parts])
    numbers = np.cumsum([0] + [int(part.groups.max(initial=-1)) + 1 for part in parts])
    starts = [part.hint_starts[1:].astype(np.int64) + start for part, start in zip(parts, hint_starts, strict=False)]
    groups = [part.groups.astype(np.int64) + number for part, number in zip(parts, numbers, strict=False)]
    return Structure(
        np.concatenate([part.columns for part in parts]).astype(np.float32),
        np.concatenate([part.hints for part in parts]).astype(np.int64),
        np.concatenate([np.zeros(1, np.int64), *starts]),
        np.concatenate(groups),
        np.concatenate([part.titles for part in parts]).astype(np.float32),
    )


def _drop(
    ids: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    blind_unit: npt.NDArray[np.bool_],
    dropout: float,
    generator: np.random.Generator,
) -> npt.NDArray[np.int64]:
    hidden = (generator.random(len(ids)) < dropout) | np.repeat(blind_unit, np.diff(starts))
    return np.where(hidden, BUCKETS, ids)


def epoch_examples(pages: Sequence[Page], generator: np.random.Generator) -> list[Example]:
    """One epoch: every page as a whole-page dump, as one other dump, and as one residual text."""
    chosen: list[Example] = []
    for page in pages:
        shapes = {example.shape: example for example in page.examples}
        chosen.extend(shapes[shape] for shape in MAIN_SHAPES if shape in shapes)
        for group in (OTHER_DUMPS, RESIDUALS):
            names = [shape for shape in group if shape in shapes]
            if names:
                chances = np.array([group[shape] for shape in names])
                chosen.append(shapes[names[generator.choice(len(names), p=chances / chances.sum())]])
    return chosen


def spliced(example: Example, frame: Example) -> Example:
    """The example's units from its first to its last content unit, in the page frame of another page."""
    inner, outer = np.flatnonzero(example.labels > 0.5), np.flatnonzero(frame.labels > 0.5)
    if not len(inner) or not len(outer):
        return example
    first, last, top, bottom = inner[0], inner[-1] + 1, outer[0], outer[-1] + 1

    def join(own: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.concatenate((other[:top], own[first:last], other[bottom:]))

    def words(own: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
        own_at, other_at = _word_starts(example), _word_starts(frame)
        return np.concatenate((other[: other_at[top]], own[own_at[first] : own_at[last]], other[other_at[bottom] :]))

    surface = join(example.surface, frame.surface)
    units = len(surface)
    above = np.arange(units)
    place = SURFACE_NAMES.index("place in the document")
    surface[:, place] = above / units
    surface[:, place + 1] = np.log1p(above) / 7
    surface[:, place + 2] = np.log1p(units - 1 - above) / 7
    totals = SURFACE_NAMES.index("document: units")
    surface[:, totals:] = example.surface[0, totals:]
    offset = int(example.types.max(initial=-1)) + 1
    return Example(
        page=example.page,
        shape=example.shape,
        surface=surface,
        words=words(example.words, frame.words),
        counts=join(example.counts, frame.counts),
        types=words(example.types, frame.types + offset),
        labels=join(example.labels, frame.labels),
        spans=join(example.spans, frame.spans),
    )


def _word_starts(example: Example) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(example.counts, dtype=np.int64)))


def splice_some(examples: list[Example], languages: dict[int, str], generator: np.random.Generator) -> list[Example]:
    """The examples, a share of the whole-page dumps in the frame of another page of the same language and shape."""
    alike: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        if example.shape in DUMPS and example.shape != "flat":
            alike.setdefault((example.shape, languages[example.page]), []).append(example)
    result = []
    for example in examples:
        frames = alike.get((example.shape, languages[example.page]), ())
        if len(frames) > 1 and generator.random() < SPLICED:
            example = spliced(example, frames[generator.integers(len(frames))])
        result.append(example)
    return result


def steps(examples: list[Example], generator: np.random.Generator) -> Iterator[list[Example]]:
    """The examples in random steps of about `UNITS_A_STEP` units."""
    group: list[Example] = []
    units = 0
    for index in generator.permutation(len(examples)):
        group.append(examples[index])
        units += len(examples[index].counts)
        if units >= UNITS_A_STEP:
            yield group
            group, units = [], 0
    if group:
        yield group


def train_network(pages: Sequence[Page], *, seed: int = 0, epochs: int = EPOCHS) -> Network:
    """A network for plain text, trained on the pages' text shapes."""
    torch.manual_seed(seed)
    languages = {example.page: page.language for page in pages for example in page.examples}

    def one_epoch(generator: np.random.Generator) -> list[Example]:
        return splice_some(epoch_examples(pages, generator), languages, generator)

    return _fit(Network(), pages, one_epoch, np.random.default_rng(seed), epochs)


def train_html_network(
    text_network: Network, pages: Sequence[Page], *, seed: int = 0, epochs: int = HTML_EPOCHS
) -> Network:
    """A network for HTML, trained on from the one for plain text."""
    torch.manual_seed(seed)
    examples = [example for page in pages for example in page.examples if example.structure is not None]
    return _fit(text_network.grown(), pages, lambda _: examples, np.random.default_rng(seed), epochs)


def _fit(
    network: Network,
    pages: Sequence[Page],
    one_epoch: Callable[[np.random.Generator], list[Example]],
    generator: np.random.Generator,
    epochs: int,
) -> Network:
    by_index = {example.page: page for page in pages for example in page.examples}
    optimizer = _optimizer(network)
    total_units = sum(len(example.counts) for example in one_epoch(np.random.default_rng(1)))
    total_steps = epochs * (total_units // UNITS_A_STEP + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP_STEPS, max(0.01, 1 - step / total_steps))
    )
    for epoch in range(epochs):
        network.train()
        started, total, count = time.time(), 0.0, 0
        for group in steps(one_epoch(generator), generator):
            inputs = collate(group, generator)
            labels = torch.from_numpy(np.concatenate([example.labels for example in group]).astype(np.float32))
            of = [by_index[example.page] for example in group]
            types = torch.tensor(
                [PAGE_TYPES.index(p.page_type) if p.page_type and e.shape != "gold" else -1
                 for p, e in zip(of, group, strict=True)]
            )  # fmt: skip
            weight = torch.tensor([page_weight(page) for page in of])
            is_dump = torch.tensor([float(example.shape in DUMPS) for example in group])
            loss = loss_of(network(inputs), inputs, labels, types, is_dump, weight)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(optimizer.param_groups[1]["params"], 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            count += 1
        print(f"epoch {epoch + 1}: loss {total / count:.4f}, {time.time() - started:.0f} s", flush=True)
    return network.eval()


def _optimizer(network: Network) -> torch.optim.AdamW:
    """AdamW in two groups: the tables (a bucket is seen rarely: faster, without decay), and all else."""
    tables = [module.weight for module in network.modules() if isinstance(module, torch.nn.Embedding)]
    others = [p for p in network.parameters() if all(p is not table for table in tables)]
    return torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.0, "lr": LEARNING_RATE * 2}, {"params": others, "weight_decay": 0.02}],
        lr=LEARNING_RATE,
    )


def page_weight(page: Page) -> float:
    gold = next((weight for kind, weight in GOLD_WEIGHT.items() if page.gold_kind.startswith(kind)), 1.0)
    return gold * TYPE_WEIGHT.get(page.page_type, 1.0)


@torch.no_grad()
def read_example(network: Network, example: Example) -> Readings:
    """What the network says of the example."""
    _, final, document = network(collate([example]))
    return Readings(final.numpy(), torch.sigmoid(document[:, -1]).numpy(), torch.softmax(document[:, :-1], 1).numpy())
