"""Chrome removal in languages that the tagger never saw: the same pages, their letters replaced.

    python -m benchmarks.unknown_languages --data ../shared/data --cache training/cache [--every N]

Each Latin letter of a page and of its gold text becomes another letter: of the Latin alphabet, of one
with capitals (Armenian) or of one without (Arabic, Devanagari), by a fixed shuffle. Lines, marks, numbers
and HTML stay: no word helps any more, neither a rule nor an n-gram. The pages remain English pages in all
else; pages in a language that the tagger never saw are built by other habits, too, and may fare worse.

Word F1 of the tagger and the rules, out of fold, mean over every Nth page of `wcxb_dev`, from plain text
and from HTML.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import msgspec
from lxml import etree
from training.dumps import dump_all
from training.scoring import word_f1, words_of

from benchmarks import chrome_html, chrome_text
from benchmarks.tables import Page, are_there, batches, mean
from cleaner.parse.tree import parse_tree

_LATIN = "abcdefghijklmnopqrstuvwxyz"
ALPHABETS = {
    "Latin": (_LATIN, _LATIN.upper()),
    "Armenian": ("աբգդեզէըթժիլխծկհձղճմյնշոչպ", "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊ"),
    "Arabic": ("ابتثجحخدذرزسشصضطظعغفقكلمنه",) * 2,
    "Devanagari": ("कखगघङचछजझञटठडढणतथदधनपफबभमय",) * 2,
}
"""Small and capital letters; the same in scripts without capitals."""


def shuffled(alphabet: str) -> dict[int, str]:
    """What each Latin letter becomes."""
    order = list(range(26))
    random.Random(7).shuffle(order)
    small, capital = ALPHABETS[alphabet]
    return {ord(letter): small[at] for letter, at in zip(_LATIN, order, strict=True)} | {
        ord(letter.upper()): capital[at] for letter, at in zip(_LATIN, order, strict=True)
    }


def rewritten_html(html: str, letters: dict[int, str]) -> str:
    """The page with the letters of its texts replaced; scripts and styles stay."""
    root = parse_tree(html)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style") and element.text:
            element.text = element.text.translate(letters)
        if element.tail:
            element.tail = element.tail.translate(letters)
    return etree.tostring(root, encoding="unicode", method="html")


def scores(pages: list[Page], cache: Path, letters: dict[int, str]) -> tuple[float, float]:
    """Mean word F1 from plain text and from HTML."""
    from_text = chrome_text.Cleaner(cache)
    rewritten = [
        msgspec.structs.replace(
            page,
            text=page.text.translate(letters),
            html=rewritten_html(page.html, letters),
            gold=page.gold.translate(letters),
            outputs={},
        )
        for page in pages
    ]
    chrome_html.run(rewritten, cache, chrome_html.CONFIG, ())
    for fold, batch in batches(rewritten):
        for page, output in zip(batch, from_text.clean([page.text for page in batch], fold), strict=True):
            page.outputs["text"] = output
    by_text, by_html = (
        mean([word_f1(words_of(page.outputs[name]), words_of(page.gold))[0] for page in rewritten])
        for name in ("text", "cleaner")
    )
    return by_text, by_html


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--every", type=int, default=5, help="every Nth page")
    arguments = parser.parse_args()
    if not are_there(arguments.data / "wcxb_dev.jsonl.xz", arguments.cache / "folds/0.npz"):
        return 0
    dump_all(arguments.data, arguments.cache)
    pages = chrome_text.load(arguments.data, arguments.cache, "wcxb_dev", 0, False)[:: arguments.every]
    print(f"{len(pages)} pages of wcxb_dev, out of fold\n{'':12} {'text':>7} {'HTML':>7}")
    for name, letters in {"as they are": {}, **{name: shuffled(name) for name in ALPHABETS}}.items():
        from_text, from_html = scores(pages, arguments.cache, letters)
        print(f"{name:12} {from_text:7.4f} {from_html:7.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
