"""Language detection: labels, undecidable texts, sampling, and that both detectors agree."""

from __future__ import annotations

import pytest

from cleaner.tag.language import SAMPLE_CHARS, by_langdetect, by_langdetect_rs, detect_language, sample

TEXTS = {
    "en": "The last ferry will leave the island in October, the company that runs it said on Tuesday.",
    "de": "Die letzte Fähre wird die Insel im Oktober verlassen, teilte das Unternehmen am Dienstag mit.",
    "fr": "Le dernier bac quittera l'île en octobre, a annoncé mardi la compagnie qui l'exploite.",
    "es": "El último transbordador saldrá de la isla en octubre, anunció el martes la empresa.",
    "pt": "A última balsa vai deixar a ilha em outubro, anunciou na terça-feira a empresa que a opera.",
    "ru": "Последний паром покинет остров в октябре, сообщила во вторник компания.",
    "el": "Το τελευταίο πλοίο θα φύγει από το νησί τον Οκτώβριο, ανακοίνωσε η εταιρεία.",
    "ja": "最後のフェリーは十月に島を離れる、と運営会社が火曜日に発表した。",
    "zh-tw": "公司週二表示，最後一班渡輪將於十月離開該島，屆時居民將不得不搭乘飛機。",
    "ko": "회사는 화요일에 마지막 여객선이 10월에 섬을 떠난다고 발표했다.",
    "zh-cn": "公司周二表示，最后一班渡轮将于十月离开该岛，届时居民将不得不乘坐飞机。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_label(language: str, text: str) -> None:
    code, score = detect_language(text)
    assert code == language
    assert 0.8 < score <= 1.0


@pytest.mark.parametrize("text", ["", " \n", "12 + 30", "...", "\ud800\udcff", "https://example.org"])
def test_undecidable_or_odd_text_never_raises(text: str) -> None:
    code, score = detect_language(text)
    assert (code == "") is (score == 0.0)


@pytest.mark.parametrize(
    "text", [*TEXTS.values(), " ".join(TEXTS.values()), "ok", "", "12", "Oslo, Bergen", "\udcff no"]
)
def test_both_detectors_agree(text: str) -> None:
    pytest.importorskip("langdetect_rs")
    slow, fast = by_langdetect(text), by_langdetect_rs(text)
    assert [code for code, _ in slow] == [code for code, _ in fast]
    assert [score for _, score in slow] == pytest.approx([score for _, score in fast], abs=1e-6)


def test_the_same_answer_each_time() -> None:
    mixed = f"{TEXTS['pt']} {TEXTS['es']}"
    assert len({detect_language(mixed) for _ in range(5)}) == 1


def test_sample_takes_the_longest_lines_in_order() -> None:
    text = "\n".join(["Menu"] * 2000 + [TEXTS["en"]] * 3 + ["Home"] * 2000 + [TEXTS["de"]])
    assert sample(text).index(TEXTS["en"]) < sample(text).index(TEXTS["de"])
    assert len(sample(text)) <= SAMPLE_CHARS
    assert sample("a" * 100_000) == "a" * SAMPLE_CHARS
