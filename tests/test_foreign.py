"""Training examples in no language or of no site: what changes of an example, and what must not."""

from __future__ import annotations

import numpy as np
import pytest
from training.examples import Example, document_of, page_of
from training.foreign import caseless, foreign, of_unseen_site

from cleaner.chrome.features import SURFACE_NAMES, features
from cleaner.chrome.structure import HINT_BUCKETS
from cleaner.chrome.tagger import units_of

TEXT = """Apple, Huawei Lead 12 Brands in May
Read more here: and There, THE END.

• short line – 1,200 views | Reply
"It rained," she said, and NATO agreed with the UN.
 2024
"""
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def _example() -> Example:
    batch = features([units_of(document_of(TEXT))])
    counts = np.diff(batch.word_starts).astype(np.int32)
    labels = np.zeros(len(counts), np.float16)
    spans = np.zeros((len(counts), 2), np.int32)
    surface, types = batch.surface.astype(np.float16), batch.types.astype(np.int32)
    return Example(0, "resiliparse", surface, batch.words, counts, types, labels, spans)


def test_foreign_words_are_others_and_alike_where_they_were() -> None:
    example = _example()
    changed = foreign(example, np.random.default_rng(0))
    assert not set(example.words.tolist()) & set(changed.words.tolist())
    _, before = np.unique(example.words, return_inverse=True)
    _, after = np.unique(changed.words, return_inverse=True)
    assert len(set(zip(before.tolist(), after.tolist(), strict=True))) == len(set(before.tolist()))
    assert foreign(example, np.random.default_rng(1)).words.tolist() != changed.words.tolist()


def test_hints_of_no_site_are_others_and_alike_where_they_were() -> None:
    html = "<p class=lead>It rained in Porto.</p><ul class=related><li>Wind<li>Rain</ul><p class=lead>It stopped.</p>"
    row = {"id": "1", "gold_text": "It rained in Porto.", "dumps": {}, "html": html}
    (example,) = (example for example in page_of(row).examples if example.shape == "html")
    changed = of_unseen_site(example, np.random.default_rng(0))
    assert example.structure is not None
    assert changed.structure is not None
    before, after = example.structure.hints.tolist(), changed.structure.hints.tolist()
    assert before != after
    assert len(set(zip(before, after, strict=True))) == len(set(before)) == len(set(after))
    assert min(after) >= 0
    assert max(after) < HINT_BUCKETS
    assert of_unseen_site(_example(), np.random.default_rng(0)).structure is None


@pytest.mark.parametrize("first", ["א", "ሀ", "क"], ids=["Hebrew", "Ethiopic", "Devanagari"])
def test_caseless_is_what_a_script_without_capitals_gives(first: str) -> None:
    letters = {ord(letter): chr(ord(first) + at) for at, letter in enumerate(_LATIN)}
    letters |= {ord(letter.upper()): chr(ord(first) + at) for at, letter in enumerate(_LATIN)}
    rewritten = features([units_of(document_of(TEXT.translate(letters)))]).surface
    simulated = caseless(_example().surface)
    for column, name in enumerate(SURFACE_NAMES):
        assert simulated[:, column] == pytest.approx(rewritten[:, column], abs=0.01), name
