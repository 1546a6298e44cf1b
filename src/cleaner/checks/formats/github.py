"""Workflow commands that GitHub shows as annotations."""

from __future__ import annotations

from cleaner.checks.formats.names import printable
from cleaner.checks.problem import LEVELS, Checked, Problem

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(checked: Checked) -> str:
    """A workflow command a problem, the gravest first: GitHub shows ten of a level in a step, the first ones."""
    ordered = sorted(checked.problems, key=lambda problem: -LEVELS.index(problem.level))
    return "".join(map(_command, ordered))


def _command(problem: Problem) -> str:
    place = problem.place
    properties = [f"title=cleaner ({problem.code})", f"file={_property(problem.path)}", f"line={place.line}"]
    if place.exact:
        properties.append(f"endLine={place.end_line}")
        if place.line == place.end_line:  # columns of an annotation over several lines are refused
            properties += [f"col={place.column}", f"endColumn={place.end_column}"]
    where = f"{printable(problem.path)}:{place.line}:{place.column}"
    message = _data(f"{where}: {problem.code} {printable(problem.message)}")
    return f"::{_COMMANDS[problem.level]} {','.join(properties)}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return printable(_data(text)).replace(":", "%3A").replace(",", "%2C")
