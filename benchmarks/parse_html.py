"""HTML to lines: what it costs and how much of the gold text the lines hold.

    python -m benchmarks.parse_html --data ../shared/data [--source wcxb_dev] [--limit N] [--worst N] [--variants]

Figures, mean over pages (words: lower-cased `\\w+` multisets):

- CPU milliseconds of decoding, of parsing with `parse_tree`, of `render` on its root; beside them the
  other parsers: an lxml SAX target in Python, selectolax (lexbor) and resiliparse with a walk of all
  nodes, and resiliparse's text dump, which walks in C++.
- the recall of the gold text's words in the lines, the F1 of all lines ("nothing removed"), and of the
  lines that an oracle keeps: those with at least half of their word trigrams in the gold text (of
  lines under four words: those that stand in it), beside resiliparse's dump.
- the pages that lose words which another tool finds: recall under the dump's by more than 0.02.
- with `--variants`, only this: the same F1 with alternative texts of images in the lines or as lines of their own,
  and without the markers of list items. They are left out and kept, since that holds more of the gold text.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from training.dumps import dump_resiliparse, read_pages
from training.scoring import word_f1, words_of

from cleaner.parse.html import render
from cleaner.parse.markers import Markers
from cleaner.parse.tree import parse_tree
from cleaner.read.encoding import decode

SKIPPED = "skipped: no {} in {}; name the folder with --data (CONTRIBUTING.md says where it comes from)"
LOST = 0.02
_WORD = re.compile(r"\w+")


def sax_target(html: str) -> int:
    """Parse with a target object: Python sees each event, no tree is built."""
    from lxml import etree

    class Target:
        def __init__(self) -> None:
            self.events = 0

        def start(self, tag: str, attributes: dict[str, str]) -> None:
            self.events += 1

        def end(self, tag: str) -> None:
            self.events += 1

        def data(self, text: str) -> None:
            self.events += 1

        def close(self) -> int:
            return self.events

    data = html.encode("utf-8", "replace")
    return int(etree.fromstring(data, etree.HTMLParser(target=Target(), encoding="utf-8"))) if data.strip() else 0


def selectolax_walk(html: str) -> int:
    """Parse with lexbor and visit each node."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html.encode("utf-8", "replace")).root
    return sum(len(node.tag) for node in root.traverse(include_text=True)) if root else 0


def resiliparse_walk(html: str) -> int:
    """Parse with lexbor and visit each node."""
    from resiliparse.parse.html import HTMLTree

    return sum(len(node.tag) for node in HTMLTree.parse(html.encode("utf-8", "replace").decode()).document)


def timed(step: Callable[[Any], Any], inputs: Iterable[Any]) -> tuple[list[Any], float]:
    """What the step gives for each input, and its CPU milliseconds an input."""
    outputs = []
    started = time.process_time()
    for item in inputs:
        outputs.append(step(item))
    return outputs, 1000 * (time.process_time() - started) / max(len(outputs), 1)


def oracle(text: str, gold: str) -> str:
    """The lines that the gold text holds."""
    words = _WORD.findall(gold.lower())
    trigrams = set(zip(words, words[1:], words[2:], strict=False))
    joined = f" {' '.join(words)} "
    return "\n".join(line for line in text.splitlines() if _is_held(_WORD.findall(line.lower()), trigrams, joined))


def _is_held(line: list[str], trigrams: set[tuple[str, str, str]], joined: str) -> bool:
    if len(line) < 4:
        return not line or f" {' '.join(line)} " in joined
    own = list(zip(line, line[1:], line[2:], strict=False))
    return 2 * sum(trigram in trigrams for trigram in own) >= len(own)


def speed(pages: list[dict[str, Any]]) -> None:
    """Print what each step and each other parser costs."""
    htmls = [page["html"] for page in pages]
    decoded, decode_ms = timed(decode, [html.encode("utf-8", "surrogatepass") for html in htmls])
    roots, parse_ms = timed(parse_tree, [found.text for found in decoded])
    _, render_ms = timed(render, roots)
    mean = sum(map(len, htmls)) / len(htmls)
    print(f"{len(pages)} pages of {mean:.0f} characters, CPU ms a page:")
    print(f"  decode {decode_ms:.2f}, parse_tree {parse_ms:.2f}, render {render_ms:.2f}")
    for other in (sax_target, selectolax_walk, resiliparse_walk, dump_resiliparse):
        print(f"  {other.__name__} {timed(other, htmls)[1]:.2f}")


def quality(pages: list[dict[str, Any]], worst: int) -> None:
    """Print how much of the gold text the lines hold, and the pages that lose most."""
    figures: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    losses = []
    for page in pages:
        ours, dump, gold = render(page["html"])[0], dump_resiliparse(page["html"]), page["gold_text"]
        for name, text in (("lines", ours), ("resiliparse", dump)):
            figures[name].append(word_f1(words_of(text), words_of(gold)))
            figures[f"{name}, oracle"].append(word_f1(words_of(oracle(text, gold)), words_of(gold)))
        losses.append((figures["resiliparse"][-1][2] - figures["lines"][-1][2], page["id"], len(ours), len(dump)))
    for name, rows in figures.items():
        f1, precision, recall = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"  {name:20} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}")
    lost = [loss for loss in losses if loss[0] > LOST]
    empty = sum(not chars and dumped > 0 for _, _, chars, dumped in losses)
    print(f"  {len(lost)} pages hold less of the gold text than the dump, {empty} pages are empty and the dump is not")
    for loss, identifier, chars, dumped in sorted(losses, reverse=True)[:worst]:
        print(f"    {identifier}: recall {loss:.3f} less, {chars} characters, dump {dumped}")


def with_alternatives(html: str, tag: str) -> str:
    """The page's lines with the alternative texts of its images, each as an element of this tag."""
    root = parse_tree(html)
    for image in root.iter("img"):
        if alternative := (image.get("alt") or "").strip():
            image.tag, image.text = tag, f" {alternative} "
    return render(root)[0]


def without_markers(html: str) -> str:
    """The page's lines, list items without bullets and numbers."""
    with patch.object(Markers, "item", return_value=""):
        return render(html)[0]


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda html: render(html)[0],
    "alternative texts inline": lambda html: with_alternatives(html, "span"),
    "alternative texts as lines": lambda html: with_alternatives(html, "p"),
    "no markers": without_markers,
}


def variants(pages: list[dict[str, Any]]) -> None:
    """Print the F1 of all lines and of the oracle's for each variant, and how many pages it changes for better."""
    scores: dict[str, list[tuple[float, float]]] = {}
    for name, draw in VARIANTS.items():
        scores[name] = rows = []
        for page in pages:
            text, gold = draw(page["html"]), page["gold_text"]
            chosen = oracle(text, gold)
            all_f1, oracle_f1 = (word_f1(words_of(lines), words_of(gold))[0] for lines in (text, chosen))
            rows.append((all_f1, oracle_f1))
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        gains = [row[1] - base[1] for row, base in zip(rows, scores["as it is"], strict=True)]
        better, worse = sum(gain > 0.001 for gain in gains), sum(gain < -0.001 for gain in gains)
        print(f"  {name:28} F1 {means[0]:.4f}, oracle {means[1]:.4f}; oracle better on {better}, worse on {worse}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--source", default="wcxb_dev", choices=("wcxb_dev", "pages_train"))
    parser.add_argument("--limit", type=int, default=0, help="this many pages, spread over the file")
    parser.add_argument("--worst", type=int, default=10, help="name this many pages that lose most")
    parser.add_argument("--variants", action="store_true", help="only the F1 of other ways to draw lines")
    arguments = parser.parse_args()
    path = arguments.data / f"{arguments.source}.jsonl.xz"
    if not path.exists():
        print(SKIPPED.format(path.name, arguments.data), file=sys.stderr)
        return 0
    pages = [page for page in read_pages(path) if page.get("gold_text")]
    pages = pages[:: max(1, len(pages) // arguments.limit)] if arguments.limit else pages
    if arguments.variants:
        variants(pages)
        return 0
    speed(pages)
    quality(pages, arguments.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
