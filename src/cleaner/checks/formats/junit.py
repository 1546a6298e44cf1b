"""JUnit XML, as most CI servers show it."""

from __future__ import annotations

from xml.etree import ElementTree

from cleaner.checks.formats.names import printable
from cleaner.checks.problem import Checked, Problem


def as_junit(checked: Checked) -> str:
    """A test suite a file: a failed test case for each problem, or one that passed."""
    by_path: dict[str, list[Problem]] = {path: [] for path in checked.paths}
    for problem in checked.problems:
        by_path.setdefault(problem.path, []).append(problem)
    failures = len(checked.problems)
    tests = sum(max(1, len(problems)) for problems in by_path.values())
    root = ElementTree.Element("testsuites", name="cleaner", tests=str(tests), failures=str(failures), errors="0")
    for path, problems in by_path.items():
        _suite(root, printable(path), problems)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, name: str, problems: list[Problem]) -> None:
    tests, failures = str(max(1, len(problems))), str(len(problems))
    suite = ElementTree.SubElement(
        root, "testsuite", name=name, tests=tests, failures=failures, errors="0", skipped="0"
    )
    if not problems:
        ElementTree.SubElement(suite, "testcase", name="cleaner", classname=name)
    for problem in problems:
        place = problem.place
        case = ElementTree.SubElement(
            suite, "testcase", name=f"{problem.code}:{place.line}:{place.column}", classname=name
        )
        message = printable(problem.message)
        failure = ElementTree.SubElement(case, "failure", message=message, type=problem.level)
        failure.text = f"{name}:{place.line}:{place.column}: {problem.code} {message}"
