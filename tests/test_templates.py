"""Site templates: what is learned, what is not, and what a page loses by it."""

from __future__ import annotations

import itertools
import json
import pickle
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli import main
from cleaner.config import Config
from cleaner.corpus.template_lines import line_key
from cleaner.corpus.template_records import learn_records
from cleaner.corpus.templates import TemplateCounts, TemplateOptions, Templates, count_page
from cleaner.document import Document, Line, Record
from cleaner.errors import ConfigError, OutputError

SITE = "example.org"
TOWNS = ("Aldermouth", "Brackwell", "Cinderford", "Dunmere", "Eastholme", "Farrowby", "Gorsley", "Hartfell")
MENU = ["Sailing results", "Harbour diary", "Letters from the quay"]
FOOT = ["Rope Walk Media", "Pontoon 7, Aldermouth"]


def story(town: str, more: str = "") -> list[str]:
    """Lines that only the page of this town has."""
    return [
        f"Ferry to {town} runs again",
        f"The ferry to {town} left the quay on Monday with forty people on board, the first since the storm.{more}",
        f"Its captain said that the crossing to {town} had been rough, and that nobody had asked to turn back.{more}",
    ]


def document(lines: Sequence[str]) -> Document:
    ends = list(itertools.accumulate(len(line) + 1 for line in lines))
    places = zip([0, *ends], ends, strict=False)
    return Document(
        id="a",
        text="\n".join(lines),
        lines=tuple(Line(index, start, end - 1) for index, (start, end) in enumerate(places)),
    )


def learn(pages: Sequence[Sequence[str]], **options: object) -> Templates:
    with TemplateCounts() as counts:
        for lines in pages:
            counts.add(count_page(document(lines), SITE))
        return counts.learn(TemplateOptions(**options))  # type: ignore[arg-type]


def found(templates: Templates, lines: Sequence[str]) -> list[str]:
    page = document(lines)
    return [page.text[finding.start : finding.end].strip() for finding in templates.find(page, SITE)]


PAGES = [[*MENU, *story(town), *FOOT] for town in TOWNS]
NOTICE = "Every crossing depends on wind and tide, and the company may cancel it without notice or refund at any hour."
EDITED = [
    [
        *MENU,
        *story("Aldermouth"),
        f"The council of Aldermouth met {day} to hear what it had cost, again.",
        *FOOT,
    ]
    for day in ("on Monday", "on Tuesday", "on Friday", "at noon", "at night")
]
PRINTED = [PAGES[0], story(TOWNS[0]), [*MENU, *story(TOWNS[0])], [*story(TOWNS[0]), *FOOT]]
CROSSING = "渡轮周一载着四十人离开码头，这是风暴以来的第一次航行，船长说浪很大，没有人要求回航。"
REFRAIN = ["Heave away, my jolly boys"] * 3

LEARNED = [
    ("menus and footers", PAGES, {}, [*MENU, *FOOT]),
    ("on as many pages as asked for", PAGES[:4], {"min_pages": 4}, [*MENU, *FOOT]),
    ("not on fewer", PAGES[:3], {"min_pages": 4}, []),
    ("digits count as equal", [[*page, f"Read {n} times"] for n, page in enumerate(PAGES)], {},
     [*MENU, *FOOT, "Read 0 times"]),
    ("lines without letters between them", [["* * *", *page[:1], "|", *page[1:], "|", "12:30"] for page in PAGES], {},
     ["* * *", "|", "|", "12:30", *MENU, *FOOT]),
    ("lines without letters elsewhere do not", [[*page[:4], "1,204", "}", *page[4:]] for page in PAGES], {},
     [*MENU, *FOOT]),
    ("case and white space neither", [[*page, *(["SHARE  this"] if n % 2 else ["Share this "])] for n, page in
                                      enumerate(PAGES)], {}, [*MENU, *FOOT, "Share this"]),
    ("running text that is on enough pages", [[*page, NOTICE] for page in PAGES], {}, [*MENU, *FOOT, NOTICE]),
    ("a page fetched many times is one page", [PAGES[0]] * 9, {}, []),
    ("so is its print version", PRINTED, {}, []),
    ("so are its edited copies", EDITED, {}, []),
    ("copies among other pages", [*PAGES, *PRINTED], {}, [*MENU, *FOOT]),
    ("many copies among other pages", [*PAGES, *([f"Copy {chr(97 + n)}", *PAGES[0]] for n in range(20))], {},
     [*MENU, *FOOT]),
    ("more copies than are compared", [*PAGES, *([f"Copy {chr(97 + n)}", *PAGES[0]] for n in range(70))], {},
     [*MENU, *FOOT]),
    ("a refrain is of its page", [[*page, *(REFRAIN if not n else [])] for n, page in enumerate(PAGES)], {},
     [*MENU, *FOOT]),
    ("pages without running text can't be told apart", [[*MENU, town, *FOOT] for town in TOWNS], {}, []),
    ("scripts without spaces", [["首页 新闻", town + CROSSING, "版权所有"] for town in TOWNS], {},
     ["首页 新闻", "版权所有"]),
    ("bytes that are no text", [["Log\udce9 in", *page] for page in PAGES], {}, ["Log\udce9 in", *MENU, *FOOT]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "pages", "options", "expected"), LEARNED, ids=[row[0] for row in LEARNED])
def test_what_is_learned(title: str, pages: list[list[str]], options: dict[str, object], expected: list[str]) -> None:
    assert sorted(found(learn(pages, **options), pages[0])) == sorted(expected)


def test_a_finding_says_on_how_many_pages_of_which_site() -> None:
    templates = learn([*PAGES, PAGES[0], story(TOWNS[1])])
    messages = {finding.message for finding in templates.find(document(PAGES[0]), SITE)}
    assert messages == {"seen on 8 of 8 pages of example.org"}
    assert {finding.code for finding in templates.find(document(PAGES[0]), SITE)} == {"C902"}
    assert templates.find(document(PAGES[0]), "example.com") == ()


def scores(templates: Templates, lines: Sequence[str]) -> dict[str, float]:
    page = document(lines)
    return {page.text[seen.start : seen.end]: seen.score for seen in templates.find(page, SITE)}


def test_running_text_on_few_pages_is_less_sure() -> None:
    noticed = [[*page, NOTICE] for page in PAGES]
    assert scores(learn(noticed[:7]), noticed[0])[NOTICE] < scores(learn(noticed), noticed[0])[NOTICE]
    assert scores(learn(noticed[:7]), noticed[0])[FOOT[1]] == scores(learn(noticed), noticed[0])[FOOT[1]]


def test_a_line_with_other_digits_on_each_page_is_less_sure() -> None:
    priced = [
        [*page, f"Rope from {number} crowns", "Rope, 3 to 9 crowns", "Chain"] for number, page in enumerate(PAGES)
    ]
    by_line = scores(learn(priced), priced[0])
    assert by_line["Rope from 0 crowns"] < by_line["Rope, 3 to 9 crowns"] == by_line["Chain"]


def test_code_stays() -> None:
    page = document(PAGES[0])
    as_code = tuple(msgspec.structs.replace(line, kind="code" if line.index == 1 else "") for line in page.lines)
    seen = learn(PAGES).find(msgspec.structs.replace(page, lines=as_code), SITE)
    assert [page.text[finding.start : finding.end] for finding in seen] == [MENU[0], MENU[2], *FOOT]


def test_a_line_between_lines_of_the_page_is_less_sure() -> None:
    labelled = [[*MENU, *story(town)[:2], "What it costs", f"A ticket to {town} is four crowns for one way", *FOOT]
                for town in TOWNS]  # fmt: skip
    by_line = scores(learn(labelled), labelled[0])
    assert by_line["What it costs"] < 0.6 < by_line[MENU[2]] < by_line[MENU[1]] == by_line[FOOT[1]]


def test_a_headline_that_other_pages_point_to_is_less_sure_on_its_own_page() -> None:
    teasers = [story(town)[0] for town in TOWNS[:4]]
    pages = [[*MENU, *story(town), "More from the quay", *teasers, *FOOT] for town in TOWNS]
    page = document(pages[0])
    seen = [
        finding for finding in learn(pages).find(page, SITE) if page.text[finding.start : finding.end] == teasers[0]
    ]
    assert [finding.score < 0.6 for finding in seen] == [True, False]


@pytest.mark.parametrize("seed", range(3))
def test_order_and_repetition_change_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    pages = [*PAGES, PAGES[0], story(TOWNS[1]), *EDITED]
    shuffled = chance.sample([*pages, *pages[:5]], k=len(pages) + 5)
    for number, some in enumerate((pages, shuffled)):
        learn(some, max_pages=9).save(tmp_path / f"{number}.json")
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "1.json").read_bytes()


def test_counts_stay_in_their_file(tmp_path: Path) -> None:
    for some in (PAGES[:3], PAGES[2:]):
        with TemplateCounts(tmp_path / "counts.sqlite") as counts:
            for lines in some:
                counts.add(pickle.loads(pickle.dumps(count_page(document(lines), SITE))))
    with TemplateCounts(tmp_path / "counts.sqlite") as counts:
        assert counts.learn().site(SITE) == learn(PAGES).site(SITE)


def test_pages_of_no_site_are_not_counted() -> None:
    with TemplateCounts() as counts:
        for lines in PAGES:
            counts.add(count_page(document(lines), ""))
        assert len(counts.learn()) == 0


def test_a_counts_file_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="can't keep counts"):
        TemplateCounts(tmp_path / "none" / "counts.sqlite")
    (tmp_path / "other").write_text("this is no database, it is a text of some length\n" * 40)
    with pytest.raises(OutputError, match="can't keep counts"):
        TemplateCounts(tmp_path / "other")


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    templates = learn([[*page, 'He said "no" — \udce9'] for page in PAGES])
    templates.save(tmp_path / "a.json")
    loaded = Templates.load(tmp_path / "a.json")
    loaded.save(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert loaded.sites == (SITE,)
    assert loaded.digest(SITE) == templates.digest(SITE) != ""
    assert loaded.digest("example.com") == ""
    assert loaded.find(document(PAGES[0]), SITE) == templates.find(document(PAGES[0]), SITE)
    stored = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert stored["version"] == 1
    assert stored["sites"][SITE]["lines"]["harbour diary"] == 8
    assert pickle.loads(pickle.dumps(templates)).digest(SITE) == templates.digest(SITE)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "can't read the templates"),
        ("", "no templates"),
        ("{}", "no templates"),
        ('{"version": 1, "sites": {"a": 3}}', "no templates"),
        ('{"version": 1, "sites": {"a": {"pages": 3, "pairs": [[0, 1, 2]]}}}', "no templates"),
        ('{"version": 99, "sites": {}}', "run `cleaner learn` again"),
        ('{"version": 99, "pages": {}}', "run `cleaner learn` again"),
    ],
)
def test_a_bad_file_is_a_bad_configuration(content: str | None, expected: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=expected):
        Templates.load(tmp_path / "a.json")


def records() -> list[Record]:
    return [
        Record(id=str(number), payload="\n\n".join(lines).encode(), url=f"https://www.example.org/{number}")
        for number, lines in enumerate(PAGES)
    ]


def test_templates_clean_what_no_model_knows() -> None:
    templates, pages = learn_records(records())
    assert pages == len(PAGES)
    for record, lines, result in zip(
        records(),
        PAGES,
        cleaner.clean_many(records(), config=Config(keep_title=True), templates=templates),
        strict=True,
    ):
        assert not {*MENU, *FOOT} & {*result.text.split("\n")}
        assert {*story(lines[3].split()[2])[1:]} <= {*result.text.split("\n")}
        assert cleaner.restore(result) == result.document.text
        alone = cleaner.clean(record, config=Config(keep_title=True), templates=templates)
        assert alone == result
    untouched = cleaner.clean(PAGES[0][4], url="https://www.example.org/0", templates=templates)
    assert untouched.text == PAGES[0][4]


DATED = [[*page, f"Printed {number + 10}/04/2025, due 03/05/2025"] for number, page in enumerate(PAGES)]


def test_the_order_of_dates_is_that_of_the_site(tmp_path: Path) -> None:
    text = f"{story('Aldermouth')[1]} The pier opens on 03/05/2025."
    learn(DATED).save(tmp_path / "a.json")
    templates = Templates.load(tmp_path / "a.json")
    assert (templates.date_order(SITE), templates.date_order("example.com")) == ("dmy", "")
    alone, with_site = (
        [
            date.value
            for date in cleaner.clean(text, url="http://example.org/", templates=known).dates
            if "/" in date.text
        ]
        for known in (None, templates)
    )
    assert (alone, with_site) == ([""], ["2025-05-03"])


def test_copies_of_a_page_are_one_proof_of_an_order() -> None:
    day = "It was 25/04/2025 then."
    templates = learn([*PAGES, [*PAGES[0], day], [*PAGES[0][1:], day], [*PAGES[0][2:], day]])
    assert templates.date_order(SITE) == ""


def test_every_page_may_be_ignored() -> None:
    templates, _ = learn_records(records())
    ignoring = Config(ignore=("C902",))
    assert cleaner.clean(records()[0], config=ignoring, templates=templates).text == (
        cleaner.clean(records()[0], config=ignoring).text
    )


def test_refused_records_are_not_counted() -> None:
    refused = [Record(id="a", payload=b""), Record(id="b", payload=b"\x00" * 40)]
    assert learn_records(refused)[1] == 0


def test_the_command_learns_what_the_library_learns(tmp_path: Path) -> None:
    for number, lines in enumerate(PAGES):
        (tmp_path / "quay").mkdir(exist_ok=True)
        (tmp_path / "quay" / f"{number}.txt").write_text("\n".join(lines))
    saved = tmp_path / "templates.json"
    done = CliRunner().invoke(main, ["learn", str(tmp_path / "quay"), "-o", str(saved), "--min-pages", "8"])
    assert (done.exit_code, done.stderr) == (0, f"{saved}: templates of 1 sites, from 8 pages\n")
    assert Templates.load(saved).site("quay/") == learn(PAGES, min_pages=8).site(SITE)


def test_the_command_reads_containers_and_says_what_it_can_not_read(tmp_path: Path) -> None:
    rows = [{"body": "\n".join(lines), "from": "Gazette"} for lines in PAGES]
    (tmp_path / "pages.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "{broken\n")
    saved = tmp_path / "templates.json"
    columns = ["--text-column", "body", "--site-column", "from"]
    done = CliRunner().invoke(main, ["learn", str(tmp_path / "pages.jsonl"), "-o", str(saved), *columns])
    assert done.exit_code == 1
    assert "refused: E020 line 9" in done.stderr
    assert Templates.load(saved).site("Gazette") == learn(PAGES).site(SITE)
    assert CliRunner().invoke(main, ["learn", str(tmp_path / "none"), "-o", str(saved)]).exit_code == 2


KEYS = [
    ("a short line", "  The   River ", "the river"),
    ("digits beside letters", "Page 12 of 345", "page 0 of 0"),
    ("digits of other scripts", "पृष्ठ १२", "पृष्ठ 0"),
    ("digits alone", "12 345", "12 345"),
    ("no letters", "— | —", "— | —"),
    ("the German sharp s", "STRASSE", line_key("Straße")),
]


@pytest.mark.parametrize(("title", "line", "expected"), KEYS, ids=[row[0] for row in KEYS])
def test_line_key(title: str, line: str, expected: str) -> None:
    assert line_key(line) == expected


def test_long_lines_have_short_keys_that_differ() -> None:
    keys = {line_key("word " * 50 + letters) for letters in map("".join, itertools.product("abc", repeat=3))}
    assert len(keys) == 27
    assert max(map(len, keys)) < 160
