"""One dash and one hyphen (N203), one ellipsis (N204)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.code_blocks import is_code_line
from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.tables import spaced_dash

ODD_DASHES = frozenset("\u2010\u2011\u2012\u2015\ufe58\ufe63")
_ODD_DASH = re.compile("[‐‑﹣]|‒|[―﹘]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef―]")
_TYPED_DASH = re.compile("---?(?!-)")
_WORDS_AROUND = re.compile(r"[^\W\d_-][^\W\d_]---?[\"“]?(?:[^\W\d_]{2}|[aAI] )")  # hero--and
_SPACES_AROUND = re.compile(r"[\w.,;:!?)\]\"'”’»] ---? [\w(\[\"'“‘„«]")  # one -- I
_OPTION = re.compile(r"\s--\w")
_PATH_SIGNS = frozenset("/\\_=@#<>{}|")
_PATH_SIGNS_OR_DOT = frozenset("./\\")
_LONGEST_WORD = 80
"""Code points: as far as the word around a typed dash is looked at; a longer one is no word."""

ELLIPSES = frozenset("\u2026")
_ELLIPSIS = re.compile("…+")
_SPACED_DOTS = re.compile(r"\. \.(?: \.){1,4}(?![.\w]| \.)")
_THREE_DOTS = re.compile(r"\.\.\.(?!\.)")


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
    spaced = list(_spaced_dots(text)) if ". ." in text else []
    dots = list(_dots(text)) if "..." in text else []
    ellipses = list(_ellipses(text))
    wants_one = config.quotes == "typographic" or len(ellipses) > len(dots) + len(spaced)
    edits = list(_closed_up(spaced, "…" if wants_one else "..."))
    edits.extend(dots if wants_one else ellipses if dots or spaced else ())
    yield from sorted(edits, key=lambda edit: edit.start)


def _odd_dashes(text: str) -> Iterator[Edit]:
    if text.isascii() or not any(dash in text for dash in ODD_DASHES):
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
        if start < 2 or text[start - 1] == "-":
            continue
        if is_spaced := text[start - 1] == " ":
            is_dash = _SPACES_AROUND.match(text, start - 2)
        else:
            is_dash = _WORDS_AROUND.match(text, start - 2)
        if not is_dash or _is_technical(text, start, end):
            continue
        if _CJK.search(text, start - 2, start) or _CJK.search(text, end, end + 2):
            continue  # between Chinese characters it would be two
        yield Edit(start, end, spaced_dash(language) if is_spaced else "—", "N203")


def _is_technical(text: str, start: int, end: int) -> bool:
    """True where hyphens are an option, a name, a path or part of code."""
    before, after = _line_around(text, start, end)
    words = before.rpartition(" ")[2] + after.partition(" ")[0]
    if not _PATH_SIGNS.isdisjoint(words) or words[:1] == "." or "--" in words or len(words) > _LONGEST_WORD:
        return True
    line = before + text[start:end] + after
    return _OPTION.search(line) is not None or is_code_line(line)


def _line_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the place on its line, as far as it is looked at."""
    before = text[max(0, start - _LONGEST_WORD) : start].rpartition("\n")[2]
    return before, text[end : end + _LONGEST_WORD].partition("\n")[0]


def _ellipses(text: str) -> Iterator[Edit]:
    if "…" not in text:
        return
    for match in _ELLIPSIS.finditer(text):
        start, end = match.span()
        if end - start > 1 or _CJK.match(text[start - 1 : start]) or _CJK.match(text, end):
            continue
        yield Edit(start, end, "...", "N204")


def _dots(text: str) -> Iterator[Edit]:
    for match in _THREE_DOTS.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        in_word = before.isalnum() and after.isalpha() and not before.isdigit()
        if before in _PATH_SIGNS_OR_DOT or after in _PATH_SIGNS_OR_DOT or (_is_word(after) and not in_word):
            continue
        if not is_code_line("...".join(_line_around(text, start, end))):
            yield Edit(start, end, "…", "N204")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _spaced_dots(text: str) -> Iterator[re.Match[str]]:
    for match in _SPACED_DOTS.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if before != ". " and not before[-1:].isdigit() and before[-1:] != ".":
            yield match


def _closed_up(spaced: Iterable[re.Match[str]], mark: str) -> Iterator[Edit]:
    for match in spaced:
        dots = match.group().count(".")
        yield Edit(match.start(), match.end(), mark if dots == 3 else "." * dots, "N204")
