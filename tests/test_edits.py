"""The edit algebra: laws that hold for any text and any edits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Edit
from cleaner.edits import OffsetMap, apply, apply_steps, compose, compose_all, invert
from cleaner.errors import EditError

Step = tuple[Edit, ...]


@st.composite
def steps_for(draw: st.DrawFn, length: int, code: str) -> Step:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(Edit(start, end, draw(st.text("xyz", max_size=3)), code) for start, end in pairs)


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, list[Step], str]:
    """A text, steps one after the other, and the text they give."""
    text = source = draw(st.text("abcdef", max_size=20))
    steps = []
    for code in draw(st.sampled_from(["", "A", "AB", "ABC"])):
        steps.append(draw(steps_for(len(text), code)))
        text = apply(text, steps[-1])
    return source, steps, text


@settings(max_examples=500, deadline=None)
@given(chains())
def test_a_composed_chain_does_what_the_chain_does_and_inverts(chain: tuple[str, list[Step], str]) -> None:
    source, steps, result = chain
    assert apply_steps(source, steps) == result
    composed = compose_all(steps)
    assert apply(source, composed) == result
    assert apply(result, invert(source, composed)) == source


@settings(max_examples=300, deadline=None)
@given(chains())
def test_composing_is_associative_in_effect(chain: tuple[str, list[Step], str]) -> None:
    source, steps, result = chain
    if len(steps) == 3:
        first, second, third = steps
        assert apply(source, compose(first, compose(second, third))) == result


@settings(max_examples=300, deadline=None)
@given(chains(), st.data())
def test_offsets_map_within_bounds_and_in_order(chain: tuple[str, list[Step], str], data: st.DataObject) -> None:
    source, steps, result = chain
    places = OffsetMap(compose_all(steps))
    start, end = sorted((data.draw(st.integers(0, len(source))), data.draw(st.integers(0, len(source)))))
    low, high = places.to_output(start, end)
    assert 0 <= low <= high <= len(result)
    start, end = sorted((data.draw(st.integers(0, len(result))), data.draw(st.integers(0, len(result)))))
    low, high = places.to_source(start, end)
    assert 0 <= low <= high <= len(source)


@pytest.mark.parametrize(
    ("title", "step", "span", "mapped"),
    [
        ("nothing changed", (), (2, 4), (2, 4)),
        ("behind a deletion", (Edit(0, 3, "", "A"),), (4, 6), (1, 3)),
        ("inside a deletion", (Edit(0, 6, "", "A"),), (2, 4), (0, 0)),
        ("inside a replacement: all of it", (Edit(2, 6, "xy", "A"),), (3, 5), (2, 4)),
        ("behind an insertion", (Edit(1, 1, "xx", "A"),), (1, 3), (3, 5)),
    ],
)
def test_to_output(title: str, step: Step, span: tuple[int, int], mapped: tuple[int, int]) -> None:
    assert OffsetMap(step).to_output(*span) == mapped


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ((Edit(0, 1, "", "A"),), (Edit(3, 4, "", "B"),), ["A", "B"]),
        ((Edit(0, 2, "xy", "A"),), (Edit(1, 3, "", "B"),), ["A+B"]),
        ((Edit(0, 2, "xy", "A"),), (Edit(0, 2, "z", "A"),), ["A"]),
    ],
)
def test_codes_join_only_where_edits_touch(first: Step, second: Step, codes: list[str]) -> None:
    assert [edit.code for edit in compose(first, second)] == codes


@pytest.mark.parametrize(
    "step",
    [
        (Edit(0, 3, "", "A"), Edit(2, 4, "", "A")),
        (Edit(3, 4, "", "A"), Edit(0, 1, "", "A")),
        (Edit(2, 1, "", "A"),),
        (Edit(0, 9, "", "A"),),
    ],
    ids=["overlapping", "out of order", "backwards", "outside"],
)
def test_what_is_no_step(step: Step) -> None:
    with pytest.raises(EditError):
        apply("abcdef", step)
