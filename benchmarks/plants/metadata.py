"""Faults of metadata (`M`): missing, contradicting itself, or not what the project asks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.plants.fault import Fault, Place, page, put, running_text, whole

DATED = '<meta property="article:published_time" content="{}">'
LINKED = '<script type="application/ld+json">{}</script>'


def other_address(text: str, at: Path) -> list[Place]:
    """A page that calls itself by another site's address than the one its sidecar says it came from."""
    path = at.with_suffix(".html")
    path.with_name(path.name + ".cleaner.toml").write_text('url = "https://river.example/a"\n', encoding="utf-8")
    return put(path, page('<link rel="canonical" href="https://valley.example/a">')(text))


def other_case(text: str, at: Path) -> list[Place]:
    """Two files whose names differ in case."""
    (at.parent / f"{at.name}-X.txt").write_bytes(text.encode())
    return put(at.parent / f"{at.name}-x.txt", (text + "\nAnother one.").encode())  # the second in order


def sums(text: str) -> bytes:
    """Some lines of arithmetic, in no language."""
    numbers = range(len(text) % 50 + 30)
    return "\n\n".join(f"{n} + {n + 1} = {2 * n + 1}, {n * 7} / 7 = {n}" for n in numbers).encode()


METADATA = {
    "no title": Fault("M101", whole(page('<meta name="viewport" content="width=device-width">'), ".html")),
    "an article without a day": Fault(
        "M102", whole(page('<title>T</title><meta property="og:type" content="article">'), ".html")
    ),
    "two days": Fault(
        "M103",
        whole(
            page(DATED.format("2024-05-31") + LINKED.format('{"@type": "NewsArticle", "datePublished": "2023-01-01"}')),
            ".html",
        ),
    ),
    "changed before": Fault(
        "M104",
        whole(
            page(DATED.format("2024-05-31") + '<meta property="article:modified_time" content="2023-01-01">'), ".html"
        ),
    ),
    "two authors": Fault(
        "M105",
        whole(
            page(
                '<meta name="author" content="Ann Smith">'
                + LINKED.format('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Bo Miller"}}')
            ),
            ".html",
        ),
    ),
    "another title": Fault(
        "M106",
        whole(
            page(
                '<title>Xylophone lessons tonight</title><meta property="og:title" content="Zebra quagga okapi">',
                "<h1>Xylophone lessons tonight</h1>",
            ),
            ".html",
        ),
    ),
    "two languages": Fault(
        "M107", whole(page('<meta property="og:locale" content="fi_FI">', attributes=' lang="de"'), ".html")
    ),
    "another site's address": Fault("M108", other_address),
    "unreadable JSON-LD": Fault("M109", whole(page(LINKED.format('{"@type": [}')), ".html")),
    "no language": Fault("M201", whole(sums)),
    "another language than allowed": Fault("M202", whole(str.encode), check='languages = ["xx"]'),
    "no day": Fault("M203", whole(lambda text: text[slice(*running_text(text))].encode())),
    "the same name in capitals": Fault("M204", other_case),
}
