"""Pages built to break a cleaner, cleaned at one, two and four times their size: seconds and peak memory of each.

    python -m benchmarks.html_floods [--case NAME] [--scale 0.25] [--timeout-s 600]

Each run is a process of its own that makes the page, cleans it (`cleaner.clean`, all of it), and checks that
`restore` gives the document's text back. Figures: size of the page, CPU seconds without the start of Python and
the import, peak memory less that of the same process before it cleans. The last column tells how the time grew
from two to four times the size: linear is 2, quadratic 4. A case that grows by more than `GROWTH_LIMIT`, or a run
that fails or takes longer than the timeout, makes the exit code 1. Peak memory is that of Linux (KiB).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

GROWTH_LIMIT = 2.8
"""Between linear and quadratic, with room for a machine's noise."""

_SHORTEST_S = 0.5  # growth of shorter runs is noise

_PROSE = (
    "The river rose on Monday after three days of rain, and the city closed two bridges in the old town. "
    "Nobody was hurt, the mayor’s office said on May {}, 2025; 1,200 people left their homes for a night. "
)
_WORDS = ("river", "Monday", "bridge", "mayor", "market", "school", "house", "street", "garden", "winter", "summer")


def _words(number: int) -> str:
    return " ".join(_WORDS[(number * step) % len(_WORDS)] for step in (1, 2, 3, 5, 7))


def _page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>The river rose</title></head><body>{body}</body></html>"


def _news(count: int) -> str:
    """Paragraphs, lists, tables and links, as in a very long page; about 1.5 kB each."""
    block = (
        "<section class='part'><h2>{words} {number}</h2><p>{prose}</p><p>{prose}</p><ul><li><a href='/{number}'>"
        "{words}</a></li><li>{words}</li></ul><table><tr><td>{number}</td><td>{words}</td></tr></table><p>{prose}</p>"
        "<div class='share'><a href='#'>Share</a> <a href='#'>Print</a></div></section>\n"
    )
    return _page(
        "".join(
            block.format(number=number, words=_words(number), prose=_PROSE.format(number % 28 + 1) * 2)
            for number in range(count)
        )
    )


def _repeated(piece: str, count: int) -> str:
    return _page(f"<p>{_PROSE.format(1)}</p>" + piece * count)


def _numbered(piece: str, count: int) -> str:
    return _page(f"<p>{_PROSE.format(1)}</p>" + "".join(piece.format(n=n, words=_words(n)) for n in range(count)))


def _nested(opening: str, closing: str, count: int) -> str:
    return _page(opening * count + f"<p>{_PROSE.format(1)}</p>" + closing * count)


def _laughs(count: int) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE html [{entities}]><html><body>' + "<p>&l9; it rained</p>" * count


# Name, size of the largest run, the page of a size. Sizes are counts of the repeated piece.
CASES: dict[str, tuple[int, Callable[[int], str]]] = {
    "30 MB page": (20_000, _news),
    "200,000 links": (200_000, lambda n: _numbered('<a href="/{n}">{words}</a> ', n)),
    "200,000 links, one line each": (200_000, lambda n: _numbered('<div><a href="/{n}">{words}</a></div>', n)),
    "50,000 nested tags": (50_000, lambda n: _nested("<div>", "</div>", n)),
    "50,000 nested inline tags": (50_000, lambda n: _nested("<b>", "</b>", n)),
    "50,000 nested lists": (50_000, lambda n: _repeated("<ul><li>item", n)),
    "50,000 nested tables": (50_000, lambda n: _repeated("<table><tr><td>cell", n)),
    "misnested markup": (100_000, lambda n: _repeated("<b><p>one<i>two</b>three</p></i>", n)),
    "one long paragraph": (40_000, lambda n: _page("<p>" + "".join(_PROSE.format(i % 28 + 1) for i in range(n)))),
    "one long word": (4_000_000, lambda n: _page("<p>" + "a" * n)),
    "one line of Chinese": (1_000_000, lambda n: _page("<p>" + "河水在周一上涨。" * (n // 8))),
    "short lines": (200_000, lambda n: _numbered("<p>{n}</p>", n)),
    "short prose": (50_000, lambda n: _numbered("<p>It rained in {words} on day {n}.</p>", n)),
    "cards": (40_000, lambda n: _numbered("<div class=card><h3>{words}</h3><p>{words} …</p><a>Read more</a></div>", n)),
    "comments": (40_000, lambda n: _numbered("<div class=comment><b>Eva {n}</b><p>I saw {words}.</p>Reply</div>", n)),
    "table cells": (400_000, lambda n: _page("<table><tr>" + "<td>1</td><td>x</td>" * (n // 2) + "</table>")),
    "table rows": (100_000, lambda n: _page("<table>" + "<tr><td>1</td><td>x</td></tr>" * n + "</table>")),
    "line breaks": (400_000, lambda n: _page("a<br>" * n)),
    "code": (200_000, lambda n: _page("<pre>" + "    x = f(y)\n" * n + "</pre>")),
    "bylines and times": (50_000, lambda n: _numbered("<p class=author>By Eva Berg</p><time>2025-05-{n}</time>", n)),
    "headings": (50_000, lambda n: _numbered("<h1>{words}</h1>", n)),
    "days": (100_000, lambda n: _page("<p>" + "May 27, 2025 and last Monday, " * n)),
    "numbers": (400_000, lambda n: _page("<p>" + "12.05. " * n)),
    "quotes": (400_000, lambda n: _page("<p>" + "“a ‘b " * n)),
    "straight quotes": (400_000, lambda n: _page("<p>" + "\"a 'b " * n)),
    "brackets": (1_000_000, lambda n: _page("<p>" + "([" * (n // 2))),
    "full stops": (1_000_000, lambda n: _page("<p>" + "." * n)),
    "spaces": (1_000_000, lambda n: _page("<p>a" + "\u00a0" * n + "b")),
    "hyphens": (300_000, lambda n: _page("<pre>" + "some-\nthing " * n)),
    "mojibake": (200_000, lambda n: _page("<p>" + "cafÃ© â€œyesâ€\x9d " * n)),
    "entities": (500_000, lambda n: _page("<p>" + "&amp;amp; " * n)),
    "combining marks": (1_000_000, lambda n: _page("<p>a" + "\u0301" * n)),
    "NULs": (1_000_000, lambda n: _page("<p>It rained. " * (n // 12) + "\0" * (n // 100))),
    "billion laughs": (50_000, _laughs),
    "attributes": (50_000, lambda n: _page("<p " + " ".join(f"a{i}=1" for i in range(n)) + ">It rained.")),
    "attributes with >": (50_000, lambda n: _page("<p " + " ".join(f'a{i}="<p>"' for i in range(n)) + ">It rained.")),
    "classes": (50_000, lambda n: _numbered('<p class="c{n} d{n}" id="i{n}">{words}</p>', n)),
    "open angle brackets": (1_000_000, lambda n: _page("<" * n)),
    "open comments": (400_000, lambda n: _page("<!--" * n)),
    "open tags": (400_000, lambda n: _page("<a href='" * n)),
    "SVG islands": (50_000, lambda n: _repeated("<svg><g><text>x</text><path d='M0 0'/></g></svg><p>one", n)),
    "MathML islands": (50_000, lambda n: _repeated("<p>so <math><mi>x</mi><mo>=</mo><mn>1</mn></math> holds", n)),
    "hidden parts": (50_000, lambda n: _repeated("<div hidden id=a><p>It rained.</p></div>", n)),
    "JSON-LD": (20_000, lambda n: _repeated('<script type="application/ld+json">{"@type":"Article"}</script>', n)),
    "meta": (100_000, lambda n: _numbered('<meta property="og:image" content="/{n}">', n)),
}


def clean_case(name: str, size: int) -> dict[str, Any]:
    """What cleaning the case's page of this size takes."""
    import cleaner

    html = CASES[name][1](size)
    cleaner.clean("<p>It rained in the valley.</p>", media_type="text/html")  # weights and tables are loaded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    result = cleaner.clean(html, media_type="text/html")
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "size": len(html),
        "seconds": seconds,
        "peak_mb": peak / 1024,
        "chars": len(result.document.text),
        "lines": len(result.document.lines),
        "kept": len(result.text),
        "codes": sorted({finding.code for finding in result.findings if finding.code[0] == "E"}),
        "restored": cleaner.restore(result) == result.document.text,
    }


def run_case(name: str, size: int, timeout_s: float) -> dict[str, Any]:
    """The figures of `clean_case` from a process of its own; `{"failed": why}` when there are none."""
    command = [sys.executable, "-m", "benchmarks.html_floods", "--case", name, "--size", str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s)
    except subprocess.TimeoutExpired:
        return {"failed": f"more than {timeout_s:.0f} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures if figures["restored"] else {"failed": "restore gives another text"}


def print_case(name: str, scale: float, timeout_s: float) -> bool:
    """Print the case's runs at 1, 2 and 4 times its size; true if it grew no faster than it may."""
    runs = []
    for part in (4, 2, 1):
        figures = run_case(name, max(1, int(CASES[name][0] * scale) // part), timeout_s)
        if "failed" in figures:
            print(f"{name:30} {4 // part}x: {figures['failed']}", flush=True)
            return False
        runs.append(figures)
    cells = [f"{run['size'] / 1e6:6.2f} MB {run['seconds']:7.2f} s {run['peak_mb']:5.0f} MB" for run in runs]
    growth = runs[2]["seconds"] / max(runs[1]["seconds"], 0.001)
    grew = growth > GROWTH_LIMIT and runs[2]["seconds"] > _SHORTEST_S
    told = f"x{growth:.1f}{' GREW' if grew else ''} {runs[2]['lines']} lines {' '.join(runs[2]['codes'])}"
    print(f"{name:30} | {' | '.join(cells)} | {told}", flush=True)
    return not grew


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", choices=CASES, help="this case only")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes")
    parser.add_argument("--timeout-s", type=float, default=600.0, help="for one run")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.size:
        print(json.dumps(clean_case(arguments.case, arguments.size)))
        return 0
    names = [arguments.case] if arguments.case else list(CASES)
    grew = [name for name in names if not print_case(name, arguments.scale, arguments.timeout_s)]
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main())
