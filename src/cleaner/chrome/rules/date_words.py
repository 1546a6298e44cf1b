"""The words of dates for lines that are nothing but a date: from the tables of `find_dates`, folded as lines are."""

from __future__ import annotations

from cleaner.chrome.rules.phrases import phrase_book

OTHER_CALENDAR = 13
"""The number of the months of other calendars (`اردیبهشت`): their days are not told as ISO dates."""


def weekdays() -> frozenset[str]:
    """The folded names of the weekdays in all languages.

    >>> {"sun", "mi", "понедельник"} <= weekdays()
    True
    """
    return phrase_book().dates.weekdays


def month_numbers() -> dict[str, int]:
    """The folded names of the months in all languages, and their numbers, without the forms that only texts have.

    (Turkish `Martın` would be Martin.)

    >>> month_numbers()["marz"], month_numbers()["sept"]
    (3, 9)
    """
    return phrase_book().dates.months


def is_weak_month(word: str) -> bool:
    """True for a short name of a month that few languages share: with a number behind it, it is other things too.

    >>> is_weak_month("jan"), is_weak_month("pro")
    (False, True)
    """
    return word in phrase_book().dates.weak


def fillers() -> frozenset[str]:
    """The folded words that stand between the parts of a date.

    >>> {"uhr", "at", "को"} <= fillers()
    True
    """
    return phrase_book().dates.fillers


def no_names() -> frozenset[str]:
    """The full names of months and weekdays that nobody is called.

    >>> {"monday", "januar"} <= no_names(), {"jan", "april", "domingo"} & no_names()
    (True, set())
    """
    return phrase_book().dates.full


def ago_words() -> frozenset[str]:
    """All folded words of a line that says how long ago.

    >>> {"ago", "vor", "tagen", "minutes"} <= ago_words()
    True
    """
    return phrase_book().dates.ago


def ago_marks() -> frozenset[str]:
    """The folded words that say "back from now": the last of those behind the number, the first of those in front.

    >>> {"ago", "vor", "il"} <= ago_marks()
    True
    """
    return phrase_book().dates.ago_marks
