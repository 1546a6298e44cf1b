"""Texts that are there twice (`D`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.plants.fault import Fault, Place, Plant, cleaned, page, put, running_text


def twin(change: Callable[[str], str], ending: str = "-twin.txt") -> Plant:
    """The text, and a version of it that comes later."""

    def plant(text: str, at: Path) -> list[Place]:
        at.with_name(at.name + "-first.txt").write_bytes(text.encode())
        return put(at.with_name(at.name + ending), change(text).encode())

    return plant


def shorter(text: str) -> str:
    """The text without three letters in the middle of its running text: shorter, so that the other one stays.

    Letters, since marks don't count (`D101`); in the middle, since a line without its end looks like a teaser, and
    goes.
    """
    start, end = running_text(text)
    spot = next(filter(lambda spot: text[spot : spot + 3].isalpha(), range((start + end) // 2, end - 3)), end - 3)
    return text[:spot] + text[spot + 3 :]


def of_cleaned(plant: Plant) -> Plant:
    """The same with what cleaning leaves of the text, which is what is compared.

    Of a page with all that is around its text, cleaning may leave a line more or less when three letters are gone.
    """
    return lambda text, at: plant(cleaned(text), at) if cleaned(text).strip() else []


def two_sites(text: str, at: Path) -> list[Place]:
    """One article on two sites, one of which has a third more around it.

    The article is what cleaning leaves of the text: of the menus in it, another share would stay on each site. In
    another language than English what is around it would go as chrome, and both be nearly the same (`D102`).
    """
    article = cleaned(text)
    if len(article) < 2_000:
        return []
    site = '<link rel="canonical" href="https://{}.example/a">'
    numbers = range(len(article) // 180)
    notes = (f"Room {7 * n} of house {13 * n} has {n} beds and {3 * n} chairs for {17 * n} guests." for n in numbers)
    around = "".join(f"<p>{note}</p>" for note in notes)
    at.with_name(at.name + "-first.html").write_bytes(page(site.format("north"), around)(article))
    return put(at.with_name(at.name + "-twin.html"), page(site.format("south"))(article))


DUPLICATES = {
    "the same text": Fault("D101", twin(str)),
    "nearly the same text": Fault("D102", of_cleaned(twin(shorter)), either=True),
    "nearly the same source": Fault("D102", twin(shorter), either=True),
    "one article on two sites": Fault("D103", two_sites, language="en"),
}
