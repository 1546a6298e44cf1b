"""What `[tool.cleaner.check]` says: what is looked for where, and what fails.

These settings change no cleaned text, so they are no part of `Config`, whose digest a corpus bears.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from cleaner.config import converted, section_of

Profile = Literal["raw", "clean"]
FailOn = Literal["note", "warning", "error"]


class CheckSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """How to check. Keys are spelled as the options are (`fail-on`).

    >>> CheckSettings().fail_on
    'warning'
    """

    paths: tuple[str, ...] = ()
    """Where all sources are, relative to the configuration file: what is checked when the command names nothing.
    Where it names some of them, these are compared with all."""

    profiles: dict[str, Profile] = {}
    """The profile of files, by glob; the last glob that fits counts. Other files are sources: `"raw"`."""

    select: tuple[str, ...] = ()
    """Codes, or beginnings of codes, to tell of, in place of the profile's."""

    extend_select: tuple[str, ...] = ()
    """Codes to tell of besides."""

    ignore: tuple[str, ...] = ()
    """Codes not to tell of. Of two that fit a code the longer one counts."""

    per_file_ignores: dict[str, tuple[str, ...]] = {}
    """Codes not to tell of in the files of a glob."""

    fail_on: FailOn = "warning"
    """The lightest level that fails the check."""

    languages: tuple[str, ...] = ()
    """The languages that sources may have (`"en"`, `"zh-cn"`; `"zh"` stands for both); empty: any."""

    max_chrome: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.9
    """The share of a source's characters that may be chrome. Of the full dumps of web pages that hold
    a text, hardly any is above nine tenths; link lists and front pages are."""

    corpus: str = ""
    """The folder of the corpus made from `paths`, relative to the configuration file: what is checked is compared
    with its documents (`D1xx`), and a check of all of `paths` tells when it is out of date (`M205`). Sources are read
    as its manifest says (columns, what is left out), and what its filters would not let in is noted (`E05x`)."""

    baseline: str = ""
    """The file of old problems that do not fail, relative to the configuration file."""


def settings_from_toml(path: Path | None) -> CheckSettings:
    """The settings in `[tool.cleaner.check]` of the file; defaults where it says nothing, or without a file.

    Raises `ConfigError` if the file can't be read or has an unknown key or value.
    """
    if path is None:
        return CheckSettings()
    names = ("tool", "cleaner", "check")
    return settings_from_mapping(section_of(path, *names), origin=f"{path}, [{'.'.join(names)}]")


def settings_from_mapping(values: dict[str, Any], *, origin: str = "check settings") -> CheckSettings:
    """The settings with these values. Raises `ConfigError` on an unknown key or value.

    >>> settings_from_mapping({"fail-on": "error"}).fail_on
    'error'
    """
    return converted(values, CheckSettings, origin=origin)
