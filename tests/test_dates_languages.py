"""Dates in many languages: what is found and its value, what is no date, texts of unknown language."""

from __future__ import annotations

import pytest

import cleaner

WEDNESDAY = "2025-05-14"

# language, text, the mentions in it with their values by reference WEDNESDAY
FOUND = [
    ("de", "am 31. Mai 2025", [("31. Mai 2025", "2025-05-31")]),
    ("de", "am kommenden Montag", [("kommenden Montag", "2025-05-19")]),
    ("de", "vor drei Jahren", [("vor drei Jahren", "2022")]),
    ("de", "im Frühjahr 2024", [("Frühjahr 2024", "2024-SP")]),
    ("de", "am Freitagabend", [("Freitagabend", "2025-05-09TEV")]),
    ("de", "am 05.03.2025 um 20.15 Uhr", [("05.03.2025", "2025-03-05"), ("20.15 Uhr", "2025-03-05T20:15")]),
    ("de", "das dritte Quartal 2024", [("das dritte Quartal 2024", "2024-Q3")]),
    ("fr", "depuis il y a deux ans", [("il y a deux ans", "2023")]),
    ("fr", "la semaine dernière", [("la semaine dernière", "2025-W19")]),
    ("fr", "au XIXe siècle", [("XIXe siècle", "18")]),
    ("fr", "mardi prochain", [("mardi prochain", "2025-05-20")]),
    ("es", "el 3 de marzo de 2025", [("el 3 de marzo de 2025", "2025-03-03")]),
    ("es", "hace dos meses", [("hace dos meses", "2025-03")]),
    ("es", "en los años 90", [("los años 90", "199")]),
    ("it", "due settimane fa", [("due settimane fa", "2025-W18")]),
    ("it", "il mese scorso", [("il mese scorso", "2025-04")]),
    ("it", "nella primavera del 2024", [("primavera del 2024", "2024-SP")]),
    ("pt", "em 7 de setembro de 2025", [("7 de setembro de 2025", "2025-09-07")]),
    ("pt", "há três anos", [("há três anos", "2022")]),
    ("ca", "el 27 de maig del 2025", [("27 de maig del 2025", "2025-05-27")]),
    ("ca", "el 27 de maig de 2025", [("27 de maig de 2025", "2025-05-27")]),
    ("ca", "l'11 d'octubre de 2023", [("11 d'octubre de 2023", "2023-10-11")]),
    ("ca", "de maig a juny de 2020", [("de maig", "2025-05"), ("juny de 2020", "2020-06")]),
    ("nl", "drie weken geleden", [("drie weken geleden", "2025-W17")]),
    ("nl", "volgende maand", [("volgende maand", "2025-06")]),
    ("sv", "för tre år sedan", [("tre år sedan", "2022")]),
    ("sv", "förra veckan", [("förra veckan", "2025-W19")]),
    ("da", "den 5. juni 2025", [("den 5. juni 2025", "2025-06-05")]),
    ("da", "for to uger siden", [("to uger siden", "2025-W18")]),
    ("no", "17. mai 2025", [("17. mai 2025", "2025-05-17")]),
    ("fi", "6. joulukuuta 2025", [("6. joulukuuta 2025", "2025-12-06")]),
    ("fi", "kolme vuotta sitten", [("kolme vuotta sitten", "2022")]),
    ("et", "24. veebruaril 2025", [("24. veebruaril 2025", "2025-02-24")]),
    ("et", "kolm aastat tagasi", [("kolm aastat tagasi", "2022")]),
    ("pl", "3 maja 2025 r.", [("3 maja 2025 r.", "2025-05-03")]),
    ("pl", "w zeszłym tygodniu", [("zeszłym tygodniu", "2025-W19")]),
    ("ru", "31 мая 2025 г.", [("31 мая 2025 г.", "2025-05-31")]),
    ("ru", "на прошлой неделе", [("прошлой неделе", "2025-W19")]),
    ("ru", "в XIX веке", [("XIX веке", "18")]),
    ("uk", "24 серпня 2025 року", [("24 серпня 2025 року", "2025-08-24")]),
    ("uk", "три роки тому", [("три роки тому", "2022")]),
    ("el", "25 Μαρτίου 2025", [("25 Μαρτίου 2025", "2025-03-25")]),
    ("el", "πριν από τρία χρόνια", [("πριν από τρία χρόνια", "2022")]),
    ("el", "τον 19ο αιώνα", [("τον 19ο αιώνα", "18")]),
    ("tr", "29 Ekim 2025", [("29 Ekim 2025", "2025-10-29")]),
    ("tr", "üç yıl önce", [("üç yıl önce", "2022")]),
    ("ar", "31 مايو 2025", [("31 مايو 2025", "2025-05-31")]),
    ("ar", "قبل ثلاث سنوات", [("قبل ثلاث سنوات", "2022")]),
    ("hi", "15 अगस्त 2025", [("15 अगस्त 2025", "2025-08-15")]),
    ("hi", "तीन साल पहले", [("तीन साल पहले", "2022")]),
    ("zh", "2025年5月31日", [("2025年5月31日", "2025-05-31")]),
    ("zh", "三年前", [("三年前", "2022")]),
    ("zh", "下周一", [("下周一", "2025-05-19")]),
    ("zh", "民國114年5月1日", [("民國114年5月1日", "2025-05-01")]),
    ("ja", "令和7年5月1日", [("令和7年5月1日", "2025-05-01")]),
    ("ja", "3週間前", [("3週間前", "2025-W17")]),
    ("ko", "2025년 5월 31일", [("2025년 5월 31일", "2025-05-31")]),
    ("ko", "지난달", [("지난달", "2025-04")]),
    ("hu", "2025. május 31.", [("2025. május 31.", "2025-05-31")]),
    ("vi", "ngày 31 tháng 5 năm 2025", [("ngày 31 tháng 5 năm 2025", "2025-05-31")]),
    ("cs", "31. května 2025", [("31. května 2025", "2025-05-31")]),
    ("sw", "31 Mei 2025", [("31 Mei 2025", "2025-05-31")]),
    ("th", "31 พฤษภาคม 2025", [("31 พฤษภาคม 2025", "2025-05-31")]),
    ("he", "31 במאי 2025", [("31 במאי 2025", "2025-05-31")]),
    ("en", "the week of June 5", [("the week of June 5", "2025-W23")]),
    ("en", "the Monday after Thanksgiving", [("Monday after Thanksgiving", "2025-12-01")]),
    ("en", "the day after Christmas", [("the day after Christmas", "2025-12-26")]),
    ("en", "in fiscal 2024", [("fiscal 2024", "FY2024")]),
    ("en", "It fell on June 5. Monday was calm.", [("June 5", "2025-06-05"), ("Monday", "2025-05-12")]),
    ("en", "three times a year, every other day", [("three times a year", "P1Y"), ("every other day", "P2D")]),
    ("en", "from 9 to 11 a.m.", [("9", "2025-05-14T09:00"), ("11 a.m.", "2025-05-14T11:00")]),
    ("en", "18:30-20:00", [("18:30", "2025-05-14T18:30"), ("20:00", "2025-05-14T20:00")]),
    (
        "en",
        "early Friday morning, this past weekend",
        [("early Friday morning", "2025-05-09TMO"), ("this past weekend", "2025-W19-WE")],
    ),
    ("en", "24 hours a day", [("24 hours a day", "P1D")]),
    ("en", "Friday, Dec. 13", [("Friday, Dec. 13", "2024-12-13")]),
    ("en", "a year-long study of the 2012 fiscal year", [("year-long", "P1Y"), ("the 2012 fiscal year", "2012")]),
    ("en", "every few weeks, all day", [("every few weeks", "PXW"), ("all day", "P1D")]),
    (
        "de",
        "am Tag der Deutschen Einheit. 2009 sagte sie",
        [("Tag der Deutschen Einheit", "2025-10-03"), ("2009", "2009")],
    ),
    (
        "de",
        "jeden letzten Samstag im Monat, Saison 2007/08",
        [("jeden letzten Samstag im Monat", "P1M"), ("2007/08", "2007")],
    ),
    ("en", "an hour and a half", [("an hour and a half", "PT1.5H")]),
    ("en", "in the past, and at the time", [("the past", "PAST_REF"), ("at the time", "PAST_REF")]),
    ("de", "in der Nacht auf Freitag", [("der Nacht auf Freitag", "2025-05-09TNI")]),
    ("de", "von 14.30-16 Uhr", [("14.30", "2025-05-14T14:30"), ("16 Uhr", "2025-05-14T16:00")]),
    ("de", "im Juni dieses Jahres", [("Juni dieses Jahres", "2025-06")]),
    ("de", "am Montag nach Ostern", [("Montag nach Ostern", "2025-04-21")]),
    ("de", "die 1960er-Jahre", [("die 1960er-Jahre", "196")]),
    ("fr", "deux semaines avant le 13 mai 1999", [("deux semaines avant le 13 mai 1999", "1999-04-29")]),
    (
        "fr",
        "la semaine du 5 juin, le lendemain",
        [("la semaine du 5 juin", "2025-W23"), ("le lendemain", "2025-06-06")],
    ),
    ("fr", "une heure et demie, puis à 8 heures", [("une heure et demie", "PT1.5H"), ("8 heures", "2025-05-14T08:00")]),
    ("fr", "l'an dernier", [("l'an dernier", "2024")]),
    ("fr", "les années quatre-vingt", [("les années quatre-vingt", "198")]),
    ("es", "el pasado martes", [("pasado martes", "2025-05-13")]),
    ("es", "los lunes", [("los lunes", "XXXX-WXX-1")]),
    ("es", "24 horas, a las 20.15 horas", [("24 horas", "PT24H"), ("a las 20.15 horas", "2025-05-14T20:15")]),
    ("es", "anoche", [("anoche", "2025-05-13TNI")]),
    ("it", "due anni e mezzo", [("due anni e mezzo", "P2.5Y")]),
    ("it", "il giorno dopo Natale", [("il giorno dopo Natale", "2025-12-26")]),
    ("pt", "no fim de semana", [("fim de semana", "2025-W20-WE")]),
    ("pt", "às 8 horas", [("às 8 horas", "2025-05-14T08:00")]),
    ("nl", "dinsdagavond", [("dinsdagavond", "2025-05-13TEV")]),
    ("zh", "20世纪80年代", [("20世纪80年代", "198")]),
]

# language, a text in which words of dates mean something else
NO_DATES = [
    ("de", "Die Sonne, so mit der Mark; es kostet 2025 Euro und 13,5 Prozent."),
    ("de", "Er kam so, mit ihr, die fror; di und mi und do"),
    ("fr", "Mars est une planète et mai une fleur; il est dix fois plus grand."),
    ("fr", "Elle a vu la mer, dim et sam ont un frère; 2025 euros"),
    ("es", "Marta y Mayo fueron al sol; mar y cielo, vie y dom"),
    ("es", "la segunda vez, un cuarto de kilo, 2025 euros"),
    ("it", "Il mare è lontano; sette e nove, mar e gio"),
    ("it", "il secondo e la seconda, 2025 euro"),
    ("pt", "O mar e a terça parte, segunda opção, 2025 reais"),
    ("nl", "de zo die ma vr wo, 2025 euro"),
    ("sv", "tor man sön, en andra gång, 2025 kronor"),
    ("da", "man kan tir, en anden gang, 2025 kroner"),
    ("fi", "la su ke, 2025 euroa"),
    ("et", "teine kord, mai laulis, 2025 eurot"),
    ("pl", "nie we wt, po drugie, 2025 złotych"),
    ("ru", "во вторых, 2025 рублей; третий раз"),
    ("uk", "по друге, 2025 гривень"),
    ("el", "η τρίτη και η πέμπτη φορά, 3/4 της πόλης, 2025 ευρώ"),
    ("tr", "Bir pazar yeri, ekim alanı, ocak taşı, 2025 lira"),
    ("ar", "2025 دولار"),
    ("hi", "2025 रुपये"),
    ("zh", "日本人民生活在月球"),
    ("ja", "日本の月は美しい"),
    ("ko", "일본 사람들의 월급"),
    ("hu", "a hat ember"),
    ("vi", "ba mẹ và năm người"),
    ("en", "30 February 2025, 31 June, May 45, 29 February 2023"),
    ("en", "one quarter of them, a quarter of a pound; to 1950 buyers"),
    ("en", "She is in her mid-30s, he in his 20s"),
    ("de", "In der ersten Hälfte des Spiels verlor er ein Viertel."),
    ("en", "1/1/1/1/1 and 3/4 of it, 12/0/99 and 0/0/0"),
    ("en", "year 99999 and 2025-13-45"),
    ("en", "version 10.4.11, 1.2.3, 192.168.2.12 and 12:99:99"),
    ("en", "\ud800 \udfff may\ud800 march"),
]

# a text of unknown language, its mentions
UNKNOWN = [
    ("May 27, 2025", [("May 27, 2025", "2025-05-27")]),
    ("31. května 2025", [("31. května 2025", "2025-05-31")]),
    ("27 bealtaine 2025", [("27 bealtaine 2025", "2025-05-27")]),
    ("Gestern sagte er, am kommenden Montag", [("Gestern", "2025-05-13"), ("kommenden Montag", "2025-05-19")]),
    ("2025年5月31日", [("2025年5月31日", "2025-05-31")]),
    ("31/05/25", [("31/05/25", "2025-05-31")]),
    ("You may march in the sun; so die mit", []),
    ("", []),
]


@pytest.mark.parametrize(("language", "text", "mentions"), FOUND, ids=[f"{row[0]} {row[1]}" for row in FOUND])
def test_dates_of_a_language(language: str, text: str, mentions: list[tuple[str, str]]) -> None:
    found = cleaner.find_dates(text, language=language, reference_date=WEDNESDAY)
    assert [(mention.text, mention.value) for mention in found] == mentions


@pytest.mark.parametrize(("language", "text"), NO_DATES)
def test_what_is_no_date_in_a_language(language: str, text: str) -> None:
    assert cleaner.find_dates(text, language=language, reference_date=WEDNESDAY) == ()


@pytest.mark.parametrize(("text", "mentions"), UNKNOWN)
def test_unknown_language(text: str, mentions: list[tuple[str, str]]) -> None:
    found = cleaner.find_dates(text, reference_date=WEDNESDAY)
    assert [(mention.text, mention.value) for mention in found] == mentions


def test_ambiguous_order_has_both_readings_and_a_known_order_one() -> None:
    (mention,) = cleaner.find_dates("on 03/04/2025", language="en")
    assert (mention.value, mention.alternatives) == ("", "2025-04-03 2025-03-04")
    (mention,) = cleaner.find_dates("le 03/04/2025", language="fr")
    assert (mention.value, mention.alternatives) == ("2025-04-03", "")
    (mention,) = cleaner.find_dates("on Thursday 03/04/2025", language="en")
    assert mention.value == "2025-04-03"


STORY = "In 1938 they met; in 1939 war came, in 1940 and 1941 too. On 3 May he left, and two days later she did."


@pytest.mark.parametrize(
    ("mode", "values"),
    [("auto", ["1941-05-03", "1941-05-05"]), ("narrative", ["1941-05-03", "1941-05-05"]),
     ("news", ["2025-05-03", "2025-05-05"])],
)  # fmt: skip
def test_mode_says_what_dates_without_a_year_count_from(mode: str, values: list[str]) -> None:
    found = cleaner.find_dates(STORY, language="en", reference_date=WEDNESDAY, mode=mode)
    assert [mention.value for mention in found][-2:] == values
