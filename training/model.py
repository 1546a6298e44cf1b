"""The tagger's network, for training. `cleaner.chrome.tagger` computes the same in NumPy.

Two readings of a document, after prototype B and the ideas that it left open:

1. each unit becomes a vector (mean word embedding, mean pair embedding, first word, last
   word, whole unit, surface features; from HTML its place in the tree and the mean embedding
   of its classes and tags); residual convolutions over the units mix in the neighbours; a
   first score comes out;
2. with the first scores known, the document is summed up (content by itself, everything,
   the strongest), each unit's words are looked up in the rest of the document (*cohesion*:
   do the units that share its rarer words look like content or like chrome?), and more
   convolutions give the final score.

A page-type head reads the document vector and is trained along.
"""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from cleaner.chrome.features import SURFACE_NAMES
from cleaner.chrome.structure import HINT_BUCKETS, STRUCTURE_NAMES

BUCKETS = 1 << 16
EMBEDDING = 16
DROPOUT = 0.1
CHANNELS = 64
WIDTH = 5
FIRST_DILATIONS = (1, 2, 4, 8)
SECOND_DILATIONS = (1, 3, 9)
GAP = 2 * 9 + 2  # empty rows between documents: at least the reach of one convolution
PAGE_TYPES = ("article", "documentation", "service", "product", "collection", "listing", "forum")
COHESION_FEATURES = 4


class Inputs(msgspec.Struct):
    """Some documents, concatenated. N units, L rows (units and gaps), D documents, W words."""

    surface: Tensor  # (N, S) surface features, from HTML with the place in the tree
    grams: Tensor
    gram_starts: Tensor
    pairs: Tensor
    pair_starts: Tensor
    singles: Tensor  # (N, 3)
    rows: Tensor  # (N,) row of each unit
    mask: Tensor  # (L, 1) 1.0 at units, 0.0 in gaps
    document: Tensor  # (N,)
    documents: int
    weight: Tensor  # (N,) sqrt of words
    types: Tensor  # (W,) word types, numbered through the batch
    type_count: int
    unit_of_word: Tensor  # (W,)
    rarity: Tensor  # (W,) bucket of each word, for its learned weight
    hints: Tensor | None  # buckets of classes, ids and tags, unit after unit; None for plain text
    hint_starts: Tensor | None  # (N + 1,)


class Convolution(nn.Module):
    """Residual: x + relu(norm(x) shifted and mixed)."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(CHANNELS)
        self.dropout = nn.Dropout(DROPOUT)
        self.mix = nn.Linear(WIDTH * CHANNELS, CHANNELS)
        self.dilation = dilation

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        y = self.dropout(self.norm(x)) * mask
        reach = self.dilation * (WIDTH // 2)
        padded = F.pad(y, (0, 0, reach, reach))
        taps = [padded[k * self.dilation : k * self.dilation + len(y)] for k in range(WIDTH)]
        return x + F.relu(self.mix(torch.cat(taps, 1))) * mask


class Network(nn.Module):
    """For plain text, or with `of_html` for HTML."""

    def __init__(self, *, of_html: bool = False) -> None:
        super().__init__()
        surface_features = len(SURFACE_NAMES) + (len(STRUCTURE_NAMES) if of_html else 0)
        if of_html:
            self.hints = nn.Embedding(HINT_BUCKETS + 1, EMBEDDING, padding_idx=HINT_BUCKETS)
            nn.init.normal_(self.hints.weight, std=0.1)
        self.embedding = nn.Embedding(BUCKETS + 1, EMBEDDING, padding_idx=BUCKETS)
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.rarity = nn.Embedding(BUCKETS, 1)
        nn.init.zeros_(self.rarity.weight)
        self.surface_norm = nn.BatchNorm1d(surface_features, momentum=0.02)
        self.dropout = nn.Dropout(DROPOUT)
        self.enter = nn.Linear((6 if of_html else 5) * EMBEDDING + surface_features, CHANNELS)
        self.first = nn.ModuleList(Convolution(dilation) for dilation in FIRST_DILATIONS)
        self.first_score = nn.Linear(CHANNELS, 1)
        self.sum_up = nn.Linear(3 * CHANNELS + 2, CHANNELS)
        self.page_type = nn.Linear(CHANNELS, len(PAGE_TYPES) + 1)  # and last: is this a whole-page dump?
        self.turn = nn.Linear(2 * CHANNELS + COHESION_FEATURES + 1, CHANNELS)
        self.second = nn.ModuleList(Convolution(dilation) for dilation in SECOND_DILATIONS)
        self.leave = nn.Linear(CHANNELS, 1)

    def forward(self, x: Inputs) -> tuple[Tensor, Tensor, Tensor]:
        """First score, final score (logits, (N,)), page type and whole-page dump (logits, (D, types + 1))."""
        table = self.embedding.weight
        words = F.embedding_bag(x.grams, table, x.gram_starts[:-1], mode="mean", padding_idx=BUCKETS)
        pairs = F.embedding_bag(x.pairs, table, x.pair_starts[:-1], mode="mean", padding_idx=BUCKETS)
        singles = F.embedding(x.singles, table, padding_idx=BUCKETS).flatten(1)
        surface = self.surface_norm(x.surface)
        parts = [words, pairs, singles, surface]
        if x.hints is not None:
            starts = x.hint_starts[:-1]
            parts.append(F.embedding_bag(x.hints, self.hints.weight, starts, mode="mean", padding_idx=HINT_BUCKETS))
        units = F.relu(self.enter(self.dropout(torch.cat(parts, 1))))
        h = self._convolve(self.first, units, x)
        first = self.first_score(h).squeeze(1)
        score = torch.sigmoid(first.detach())
        summary = self._sum_up(h, score, x)
        turned = torch.cat((h, summary[x.document], self._cohesion(score, x), score[:, None]), 1)
        h = h + self.turn(self.dropout(turned))
        h = self._convolve(self.second, h, x)
        return first, self.leave(self.dropout(F.relu(h))).squeeze(1), self.page_type(summary)

    def grown(self) -> Network:
        """A network for HTML that begins as this one for plain text: what it has more weighs nothing yet."""
        network = Network(of_html=True)
        state, known = network.state_dict(), 5 * EMBEDDING + len(SURFACE_NAMES)
        for name, values in self.state_dict().items():
            if name == "enter.weight":
                state[name] = torch.zeros_like(state[name])
                state[name][:, :known] = values
            elif name.startswith("surface_norm") and values.ndim:
                state[name][: len(values)] = values
            else:
                state[name] = values
        network.load_state_dict(state)
        return network

    def _convolve(self, layers: nn.ModuleList, units: Tensor, x: Inputs) -> Tensor:
        rows = torch.zeros(len(x.mask), CHANNELS).index_copy(0, x.rows, units)
        for layer in layers:
            rows = layer(rows, x.mask)
        return rows[x.rows]

    def _sum_up(self, h: Tensor, score: Tensor, x: Inputs) -> Tensor:
        def mean(weight: Tensor) -> Tensor:
            total = torch.zeros(x.documents, CHANNELS).index_add(0, x.document, h * weight[:, None])
            mass = torch.zeros(x.documents).index_add(0, x.document, weight)
            return total / (mass[:, None] + 1e-3)

        most = torch.zeros(x.documents, CHANNELS).index_reduce(0, x.document, h, "amax", include_self=False)
        content = torch.zeros(x.documents).index_add(0, x.document, score * x.weight)
        everything = torch.zeros(x.documents).index_add(0, x.document, x.weight)
        totals = torch.stack((torch.log1p(content) / 5, content / (everything + 1e-3)), 1)
        return F.relu(self.sum_up(torch.cat((mean(score * x.weight), mean(x.weight), most, totals), 1)))

    def _cohesion(self, score: Tensor, x: Inputs) -> Tensor:
        """How the rest of the document that shares a unit's words was scored, float (N, 4)."""
        own = score[x.unit_of_word]
        mass = torch.zeros(x.type_count).index_add(0, x.types, own)[x.types] - own
        seen = torch.zeros(x.type_count).index_add(0, x.types, torch.ones_like(own))[x.types] - 1
        rarity = torch.exp(self.rarity(x.rarity).squeeze(1).clamp(-4, 4))
        units = len(score)

        def mean(values: Tensor) -> Tensor:
            total = torch.zeros(units).index_add(0, x.unit_of_word, values * rarity)
            return total / norm

        norm = torch.zeros(units).index_add(0, x.unit_of_word, rarity) + 1e-3
        mass = mass.clamp(min=0)
        return torch.stack(
            (
                mean(mass / (seen + 0.5)),
                mean(torch.log1p(mass) / 2),
                mean(torch.log1p((seen - mass).clamp(min=0)) / 2),
                mean((seen == 0).float()),
            ),
            1,
        )


def loss_of(
    outputs: tuple[Tensor, Tensor, Tensor],
    x: Inputs,
    labels: Tensor,
    types: Tensor,
    is_dump: Tensor,
    document_weight: Tensor,
) -> Tensor:
    """Mean over documents: cross entropy by line (words weigh by their root), and 1 - soft word F1.

    `labels` (N,) in [0, 1] or nan where unknown; `types` (D,) page type or -1; `is_dump` (D,)
    1.0 for whole-page dumps, 0.0 for what an extractor or a person left.
    """
    first, final, document_logits = outputs
    known = ~torch.isnan(labels)
    target = torch.where(known, labels, torch.zeros_like(labels))
    weight = torch.where(known, x.weight, torch.zeros_like(x.weight))
    document = x.document

    def per_document(values: Tensor) -> Tensor:
        return torch.zeros(x.documents).index_add(0, document, values)

    total = per_document(weight) + 1e-3
    losses = torch.zeros(x.documents)
    for logits, share in ((first, 0.5), (final, 1.0)):
        entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
        losses = losses + share * per_document(entropy * weight) / total
    size = weight * weight
    score = torch.sigmoid(final) * size
    overlap = per_document(torch.minimum(score, target * size))
    f1 = (2 * overlap + 1) / (per_document(score) + per_document(target * size) + 1)
    losses = losses + 0.7 * (1 - f1)
    loss = (losses * document_weight).sum() / document_weight.sum()
    typed = types >= 0
    if typed.any():
        loss = loss + 0.1 * F.cross_entropy(document_logits[typed, :-1], types[typed])
    return loss + 0.2 * F.binary_cross_entropy_with_logits(document_logits[:, -1], is_dump)
