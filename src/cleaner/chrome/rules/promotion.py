"""C2xx: promotion. Pointers to other pages, teasers, popular lists, newsletters, share bars, advertisement marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import Hit, fold, phrase_book, trim, words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import closes_sentence, count_words, is_cut_off

MOST_POINTER_WORDS = 30
"""A pointer in a line with more words behind it may have running text behind it."""

_EDGE = {"head": 0.85, "tail": 0.9, "body": 0.75}


@rule("C201")
def read_more(page: Page) -> Iterator[Evidence]:
    """A pointer to another page: `READ MORE:`, `Read also: …`, with the headline it points to.

    Also behind the last sentence of a line, with a colon: `The story continues. READ MORE: Ten
    islands to see`.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -READ MORE: Five islands to see before the summer ends

         Its owner has not said what will become of the two ships.
    Keeps:
         Read more slowly, her teacher told her, and you will see what the writer means.

         Read more about the plan in the report that the city will publish in October.
    """
    for hit in page.first_hits("C201", "start"):
        score = _pointer_score(page, hit)
        if score:
            yield *page.span(hit.line), score, "points to another page"
    pointers = phrase_book().pointers
    for match in _LABEL_IN_LINE.finditer(page.text):
        if match["label"] not in pointers:
            continue
        rest = match["rest"].rstrip()
        if count_words(rest) <= MOST_POINTER_WORDS and not closes_sentence(rest):
            yield match.end("before"), match.start("rest") + len(rest), 0.85, "points away"


@rule("C202")
def related_story(page: Page) -> Iterator[Evidence]:
    """A related story named in the article or after it, and the heading of a list of them.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -RELATED STORY | Island school to stay open

         Its owner has not said what will become of the two ships.
    Keeps:
         Related articles of trade were taxed as well, which angered the merchants of the town.
    """
    for hit in page.first_hits("C202", "start"):
        score = _pointer_score(page, hit)
        if not score:
            continue
        yield *page.span(hit.line), score, "names related stories"
        if not trim(hit.rest):
            yield from _titles_under(page, hit.line)


@rule("C203")
def teasers(page: Page) -> Iterator[Evidence]:
    """Teasers of other articles: a headline, and the first words of its text, cut off.

    Two of them make a list of teasers; one alone goes only before or after the text. Where
    teasers outweigh the text, they are the text: a list of jobs, of search results, of posts.

    Removes:
        -Island school to stay open

        -The council has found the money that the school...

        -Two ships for sale

        -Nobody knows who will buy the old ferries and...

         The last ferry will leave the island in October, the company that runs it said on Tuesday.

         Its owner has not said what will become of the two ships and of all who worked there.
    Keeps:
         The last ferry will leave the island in October, the company said on Tuesday.

         A pause, then the old man shook his head

         “I was born on that ship...”

         He would say no more, and the others went back to what they had been doing.
    """
    pairs: list[int] = []
    for index in range(1, len(page)):
        if _is_teaser(page, index) and page.is_title(index - 1):
            pairs.append(index)
    near = set()
    for one, other in pairwise(pairs):
        if other - one <= 3:
            near |= {one, other}
    teaser_words = sum(page.words[index] + page.words[index - 1] for index in pairs)
    listing = teaser_words > sum(words for words, body in zip(page.words, page.body, strict=True) if body)
    for index in pairs:
        alone = {"head": 0.7, "tail": 0.7, "body": 0.3}[page.place(index)]
        in_list = {"head": 0.92, "tail": 0.92, "body": 0.75 if len(near) > 2 else 0.5}[page.place(index)]
        score = 0.5 if listing else in_list if index in near else alone
        yield *page.span(index - 1), score, "the headline of a teaser"
        yield *page.span(index), score, "a teaser cut off in mid-sentence"


@rule("C204")
def other_content(page: Page) -> Iterator[Evidence]:
    """The heading of a list of other pages, and, after the text, the headlines under it.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Most Popular Articles
        -Island school to stay open
        -Two ships for sale
    Keeps:
         Most popular articles of clothing sold out within a week, the shops on the pier said.
    """
    for hit in page.first_hits("C204", "line"):
        yield *page.span(hit.line), _EDGE[page.place(hit.line)], "the heading of a list of other pages"
        yield from _titles_under(page, hit.line)
    for hit in page.first_hits("C204", "start"):
        if (
            page.words[hit.line] <= 8
            and not closes_sentence(page.texts[hit.line])
            and not page.has(hit.line, "C204.line")
        ):
            scores = {"head": 0.65, "tail": 0.75, "body": 0.45}
            yield *page.span(hit.line), scores[page.place(hit.line)], "the heading of a list of other pages"


@rule("C205")
def newsletter(page: Page) -> Iterator[Evidence]:
    """An invitation to subscribe to the page's newsletter or to follow it elsewhere.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Sign up for our newsletter and get the news of the islands every morning.
    Keeps:
         Subscribe to the idea or not, everyone on the island has thought about it by now.
    """
    for hit in page.first_hits("C205", "start", "part"):
        if page.words[hit.line] > 45:
            continue
        both = page.has(hit.line, "C205.start") and page.has(hit.line, "C205.part")
        place = page.place(hit.line)
        weak = {"head": 0.6, "tail": 0.65, "body": 0.4}
        brief = {"head": 0.75, "tail": 0.75, "body": 0.6}
        score = _EDGE[place] if both else (brief if _is_brief_call(page, hit) else weak)[place]
        if hit.kind == "part" and not both:
            score = min(score, 0.55) if place != "tail" else 0.6
        sentence = place == "body" and closes_sentence(page.texts[hit.line]) and page.words[hit.line] > 6
        if not both and (sentence or (place == "head" and page.words[hit.line] > 12)):
            score = min(score, 0.5)
        yield *page.span(hit.line), score, "invites to subscribe or to follow"


@rule("C206")
def share_bar(page: Page) -> Iterator[Evidence]:
    """The buttons to share the page.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Share this article
        -Facebook
        -Twitter
        -WhatsApp
    Keeps:
         The ministry named the companies that it wants to talk to in spring.
         Facebook
         The company has more users in the country than the country has voters, it said.
    """
    for hit in page.first_hits("C206", "line"):
        yield *page.span(hit.line), _EDGE[page.place(hit.line)] + 0.05, "offers to share the page"
    networks, begin = _networks()
    names = [label in networks and count <= 3 for label, count in zip(page.labels, page.words, strict=True)]
    for index, text in enumerate(page.texts):
        if names[index] and not page.has(index, "C206.line"):
            beside = (index > 0 and (names[index - 1] or page.has(index - 1, "C206.line"))) or (
                index + 1 < len(page) and names[index + 1]
            )
            scores = {"head": 0.85, "tail": 0.85, "body": 0.7} if beside else {"head": 0.4, "tail": 0.5, "body": 0.15}
            yield *page.span(index), scores[page.place(index)], "a network to share the page with"
        elif page.labels[index][:2] in begin and not names[index] and len(text) <= 120:
            first = _SHARE_TOKEN.search(page.folded[index])
            if not first or first.group() not in networks:
                continue
            tokens = _SHARE_TOKEN.findall(page.folded[index])
            if len(tokens) > 1 and all(token in networks for token in tokens):
                yield *page.span(index), _EDGE[page.place(index)], "networks to share the page with"


@rule("C207")
def advertisement_mark(page: Page) -> Iterator[Evidence]:
    """The mark of an advertisement, or of a text that goes on after one.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Advertisement

         Its owner has not said what will become of the two ships.
    Keeps:
         Advertisement of the sale began in May, when the first posters went up in town.
    """
    for hit in page.first_hits("C207", "line"):
        long = len(hit.phrase) > 3
        yield *page.span(hit.line), 0.92 if long else 0.65, "marks an advertisement"


@functools.cache
def _networks() -> tuple[frozenset[str], frozenset[str]]:
    """What the buttons of share bars say, and the first two characters of each."""
    names = words("C206", "networks") | words("C206", "sites")
    return names, frozenset(f"{name}{mark}"[:2] for name in names for mark in _SHARE_MARKS)


def _pointer_score(page: Page, hit: Hit) -> float:
    text = page.texts[hit.line]
    place = page.place(hit.line)
    rest = hit.rest.strip()
    if page.words[hit.line] > 40:
        return 0.0
    if not trim(rest):
        return {"head": 0.86, "tail": 0.92, "body": 0.85}[place]
    if hit.phrase.endswith((":", "|")) or rest[0] in _SEPARATORS or rest.endswith(("»", "→", "›", ">>", "...", "…")):
        if closes_sentence(text) and page.words[hit.line] > 14 and place == "body":
            return 0.5
        return {"head": 0.8, "tail": 0.88, "body": 0.85}[place]
    shouted = text[: len(hit.phrase)].isupper() and len(hit.phrase) > 5
    if shouted and not closes_sentence(text):
        return 0.75
    if closes_sentence(text) or page.words[hit.line] > 14:
        return 0.2
    return {"head": 0.45, "tail": 0.65, "body": 0.45}[place]


def _titles_under(page: Page, heading: int) -> Iterator[Evidence]:
    if page.place(heading) != "tail":
        return
    for index in range(heading + 1, len(page)):
        if page.words[index] > 30 or (page.is_sentence(index) and page.words[index] > 12):
            return
        yield *page.span(index), 0.72, "stands in a list of other pages after the text"


def _is_teaser(page: Page, index: int) -> bool:
    text = page.texts[index]
    if page.words[index] < 4 or len(text) > 600:
        return False
    if is_cut_off(text) and text[0] not in '"“„«‘':
        return True
    tail = _ELLIPSIS_MORE.search(text[-60:]) if "..." in text or "…" in text else None
    return tail is not None and trim(fold(tail[1])) in words("C203", "more")


def _is_brief_call(page: Page, hit: Hit) -> bool:
    return page.words[hit.line] <= 12 or not trim(hit.rest)


_LABEL_IN_LINE = re.compile(
    r"(?P<before>[.!?…][\"'”’»)]{0,2})[ \t]+"
    r"(?=(?P<label>[^\s:|][^\r\n:|]{3,38}?) ?[:|](?P<rest>[^\r\n]{0,400}+)(?![^\r\n]))"
)
"""What stands before a colon or bar after the end of a sentence of the same line, and the rest of
that line, up to its end. Nothing of it is consumed: the label may begin after the next full stop.
A longer rest is running text."""
_SEPARATORS = ":|>»›→–—-•["
_ELLIPSIS_MORE = re.compile(r"(?:\.{3}|…|\[…\])\s*([^.…]{2,40})$")
_SHARE_MARKS = " ,|•·/("
_SHARE_TOKEN = re.compile(r"[^\s,|•·/()]+")
