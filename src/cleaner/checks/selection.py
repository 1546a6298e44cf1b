"""Which codes are told of in which file: profiles, prefixes, globs."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

import msgspec

from cleaner.checks.settings import CheckSettings, Profile
from cleaner.errors import ArgumentError

PROFILES: dict[Profile, tuple[str, ...]] = {
    "raw": ("D", "E", "M", "S", "N102", "N104", "N105"),
    "clean": ("C", "E", "M", "N", "S"),
}
"""What each profile tells of. `raw`: can this source be cleaned well? Its chrome and its quotes are what
cleaning is for; bytes and characters that say that something went wrong before are not. `clean`: the
file claims to be clean, so anything that cleaning would change is a problem."""

EVERYTHING = "ALL"
"""In place of a prefix: every code."""


class Selection(msgspec.Struct, frozen=True):
    """Prefixes of the codes told of, and of those that are not.

    The longest prefix that fits a code decides; of two alike, the one that leaves it out. `default` are
    a profile's prefixes: they count where neither of the others fits. What is `excluded` is never told of.

    >>> Selection(("C", "N201"), ("C2", "N")).takes("C301"), Selection(("C", "N201"), ("C2", "N")).takes("C201")
    (True, False)
    >>> Selection(("N201",), ("N",)).takes("N201")
    True
    """

    selected: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        """True when the code is told of."""
        if code.startswith(self.excluded):
            return False
        chosen, left_out = _longest(self.selected, code), _longest(self.ignored, code)
        if chosen < 0 and left_out < 0:
            return code.startswith(self.default)
        return chosen > left_out


def profile_of(path: str, settings: CheckSettings) -> Profile:
    """The profile of the file: of the last glob that fits it, else `"raw"`."""
    fitting = [profile for glob, profile in settings.profiles.items() if fits(path, glob)]
    return fitting[-1] if fitting else "raw"


def selection_of(path: str, settings: CheckSettings, profile: Profile) -> Selection:
    """What is told of in the file (`path` relative to the configuration, with `/`).

    >>> settings = CheckSettings(per_file_ignores={"seeds/old/*": ("E01",)})
    >>> selection_of("seeds/old/a.txt", settings, "raw").takes("E010")
    False
    """
    excluded = [codes for glob, codes in settings.per_file_ignores.items() if fits(path, glob)]
    return Selection(
        _upper((*settings.select, *settings.extend_select)),
        _upper(settings.ignore),
        () if settings.select else PROFILES[profile],
        _upper(code for codes in excluded for code in codes),
    )


def fits(path: str, glob: str) -> bool:
    """True when the glob fits the path, or its last part if the glob has no `/`. `*` crosses `/`.

    >>> fits("seeds/a/b.txt", "seeds/**"), fits("b.txt", "**/b.txt"), fits("seeds/b.txt", "*.txt"), fits("a", "b")
    (True, True, True, False)
    """
    if fnmatchcase(path, glob) or fnmatchcase(path, glob.removeprefix("**/")):
        return True
    return "/" not in glob and fnmatchcase(path.rpartition("/")[2], glob)


def check_prefixes(prefixes: Iterable[str]) -> None:
    """Nothing, when every prefix begins some code. Raises `ArgumentError` with a near one otherwise."""
    from cleaner.codes import pages_under

    for prefix in prefixes:
        if not prefix:
            raise ArgumentError("an empty code; name one, the beginning of one (C2), or ALL")
        if prefix.upper() != EVERYTHING:
            pages_under(prefix)


def _longest(prefixes: tuple[str, ...], code: str) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def _upper(prefixes: Iterable[str]) -> tuple[str, ...]:
    return tuple("" if prefix.upper() == EVERYTHING else prefix.upper() for prefix in prefixes)
