"""One dash and one hyphen (N203), one ellipsis (N204)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import is_code_line
from cleaner.normalize.tables import spaced_dash

ODD_DASHES = frozenset("\u2010\u2011\u2012\u2015\ufe58\ufe63")
_ODD_DASH = re.compile("[‐‑﹣]|‒|[―﹘]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef―]")
_LETTER = r"[^\W\d_]"
_TYPED_DASH = re.compile(
    rf"(?<=[^\W\d_-]{_LETTER})(?P<bare>---?)(?=[\"“]?(?:{_LETTER}{{2}}|[aAI] ))"  # hero--and
    r"|(?<=[\w.,;:!?)\]\"'”’»] )(?P<spaced>---?)(?= [\w(\[\"'“‘„«])"  # one -- I
)
_WORD_AROUND = re.compile(r"\S+")
_PATH_SIGNS = frozenset("/\\_=@#<>{}|")
_LONGEST_WORD = 80
"""Code points: as far as the word around a typed dash is looked at; a longer one is no word."""

ELLIPSES = frozenset("\u2026")
_ELLIPSIS = re.compile("…+")
_SPACED_DOTS = re.compile(r"(?<![.\d])(?<!\. )\.(?: \.){2,5}(?![.\w]| \.)")
_THREE_DOTS = re.compile(r"(?<![./\\])\.\.\.(?![./\\\w])|(?<=\w)\.\.\.(?=[^\W\d_])(?<!\d\.\.\.)")


def unify_dashes(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Hyphens are `-`, and dashes typed as `--` are dashes.

    What: Unicode's hyphen and no-break hyphen become `-`, the figure dash becomes an en dash, the
    horizontal bar an em dash (not between Chinese or Japanese characters), and `--` or `---`
    between words becomes the dash of the language: `—`, or `–` between spaces where that is the
    custom. En dash, em dash and minus stay what they are: they differ in meaning. Options of
    programs, rules of hyphens, code, URLs and tables stay.

    Why: `well‑known` and `well-known` are one word, and `hero--and` is two.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("a well‑known hero--and a friend -- of mine", unify_dashes)
    'a well-known hero—and a friend — of mine'

    Kept:
    >>> rewritten("2019–2021, −5°, so — yes; git log --all -- src", unify_dashes)
    '2019–2021, −5°, so — yes; git log --all -- src'
    """
    edits = [*_odd_dashes(text), *(_typed_dashes(text, language) if "--" in text else ())]
    yield from sorted(edits, key=lambda edit: edit.start)


def unify_ellipses(text: str, language: str, config: Config) -> Iterator[Edit]:
    """One spelling of the ellipsis in a text.

    What: where a text has both `…` and `...`, the rarer one becomes the other (`...` if both are
    as frequent); with `quotes = "typographic"`, `...` always becomes `…`; dots with spaces between
    them close up. With `quotes = "keep"`, nothing changes. The doubled `……` of Chinese and
    Japanese, a single one beside their characters, paths, ranges and code stay.

    Why: three spellings of one mark are three tokens; but a text that has one is right with it.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("Well… so . . . no... yes.", unify_ellipses)
    'Well... so ... no... yes.'

    Kept:
    >>> rewritten("Well… yes… 所以……好吧", unify_ellipses)
    'Well… yes… 所以……好吧'
    """
    if config.quotes == "keep":
        return
    spaced = list(_SPACED_DOTS.finditer(text)) if ". ." in text else []
    dots = list(_dots(text)) if "..." in text else []
    ellipses = list(_ellipses(text))
    wants_one = config.quotes == "typographic" or len(ellipses) > len(dots) + len(spaced)
    edits = list(_closed_up(spaced, "…" if wants_one else "..."))
    edits.extend(dots if wants_one else ellipses if dots or spaced else ())
    yield from sorted(edits, key=lambda edit: edit.start)


def _odd_dashes(text: str) -> Iterator[Edit]:
    if text.isascii():
        return
    for match in _ODD_DASH.finditer(text):
        start, end = match.span()
        if match.group() in "―﹘" and (_CJK.match(text[start - 1 : start]) or _CJK.match(text, end)):
            continue
        plain = "-" if match.group() in "‐‑﹣" else "–" if match.group() == "‒" else "—"
        yield Edit(start, end, plain, "N203")


def _typed_dashes(text: str, language: str) -> Iterator[Edit]:
    for match in _TYPED_DASH.finditer(text):
        start, end = match.span()
        if _CJK.search(text, start - 2, start) or _CJK.search(text, end, end + 2) or _is_technical(text, start, end):
            continue  # between Chinese characters it would be two
        dash = "—" if match.group("bare") else spaced_dash(language)
        yield Edit(start, end, dash, "N203")


def _is_technical(text: str, start: int, end: int) -> bool:
    """True where hyphens are an option, a name, a path or part of code."""
    low, high = max(0, start - _LONGEST_WORD), end + _LONGEST_WORD
    words = text[low:start].rpartition(" ")[2].rpartition("\n")[2] + text[end:high].partition(" ")[0].partition("\n")[0]
    if not _PATH_SIGNS.isdisjoint(words) or words[:1] == "." or "--" in words or len(words) > _LONGEST_WORD:
        return True
    line_start = text.rfind("\n", low, start) + 1 or low
    line_end = text.find("\n", end, high)
    line = text[line_start : line_end if line_end >= 0 else high]
    return is_code_line(line) or " --" in line.replace(" -- ", " ").replace(" --- ", " ")


def _ellipses(text: str) -> Iterator[Edit]:
    if text.isascii():
        return
    for match in _ELLIPSIS.finditer(text):
        start, end = match.span()
        if end - start > 1 or _CJK.match(text[start - 1 : start]) or _CJK.match(text, end):
            continue
        yield Edit(start, end, "...", "N204")


def _dots(text: str) -> Iterator[Edit]:
    for match in _THREE_DOTS.finditer(text):
        start, end = match.span()
        line_end = text.find("\n", end, end + _LONGEST_WORD)
        line_start = text.rfind("\n", max(0, start - _LONGEST_WORD), start) + 1 or max(0, start - _LONGEST_WORD)
        if not is_code_line(text[line_start : line_end if line_end >= 0 else end + _LONGEST_WORD]):
            yield Edit(start, end, "…", "N204")


def _closed_up(spaced: Iterable[re.Match[str]], mark: str) -> Iterator[Edit]:
    for match in spaced:
        dots = match.group().count(".")
        yield Edit(match.start(), match.end(), mark if dots == 3 else "." * dots, "N204")
