"""Tagging: what the metadata says of texts with chrome around them."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.config import Config
from cleaner.document import Document
from cleaner.tag import tag

PROSE = "The last ferry will leave the island in October, the company that runs it said on Tuesday."
MORE = "Nobody on the island had expected the news, and few of the older people believe it even now."
RU_TITLE = "В Карелии открыли новый мост через реку Шуя"
RU_PROSE = (
    "Новый мост через реку Шуя открыли в среду утром, сообщили в администрации района. Строительство продолжалось "
    "почти три года и обошлось в 340 миллионов рублей.\n\n«Раньше мы ездили в объезд тридцать километров», — "
    "рассказала жительница посёлка Мария Иванова. По её словам, школьный автобус теперь приходит вовремя."
)
TR_PROSE = (
    "Rize'nin yüksek köylerinden birinde bulunan okulda bu hafta ilk kitaplık açıldı. Yaklaşık iki bin kitabı toplayan "
    "öğretmen, çocukların her gün bir saat okumaya zaman ayırdığını söyledi."
)

CASES: list[tuple[str, str, dict[str, str]]] = [
    (
        "dateline",
        f" date 2025-05-14 OSLO :{PROSE}\n",
        {"place": "OSLO", "date": "2025-05-14", "date_source": "dateline"},
    ),
    (
        "agency in the dateline",
        f"ROME, May 14, 2025 (AP) — {PROSE}",
        {"place": "ROME", "date": "2025-05-14", "agency": "AP"},
    ),
    ("a dateline without a year", f"ROME, May 14 (AP) — {PROSE}", {"place": "ROME", "date": "", "date_source": ""}),
    (
        "masthead",
        f"12 C\nOslo\nSaturday, May 31, 2025\n\n{PROSE}",
        {"place": "", "date": "2025-05-31", "date_source": "masthead"},
    ),
    (
        "dateline before masthead",
        f"12 C\nOslo\nSaturday, May 31, 2025\n\nROME, May 14, 2025 (AP) — {PROSE}",
        {"place": "ROME", "date": "2025-05-14", "date_source": "dateline"},
    ),
    ("sections", f"NewsNational\n\n{PROSE}", {"section": "News/National"}),
    ("breadcrumb", f"Home > News > Local\n\n{PROSE}", {"section": "News/Local"}),
    ("the home page is no section", f"Startseite > Kultur > Musik\n\n{PROSE}", {"section": "Kultur/Musik"}),
    ("a menu is no section", f"ראשי | חדשות | ספורט | תרבות\n\n{PROSE}", {"section": ""}),
    (
        "headline with a label",
        f"Ferry’s line to close\n\nBusinessFerry’s line to close\n\n{PROSE}",
        {"title": "Ferry's line to close", "section": "Business"},
    ),
    ("open title", f"Ferry line to close in October\n\n{PROSE}", {"title": "Ferry line to close in October"}),
    ("no title", f"{PROSE}\n\n{MORE}", {"title": ""}),
    (
        "a menu above the headline is no title",
        f"Главная Новости Спорт Культура Погода\nМосква +14°C\n\n{RU_TITLE}\n\n14 мая 2025, 09:30\n"
        f"Автор: Ирина Соколова\n\n{RU_PROSE}",
        {"title": RU_TITLE, "author": "Ирина Соколова"},
    ),
    (
        "a menu in one line is no title",
        f"Anasayfa Gündem Spor Ekonomi\n\nKöy okulunda ilk kitaplık açıldı\n\n14 Mayıs 2025, 13:22\n\n{TR_PROSE}",
        {"title": "Köy okulunda ilk kitaplık açıldı"},
    ),
    ("two lines under a headline", f"Ferry line to close in October\nSome\nOther\n{PROSE}", {"title": ""}),
    ("summary heading is no title", f"What you need to know\n- One thing\n{PROSE}", {"title": ""}),
    (
        "byline and posted",
        f"Ferry line to close in October\nBy Jane Miller, Staff Writer\nPublished: May 5, 2020\n\n{PROSE}",
        {"author": "Jane Miller", "date": "2020-05-05", "date_source": "byline"},
    ),
    (
        "updated",
        f"Ferry line to close in October\nLast updated on 6 May 2020\n\n{PROSE}",
        {"modified": "2020-05-06", "date": ""},
    ),
    ("caption", f"{PROSE}\nThe old ferry\nPosted\nand last updated\n\n{MORE}", {"caption": "The old ferry"}),
    ("credit", f"{PROSE}\nPhoto: Jane Miller/Getty Images", {"credit": "Jane Miller/Getty Images"}),
    ("closing agency", f"{PROSE} (AFP)", {"agency": "AFP"}),
    ("language", PROSE, {"language": "en"}),
]


@pytest.mark.parametrize(("source", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_metadata(source: str, expected: dict[str, str]) -> None:
    metadata = cleaner.clean(source, media_type="text/plain").metadata
    assert {field: getattr(metadata, field) for field in expected} == expected


def test_keep_title_keeps_the_line_and_the_field() -> None:
    source = f"News\nFerry line to close in October\nPosted\n\n{PROSE}\n"
    kept = cleaner.clean(source, media_type="text/plain", config=Config(keep_title=True))
    assert kept.text.startswith("Ferry line to close in October\n")
    assert kept.metadata.title == "Ferry line to close in October"
    assert "Ferry line" not in cleaner.clean(source, media_type="text/plain").text


def test_head_wins() -> None:
    head = {"title": "From the “head”", "author": "Eva Berg", "date": "2020-01-02", "site": "The Herald"}
    metadata = tag(
        Document(id="a", text="", head=head, url="https://example.org/a"),
        (),
        language="en",
        language_score=1.0,
        config=Config(),
    )
    assert (metadata.title, metadata.author, metadata.site) == ('From the "head"', "Eva Berg", "The Herald")
    assert (metadata.date, metadata.date_source, metadata.url) == ("2020-01-02", "head", "https://example.org/a")


NO_DAYS = ["2025-02-31", "31/02/2025", "February 30, 2025", "31. Februar 2025", "2025年2月31日", "٣١/٠٢/٢٠٢٥",
           "2025-13-45", "9999-99-99", "1745923200", "yesterday", '"', "0000", ""]  # fmt: skip
PLACES = [f"12 C\nOslo\nSaturday, {{}}\n\n{PROSE}", f"Posted {{}}\n\n{PROSE}", f"By Jane Miller | {{}}\n\n{PROSE}",
          f" date {{}} OSLO :{PROSE}", f"ROME, {{}} (AP) — {PROSE}", f"Last updated: {{}}\n\n{PROSE}"]  # fmt: skip
HEADS = ['<meta property="article:published_time" content="{}">', '<meta name="date" content="{}">',
         '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}","author":[null]}}</script>',
         '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":[{}]}}</script>']  # fmt: skip


@pytest.mark.parametrize("day", [*NO_DAYS, "0001-01-01"])
def test_a_day_that_does_not_exist_is_no_date(day: str) -> None:
    for place in PLACES:
        metadata = cleaner.clean(place.format(day), media_type="text/plain").metadata
        assert (metadata.date, metadata.date_source, metadata.modified) == ("", "", "")


@pytest.mark.parametrize("day", NO_DAYS)
def test_no_head_breaks_the_cleaning(day: str) -> None:
    for head in HEADS:
        page = f"<html><head>{head.format(day)}</head><body><p>{PROSE}</p></body></html>"
        assert PROSE in cleaner.clean(page).text
    document = Document(id="a", text=PROSE, head={"date": day, "modified": day})
    metadata = tag(document, (), language="en", language_score=1.0, config=Config())
    assert (metadata.date, metadata.modified) == ("", "")


def test_the_head_may_name_a_later_day_than_the_clock() -> None:
    head = '<meta property="article:published_time" content="2098-05-04T10:00:00Z">'
    page = f"<html><head>{head}</head><body><p>{PROSE}</p></body></html>"
    assert cleaner.clean(page).metadata.date == "2098-05-04"
