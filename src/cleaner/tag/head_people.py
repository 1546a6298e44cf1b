"""Names of authors out of what pages put into their author fields."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from cleaner.chrome.rules.date_words import month_numbers, no_names, weekdays
from cleaner.chrome.rules.phrases import fold, words
from cleaner.tag.head_claims import Claim
from cleaner.tag.head_titles import is_site
from cleaner.tag.head_words import head_words

MAX_NAME = 90
"""Code points of the longest name that is believed; a longer one is a sentence."""
MAX_WORDS = 9
MAX_AUTHORS = 12

_TAG = re.compile(r"<[^<>]{0,200}>")
_MAIL = re.compile(r"[(<\[]?\s?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}\s?[)>\]]?")
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|\Afile:|\.(?:com|org|net)/", re.I)
_BAR = re.compile(r"\s[|•·∙●–—]\s|\s-\s|\s?[|•·∙●]\s?|\n")
_LISTED = re.compile(r"\s*[;；、]\s*|\s+/\s+")
_COMMA = re.compile(r"\s*,\s*")
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,2}\.){1,4}[A-Z]?|[A-Z]-?[A-Z]{1,6}[®©]?")
_SPACE = re.compile(r"\s+")


def names_in(value: str, *, is_one: bool = False) -> tuple[str, ...]:
    """The names of people (or teams) that an author field holds, in order, each once.

    Left out: the words that open a byline in any language that `C502` knows, addresses,
    e-mail, accounts of programs (`admin`), roles, dates, and what stands behind a bar.
    `is_one`: the value is one name, of an organisation say, whatever words for `and` it has.

    >>> names_in("By Jane Miller and Ali Can | Staff"), names_in("https://example.org/jane"), names_in("admin")
    (('Jane Miller', 'Ali Can'), (), ())
    >>> names_in("Eva Berg, MD, PhD; Jo Li")
    ('Eva Berg, MD, PhD', 'Jo Li')
    """
    if not value or len(value) > 2000:
        return ()
    value = html.unescape(value) if "&" in value else value
    value = _SPACE.sub(" ", _MAIL.sub("", _TAG.sub(" ", value))).strip()
    if not value or _ADDRESS.search(value):
        return ()
    names: dict[str, str] = {}
    value = without_opening(value)
    pieces = (without_date(piece.strip()) for piece in _BAR.split(value))
    value = next(filter(None, pieces), "")
    for part in (value,) if is_one else _split(value):
        part = part.strip()
        if part.startswith("(") and part.endswith(")"):
            part = part[1:-1]
        name = without_role(part).strip(" ,:;|/\\-–—\"'“”[]*·•@~&+§")
        if _is_name(name) and fold(name) not in names:
            names[fold(name)] = name
    return tuple(names.values())[:MAX_AUTHORS]


def join_names(names: Iterable[str]) -> str:
    """The names in one line: with commas, or with semicolons when a name has a comma itself."""
    names = tuple(names)
    return ("; " if any("," in name for name in names) else ", ").join(names)


def trusted_authors(claims: Sequence[Claim], sites: frozenset[str], *, is_product: bool) -> list[Claim]:
    """The claims on the author in order of trust, without the site's own name beside names of people.

    People come before accounts and the site itself: many sites state those in every head and
    print the writer's name on the page. What a product's page names in its body is no author of it.
    """
    people, accounts, own = [], [], []
    for claim in claims:
        names = claim.value.split("; " if "; " in claim.value else ", ")
        others = [name for name in names if not is_site(name, sites)]
        if is_product and claim.source in ("byline", "microdata"):
            continue
        if not others:
            own.append(claim)
        elif any(" " in name or not name.isascii() for name in others):
            people.append(Claim(join_names(others) if len(others) < len(names) else claim.value, claim.source))
        else:
            accounts.append(claim)
    return people + accounts + own


def without_opening(value: str) -> str:
    """The value without `By`, `Posted by`, `Von`, `Автор:` in front of it, also where no space follows.

    >>> without_opening("byEva Berg"), without_opening("Bye Bye"), without_opening("Автор: Ева")
    ('Eva Berg', 'Bye Bye', 'Ева')
    """
    return value[opening_chars(value) :].strip(" :/—–-")


def opening_chars(value: str) -> int:
    """How many characters of the value are the words that open a byline.

    >>> opening_chars("Written by: Eva"), opening_chars("Topics: rain"), opening_chars("AVX")
    (10, 0, 0)
    """
    folded = fold(value[:MAX_NAME])
    first = folded[:1]
    best = 0
    for phrase in _openings().get(first, ()):
        if len(phrase) > best and folded.startswith(phrase):
            behind, last = value[len(phrase) : len(phrase) + 1], value[len(phrase) - 1 : len(phrase)]
            is_apart = not (last.isalnum() and behind.isalnum()) or not phrase.isascii()
            if is_apart or (behind.isupper() and last.islower()):
                best = len(phrase)
    return best


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """The phrases that open bylines, by their first letter."""
    phrases = sorted(words("C502", "start") - head_words("no_openings"))
    return {first: tuple(group) for first, group in groupby(phrases, key=lambda phrase: phrase[:1])}


def without_role(value: str) -> str:
    """The name without the role behind it, where two words or more of it are left.

    >>> without_role("Eva Berg Senior Reporter"), without_role("Eva Berg, Head of News, Rome")
    ('Eva Berg', 'Eva Berg')
    >>> without_role("Staff Writer")
    'Staff Writer'
    """
    tokens = value.split(" ")
    for index, token in enumerate(tokens[2:], 2):
        if fold(token).strip(".,()") in head_words("roles"):
            return " ".join(tokens[:index]).rstrip(" ,(–-")
    return value


def without_date(value: str) -> str:
    """The value without the date that follows a name, and all behind it.

    >>> without_date("Eva Berg March 2, 2026"), without_date("Eva Berg Mon 2 Mar"), without_date("Omar al Rashid")
    ('Eva Berg', 'Eva Berg', 'Omar al Rashid')
    """
    tokens = value.split(" ")
    months = month_numbers()
    for index, token in enumerate(tokens):
        numbered = token[:1].isdigit() and not token.endswith(")") and (index > 0 or len(tokens) > 1)
        month = fold(token).strip(".,") in months and index + 1 < len(tokens) and tokens[index + 1][:1].isdigit()
        weekday = index > 0 and _is_weekday(fold(token).strip(".,"), tokens[index + 1 : index + 2])
        if numbered or month or weekday:
            while index > 1 and fold(tokens[index - 1]).strip(".,:") in head_words("before_dates"):
                index -= 1
            return " ".join(tokens[:index]).rstrip(" ,-–—|•·")
    return value


def _is_weekday(word: str, following: Sequence[str]) -> bool:
    """True for the full name of a weekday, and for a short one in front of a day or month (`al` is of names too)."""
    if word not in weekdays():
        return False
    dated = any(token[:1].isdigit() or fold(token).strip(".,") in month_numbers() for token in following)
    return dated or word in no_names()


def _split(value: str) -> Iterator[str]:
    for part in _LISTED.split(value):
        yield from _split_at_commas(", ".join(_split_at_and(part)))


# The second group: words that also stand inside one name (`Costa e Silva`).
_AND = re.compile(r",?\s+(?:(and|und|et|en|og|och|και|&|\+)|(y|e|i|и))\s+")


def _split_at_and(value: str) -> Iterator[str]:
    """The parts around words for `and`, where both read as names: `Research and Development` stays one."""
    start = 0
    found = list(_AND.finditer(value))
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(value)
        left = value[start : match.start()].rpartition(",")[2].split()
        right = value[match.end() : end].partition(",")[0].split()
        alike = min(len(left), len(right)) > 1 or (len(left) == len(right) == 1 and match[1])
        if match[0].startswith(",") or alike:
            yield value[start : match.start()]
            start = match.end()
    yield value[start:]


def _split_at_commas(value: str) -> Iterator[str]:
    """Names apart; a degree stays with its name, a role goes, with the place or firm behind it."""
    current = ""
    is_role = False
    for piece in filter(None, _COMMA.split(value)):
        words = piece.split()
        if current and fold(words[0]) in head_words("roles"):
            is_role = True
        elif current and (len(words) == 1 or all(map(_DEGREE.fullmatch, words))):
            current = current if is_role else f"{current}, {piece}"
        else:
            if current:
                yield current
            current, is_role = piece, False
    if current:
        yield current


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= MAX_NAME or not any(char.isalpha() for char in name):
        return False
    if len(name) == 2 and name.isascii():  # initials in the place of a picture
        return False
    if len(name.split()) > MAX_WORDS or fold(name) in head_words("no_authors"):
        return False
    return not name.endswith((".", "?", "!")) or name.count(" ") < 5
