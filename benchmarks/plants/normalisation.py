"""Faults of characters, marks, white space, lines and dates (`N`)."""

from __future__ import annotations

import textwrap
from pathlib import Path

from benchmarks.plants.fault import (
    Fault,
    Place,
    Plant,
    between_lines,
    inserted,
    line_and_column,
    middle_of_a_word,
    paragraph,
    running_text,
)
from benchmarks.plants.inputs import bad_byte

MOJIBAKE = "cafÃ© crÃ¨me"


def spaces(text: str, at: Path) -> list[Place]:
    """Two spaces in place of one, in running text."""
    spot = text.find(" ", max(middle_of_a_word(text), 0), running_text(text)[1])
    if spot < 0 or not (text[spot - 1 : spot].isalpha() and text[spot + 1 : spot + 2].isalpha()):
        return []
    path = at.with_suffix(".txt")
    path.write_bytes((text[:spot] + " " + text[spot:]).encode())
    return [(path, *line_and_column(text, spot))]


def line_end(what: str) -> Plant:
    """Another end of a line, between two that stay.

    Inside a line it would make two of it, and half a sentence is a teaser: that goes, with its ends.
    """

    def plant(text: str, at: Path) -> list[Place]:
        start, end = between_lines(text)
        spot = text.find("\n", start, end) if start >= 0 else -1
        if spot < 0 or "\r" in text[start:end]:
            return []
        path = at.with_suffix(".txt")
        path.write_bytes((text[:spot] + what + text[spot + 1 :]).encode())
        return [(path, *line_and_column(text, spot))]

    return plant


def blank_lines(text: str, at: Path) -> list[Place]:
    """Three blank lines between two lines that stay."""
    start, end = between_lines(text)
    if start < 0:
        return []
    path = at.with_suffix(".txt")
    path.write_bytes(f"{text[:start]}\n\n\n\n{text[end:]}".encode())
    line, _ = line_and_column(text, start)
    return [(path, line + 2, 1)]


def wrapped(text: str, at: Path) -> list[Place]:
    """A long paragraph, between blank lines, in lines of seventy characters; looked for at the first break.

    Not where most words are names, which may as well be a list, or longer than words are, as in code: those stay.
    """
    start, end = running_text(text)
    lines = textwrap.wrap(text[start:end], 70, break_on_hyphens=False)
    words = text[start:end].split()
    names = sum(word[0].isupper() for word in words)
    if len(lines) < 6 or 2 * names > len(words) or len(words) * 12 < end - start:
        return []
    before, after = text[:start].rstrip(), text[end:].lstrip()
    start = len(before) + 2 if before else 0
    whole = "\n\n".join(filter(None, (before, "\n".join(lines), after)))
    path = at.with_suffix(".txt")
    path.write_bytes(whole.encode())
    return [(path, *line_and_column(whole, start + len(lines[0])))]


def ellipses(text: str, at: Path) -> list[Place]:
    """A rare ellipsis among the usual ones."""
    if "…" in text or ". ." in text:
        return []
    said = "They came... and went... and waited… until the river fell... again, the city said."
    return paragraph(said, "…")(text, at)


CHARACTERS = {
    "invalid byte, as a character": Fault("N101", bad_byte),
    "mojibake": Fault("N102", inserted(f" {MOJIBAKE} "), slack=len(MOJIBAKE) + 1),
    "decomposed letter": Fault("N103", inserted("e\u0301")),
    "zero-width space": Fault("N104", inserted("\u200b")),
    "bidirectional control": Fault("N104", inserted("\u202e")),
    "byte order mark inside": Fault("N104", inserted("\ufeff")),
    "soft hyphen": Fault("N104", inserted("\xad")),
    "control character": Fault("N105", inserted("\x07")),
    "colour sequence": Fault("N105", inserted("\x1b[31m")),
    "entity": Fault("N106", inserted(" salt &amp; pepper ", skip=6)),
    "ligature": Fault("N107", inserted("ﬁ")),
    "full-width letters": Fault("N108", inserted(" ＡＢＣ ", skip=1), clean='full_width = "ascii"'),
}

MARKS = {
    "curly double quotes": Fault("N201", inserted(" „yes“ ", skip=1)),
    "curly apostrophe": Fault("N202", inserted("’")),
    "no-break hyphen": Fault("N203", inserted("\u2011")),
    "another ellipsis": Fault("N204", ellipses, language="en"),
}

LINES = {
    "CRLF": Fault("N301", line_end("\r\n")),
    "line separator": Fault("N301", line_end("\u2028")),
    "two spaces": Fault("N302", spaces, slack=1),
    "blank lines": Fault("N303", blank_lines, slack=2),
    "a broken sentence": Fault(
        "N304",
        paragraph(
            "The firm said in the evening that it would use the photographs and\n"
            "videos of its users in the new edition of the book.",
            "\n",
        ),
        slack=1,
        language="en",
    ),
    "a wrapped paragraph": Fault("N304", wrapped, slack=1),
    "a broken word": Fault(
        "N305",
        paragraph(
            "The lighthouse was built on the northern island a hundred years ago, and its light-\n"
            "house keeper left it in spring.",
            "-\n",
        ),
        language="en",
    ),
}

DATES = {  # language: a sentence with a date, and the date
    "ar": ("أُغلق الجسر في 27 مايو 2025 بسبب الفيضان، كما قالت المدينة.", "27 مايو 2025"),
    "ca": ("El pont es va tancar el 27 de maig de 2025 per la inundació, va dir la ciutat.", "27 de maig"),
    "en": ("The bridge was closed on May 27, 2025, because of the flood, the city said.", "May 27"),
    "es": ("El puente se cerró el 27 de mayo de 2025 por la inundación, dijo la ciudad.", "27 de mayo"),
    "hi": ("बाढ़ के कारण पुल 27 मई 2025 को बंद कर दिया गया, नगर ने कहा।", "27 मई"),
    "it": ("Il ponte è stato chiuso il 27 maggio 2025 per la piena, ha detto la città.", "27 maggio"),
    "ja": ("洪水のため、橋は2025年5月27日に閉鎖されたと市は発表した。", "2025年"),
    "pt": ("A ponte foi fechada em 27 de maio de 2025 por causa da enchente, disse a cidade.", "27 de maio"),
    "tr": ("Köprü sel nedeniyle 27 Mayıs 2025 tarihinde kapatıldı, belediye böyle dedi.", "27 Mayıs"),
    "ur": ("سیلاب کی وجہ سے پل 27 مئی 2025 کو بند کر دیا گیا، شہر نے کہا۔", "27 مئی"),
    "zh": ("因为洪水，这座桥于2025年5月27日关闭，市政府说。", "2025年"),
}

WRITTEN = {
    f"a written date, {language}": Fault("N401", paragraph(sentence, date), language=language)
    for language, (sentence, date) in DATES.items()
}
