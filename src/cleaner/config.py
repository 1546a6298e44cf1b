"""The one configuration, from keyword arguments or `[tool.cleaner]` of a TOML file.

Every threshold of the package is a field here, with its reason.
"""

from __future__ import annotations

import difflib
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from cleaner.errors import ArgumentError, ConfigError

Settings = TypeVar("Settings", bound=msgspec.Struct)


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to clean. Every field has a default that suits news and web text.

    Raises `ConfigError` on a value that a field does not take.

    >>> Config(quotes="typographic").quotes
    'typographic'
    """

    aggressiveness: Literal["careful", "balanced", "thorough"] = "balanced"
    """How sure the evidence must be before a line goes: see `chrome/decide.py` for the effect."""

    keep_title: bool = False
    """Keep the headline as the first line; by default it leaves the text and becomes metadata."""

    quotes: Literal["straight", "typographic", "keep"] = "straight"
    """The one style of quotes and apostrophes; `"keep"` leaves them as they are."""

    full_width: Literal["keep", "ascii"] = "keep"
    """`"ascii"` makes full-width letters, digits and marks ASCII and corner brackets quotes; they
    are the usual spelling of Chinese and Japanese, so by default they stay."""

    dates: Literal["iso", "tag", "keep"] = "iso"
    """`"iso"` rewrites explicit, day-precise, unambiguous dates and tags all dates; `"tag"` only
    tags; `"keep"` does neither."""

    extractor: Literal["cleaner", "trafilatura"] = "cleaner"
    """What decides which lines of an HTML page stay: our rules and tagger, or trafilatura."""

    comments: Literal["drop", "keep"] = "drop"
    """What readers wrote below the text of an HTML page (`C904`). A forum's posts are its text and stay."""

    ignore: tuple[str, ...] = ()
    """Rule codes, or their beginnings (`"C5"`, `"N201"`), whose findings change nothing."""

    max_chars: Annotated[int, msgspec.Meta(ge=1)] = 200_000_000
    """A longer document is refused (`E004`): it is a dump, not a document."""

    max_removed_prose: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.5
    """If more than this share of the words in prose-like lines would go, everything stays and
    `E008` says so: a false removal destroys a source, a false keep only leaves noise. Of what is
    surely a whole page all of it may go: front pages are nearly all teasers."""

    def __post_init__(self) -> None:
        for field in _fields(type(self)):
            try:
                value = msgspec.convert(getattr(self, field.name), field.type)
            except msgspec.ValidationError as error:
                raise ConfigError(f"{field.name}: {_explained(error, field.type)}") from error
            if field.name == "ignore" and value:
                msgspec.structs.force_setattr(self, "ignore", _known_codes(value))


def config_from_toml(path: Path) -> Config:
    """The configuration in `[tool.cleaner]` of the file; defaults where it says nothing.

    Raises `ConfigError` if the file can't be read or has an unknown key or value.
    """
    section = section_of(path, "tool", "cleaner")
    section.pop("check", None)  # it changes no text: `checks/settings.py`
    return config_from_mapping(section, origin=f"{path}, [tool.cleaner]")


def section_of(path: Path, *names: str) -> dict[str, Any]:
    """The table of the TOML file that the names lead to; empty if it is not there.

    Raises `ConfigError` if the file can't be read, or if something else than a table stands there.
    """
    try:
        section: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: can't read the configuration: {error}") from error
    for depth, name in enumerate(names, 1):
        section = section.get(name, {})
        if not isinstance(section, dict):
            raise ConfigError(f"{path}: [{'.'.join(names[:depth])}] is no table")
    return dict(section)


def config_from_mapping(values: dict[str, Any], *, origin: str = "configuration") -> Config:
    """The configuration with these values. Raises `ConfigError` on an unknown key or value."""
    return converted(values, Config, origin=origin)


def converted(values: dict[str, Any], kind: type[Settings], *, origin: str) -> Settings:
    """The values as a struct of that kind. Raises `ConfigError` on an unknown key, with the nearest one, or value."""
    known = kind.__struct_encode_fields__
    for key in values:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else f"; known keys: {', '.join(known)}"
            raise ConfigError(f"{origin}: unknown key '{key}'{hint}")
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        named = [field.type for field in _fields(kind) if f"`$.{field.encode_name}" in str(error)]
        raise ConfigError(f"{origin}: {_explained(error, *named)}") from error


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def _explained(error: msgspec.ValidationError, *kinds: Any) -> str:
    """What is wrong with a value, and which ones its type takes where these can be counted."""
    choices = [repr(choice) for kind in kinds for choice in _choices(kind)]
    return f"{error}; choose {' or '.join(choices)}" if choices and "enum" in str(error) else str(error)


def _choices(kind: Any) -> Iterator[Any]:
    if get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        for part in get_args(kind):
            yield from _choices(part)


def _known_codes(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes and beginnings of codes in capitals. Raises `ConfigError` on one that begins no code."""
    from cleaner.codes import pages_under

    for prefix in prefixes:
        if not prefix:
            raise ConfigError("ignore: an empty code; name one, or the beginning of one (C2)")
        try:
            pages_under(prefix)
        except ArgumentError as error:
            raise ConfigError(f"ignore: {error}") from error
    return tuple(prefix.upper() for prefix in prefixes)


DEFAULT = Config()  # down here, for its values are looked at as any others
