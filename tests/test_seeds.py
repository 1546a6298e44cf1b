"""The five source texts in `seeds/`: what goes, what stays, what the metadata says."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.config import Config
from cleaner.document import Metadata

SEEDS = Path(__file__).parents[1] / "seeds"
HEADLINES = {
    "003": "NOYB Threatens Legal Action Against Meta Over AI Data Use",
    "004": "Meta threatened with lawsuit for making users opt out of AI data training again",
}
# What goes from each file, as whole lines or as the beginning of the first.
GONE = {
    "000": [" date 2025-05-14 BRUSSELS :"],
    "001": [],
    "002": [],
    "003": [
        "22.9 C",
        "Beijing",
        "Saturday, May 31, 2025",
        "Apple, Huawei, Xiaomi Lead China’s Top Online Consumer Brands",
        "Apple, Huawei Technologies, and Xiaomi have emerged...",
        "Stablecoins Gain Traction as Hong Kong and US Move Toward Regulation",
        "The rise of stablecoins continues to shape...",
        "Xiaomi Launches YU7 SUV to Challenge Tesla Model Y in China’s EV Market",
        "Tesla’s dominance in China’s premium electric vehicle...",
        HEADLINES["003"],
        "Business" + HEADLINES["003"],
        "READ MORE:",
        "Check out our other content",
        "Check out other tags:",
        "Most Popular Articles",
    ],
    "004": [
        "NewsNational",
        "Actions",
        HEADLINES["004"],
        "The Meta logo",
        "Posted",
        "and last updated",
        "RELATED STORY | Data breach at rental company Hertz exposes customers' personal information",
    ],
}
KNOWN = {
    "000": {"place": "BRUSSELS", "date": "2025-05-14", "date_source": "dateline"},
    "001": {"title": "", "date": "", "section": ""},
    "002": {"title": "", "date": "", "section": ""},
    "003": {
        "title": HEADLINES["003"],
        "section": "Business",
        "date": "2025-05-31",
        "date_source": "masthead",
        "place": "",
    },
    "004": {"title": HEADLINES["004"], "section": "News/National", "date": "", "caption": "The Meta logo"},
}
AS_IT_IS = Config(quotes="keep", dates="keep", ignore=("N",))


def source(number: str) -> str:
    return next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", sorted(GONE))
def test_chrome_goes_and_every_other_line_stays(number: str) -> None:
    text = source(number)
    for start in GONE["000"]:
        text = text.removeprefix(start)
    kept = [line for line in text.split("\n") if line.strip() and line not in GONE[number]]
    cleaned = cleaner.clean(source(number), media_type="text/plain", config=AS_IT_IS).text
    assert [line for line in cleaned.split("\n") if line.strip()] == kept


@pytest.mark.parametrize("number", sorted(GONE))
def test_metadata(number: str) -> None:
    metadata = cleaner.clean(source(number), media_type="text/plain").metadata
    assert {field: getattr(metadata, field) for field in KNOWN[number]} == KNOWN[number]
    assert (metadata.language, metadata.language_score > 0.99) == ("en", True)
    assert isinstance(metadata, Metadata)


@pytest.mark.parametrize("number", sorted(HEADLINES))
def test_keep_title_keeps_the_headline_as_the_first_line(number: str) -> None:
    result = cleaner.clean(source(number), media_type="text/plain", config=Config(keep_title=True))
    assert result.text.split("\n")[0] == HEADLINES[number] == result.metadata.title


@pytest.mark.parametrize("number", sorted(GONE))
def test_cleaning_again_removes_nothing_more(number: str) -> None:
    once = cleaner.clean(source(number), media_type="text/plain")
    again = cleaner.clean(once.text, media_type="text/plain")
    assert again.text == once.text
    assert cleaner.restore(once) == source(number)
