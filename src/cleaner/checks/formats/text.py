"""The formats for people: a line a problem, with or without the source and a caret below it."""

from __future__ import annotations

import shlex
import unicodedata
from collections import Counter

from cleaner.checks.formats.names import printable, printable_path
from cleaner.checks.problem import LEVELS, Checked, Place, Problem


def as_concise(checked: Checked) -> str:
    """`path:line:column: CODE message`, a line a problem, and how many there are."""
    return "".join(f"{_headline(problem)}\n" for problem in checked.problems) + _summary(checked)


def as_text(checked: Checked) -> str:
    """As concise, each with the part of the line it is about and a caret under the place."""
    return "".join(f"{_headline(problem)}\n{_drawing(problem.place)}" for problem in checked.problems) + _summary(
        checked
    )


def as_statistics(checked: Checked) -> str:
    """How often each code was found, the most frequent first, with its title."""
    from cleaner.codes import all_pages

    titles = {page.code: page.title for page in all_pages()}
    counts = Counter(problem.code for problem in checked.problems)
    width = len(str(max(counts.values(), default=0)))
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return "".join(f"{count:>{width}}  {code}  {titles.get(code, '')}\n" for code, count in ordered)


def _headline(problem: Problem) -> str:
    place = problem.place
    mark = " [*]" if problem.fix == "safe" else ""
    where = f"{printable_path(problem.path)}:{place.line}:{place.column}"
    return f"{where}: {problem.code}{mark} {printable(problem.message)}"


def _drawing(place: Place) -> str:
    if not place.excerpt.strip():
        return ""
    start, end = place.caret
    before = printable(place.excerpt[:start])
    marked = printable(place.excerpt[start:end])
    number = str(place.line)
    margin = " " * len(number)
    caret = " " * _width(before) + "^" * max(1, _width(marked))
    return f"{margin} |\n{number} | {before}{marked}{printable(place.excerpt[end:])}\n{margin} | {caret}\n"


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _summary(checked: Checked) -> str:
    files = f"{len(checked.paths)} {'file' if len(checked.paths) == 1 else 'files'} checked"
    if not checked.problems:
        return f"No problems in {files}.\n"
    counts = Counter(problem.level for problem in checked.problems)
    told = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in _GRAVEST_FIRST if counts[level]]
    return f"Found {', '.join(told)} in {files}.\n{_ways_out(checked)}\n{_fix_offer(checked)}"


def _ways_out(checked: Checked) -> str:
    """How to learn what the codes mean and what to do, the gravest first."""
    ordered = sorted(checked.problems, key=lambda problem: -LEVELS.index(problem.level))
    codes = list(dict.fromkeys(problem.code for problem in ordered))
    more = ", …" if len(codes) > _MOST_CODES else ""
    pages = ", ".join(f"`cleaner rule {code}`" for code in codes[:_MOST_CODES])
    return f"What a code means and what to do: {pages}{more}."


def _fix_offer(checked: Checked) -> str:
    """The command that mends what can be mended, with the files' names where they are few."""
    fixable = [problem.path for problem in checked.problems if problem.fix == "safe"]
    if not fixable:
        return ""
    paths = list(dict.fromkeys(fixable))
    few = len(paths) <= _MOST_PATHS and all(printable(path) == path and "`" not in path for path in paths)
    named = shlex.join(map(printable_path, paths)) if few else "PATH"
    return f"[*] {len(fixable)} can be fixed in place: `cleaner check --fix {named}`.\n"


_MOST_CODES, _MOST_PATHS = 4, 3
_GRAVEST_FIRST = LEVELS[::-1]
