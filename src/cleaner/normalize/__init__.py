"""Normalising text: unicode, quotes, white space and hard wraps, dates. Every change is an edit."""

from __future__ import annotations

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.edits import apply
from cleaner.normalize.characters import remove_controls, remove_invisible
from cleaner.normalize.composing import compose_characters
from cleaner.normalize.encoding import repair_mojibake, replace_undecodable
from cleaner.normalize.entities import decode_entities
from cleaner.normalize.gates import may_change
from cleaner.normalize.hyphens import undo_hyphenation
from cleaner.normalize.inventory import unusual
from cleaner.normalize.iso_dates import write_iso_dates
from cleaner.normalize.ligatures import narrow_full_width, split_ligatures
from cleaner.normalize.lines import limit_blank_lines, unify_line_ends
from cleaner.normalize.punctuation import unify_dashes, unify_ellipses
from cleaner.normalize.quotes import unify_double_quotes, unify_single_quotes
from cleaner.normalize.replacing import Normalizer
from cleaner.normalize.spaces import unify_spaces
from cleaner.normalize.wraps import join_wrapped_lines

NORMALIZERS: tuple[tuple[str, Normalizer], ...] = (
    ("N101", replace_undecodable),
    ("N102", repair_mojibake),  # before anything takes the control characters that mojibake is made of
    ("N301", unify_line_ends),  # before all that looks at lines
    ("N106", decode_entities),  # gives odd spaces, quotes and invisible characters
    ("N105", remove_controls),
    ("N104", remove_invisible),
    ("N103", compose_characters),  # after what stood between a letter and its mark is gone
    ("N107", split_ligatures),
    ("N108", narrow_full_width),  # gives quotes and spaces
    ("N201", unify_double_quotes),  # before single ones: sees ``ticks'' while they are pairs
    ("N202", unify_single_quotes),
    ("N203", unify_dashes),
    ("N204", unify_ellipses),
    ("N302", unify_spaces),
    ("N303", limit_blank_lines),
    ("N304", join_wrapped_lines),
    ("N305", undo_hyphenation),
    ("N401", write_iso_dates),  # a date may have been broken over two lines
)
"""The normalisers, in the order in which they run, each on what the one before it gave."""

_REPEATING = frozenset({"N101", "N102", "N103", "N104", "N105", "N106", "N107", "N108", "N304", "N305"})
"""What these change may need another look from the start (a removed character completes an
entity; a joined line makes a paragraph): the chain runs again after one of them did something."""

_RECHECKED = frozenset({"N102", "N201", "N202", "N203", "N204"})
"""What may see more once the quotes are changed (mojibake that they hid, a mark that stood beside
others): the chain also runs again when one of these still finds something."""

_MOST_PASSES = 64
"""Far more than any text needs (mojibake and accents that hide each other, a pair a pass): a bound, so that the chain
ends whatever the text."""


def normalize_steps(text: str, *, language: str, config: Config) -> tuple[tuple[Edit, ...], ...]:
    """The steps that normalise the text, in the order of `NORMALIZERS`, empty steps left out.

    `language` is an ISO 639-1 code or `""`. Normalising what the steps give changes nothing.

    >>> steps = normalize_steps("It’s  on", language="en", config=Config())
    >>> [[edit.code for edit in step] for step in steps]
    [['N202'], ['N302']]
    """
    normalizers = [(code, run) for code, run in NORMALIZERS if not code.startswith(config.ignore)]
    steps: list[tuple[Edit, ...]] = []
    seen = unusual(text)
    for _ in range(_MOST_PASSES):
        before, repeat = len(steps), False
        for code, run in normalizers:
            step = tuple(run(text, language, config)) if may_change(code, text, seen, config) else ()
            if step:
                steps.append(step)
                text = apply(text, step)
                seen = unusual(text)
                repeat = repeat or code in _REPEATING
        if not repeat and (len(steps) == before or _is_settled(text, language, config, normalizers)):
            break
    return tuple(steps)


def _is_settled(text: str, language: str, config: Config, normalizers: list[tuple[str, Normalizer]]) -> bool:
    seen = unusual(text)
    rechecked = (run for code, run in normalizers if code in _RECHECKED and may_change(code, text, seen, config))
    return all(next(iter(run(text, language, config)), None) is None for run in rechecked)
