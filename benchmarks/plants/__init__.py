"""Faults to plant into texts, by family; `check_faults.py` asks whether `cleaner check` finds them."""

from __future__ import annotations

from benchmarks.plants.duplicates import DUPLICATES
from benchmarks.plants.fault import Fault, Place
from benchmarks.plants.inputs import INPUT
from benchmarks.plants.metadata import METADATA
from benchmarks.plants.normalisation import CHARACTERS, LINES, MARKS, WRITTEN
from benchmarks.plants.project import PROJECT

__all__ = ["FAULTS", "NOT_PLANTED", "Fault", "Place"]

FAULTS: dict[str, Fault] = {**INPUT, **CHARACTERS, **MARKS, **LINES, **WRITTEN, **DUPLICATES, **METADATA, **PROJECT}

NOT_PLANTED = {
    "E000": "the edit of a refused text, never told of as a problem",
    "E040": "the machine's, not a text's: tests/test_checks.py checks a source on which a worker hangs",
    "E041": "the machine's, not a text's: tests/test_checks.py checks a source on which a worker is killed",
    "M110": "of the pages of a site, learned by `cleaner clean` and `cleaner learn`: no check tells of it",
    "E042": "a bug of ours, in no text known: tests/test_checks.py checks a source on which one is raised",
}
