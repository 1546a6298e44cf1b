"""Mending a source in place: of what is told of in it, what can be mended."""

from __future__ import annotations

import msgspec

from cleaner.checks.problem import Fix, fix_of
from cleaner.checks.run import CheckSource
from cleaner.checks.sidecar import Sidecar
from cleaner.config import Config
from cleaner.document import Result
from cleaner.parse import parse
from cleaner.pipeline import clean, normalize
from cleaner.read.encoding import encode


class Fixed(msgspec.Struct, frozen=True):
    """A source as it would be: what changes, and its bytes, in the encoding it had."""

    result: Result
    payload: bytes


def fix(source: CheckSource, sidecar: Sidecar, config: Config, *, unsafe: bool = False) -> Fixed | None:
    """The plain text without what can be mended of it in place; `None` if nothing changes.

    Safe are normalisers; `unsafe` lets page chrome go too, and undecodable bytes. Only by codes that are
    selected, and not by one that the sidecar suppresses anywhere in the file. HTML is never changed, and
    neither is a text when what would be left is nothing or can't be held by its encoding.

    >>> from cleaner.checks.selection import Selection
    >>> from cleaner.read import to_record
    >>> record = to_record("It\\u200bs “on”.\\r\\n".encode())
    >>> fix(CheckSource(record, "a.txt", Selection(("N1", "N3"))), Sidecar(), Config()).payload.decode()
    'Its “on”.\\n'
    """
    document, findings = parse(source.record, config)
    if document.media_type == "text/html" or any(finding.verdict == "remove" for finding in findings):
        return None
    wanted: tuple[Fix, ...] = ("safe", "unsafe") if unsafe else ("safe",)
    config = msgspec.structs.replace(config, ignore=(*config.ignore, *_left_alone(source, sidecar, wanted)))
    result = clean(source.record, config=config) if unsafe else normalize(document.text, config=config)
    if result.text == document.text or not result.text:
        return None
    try:
        return Fixed(result, encode(result.text, document.encoding, bom=document.bom))
    except UnicodeEncodeError:
        return None


def _left_alone(source: CheckSource, sidecar: Sidecar, wanted: tuple[Fix, ...]) -> tuple[str, ...]:
    from cleaner.codes import all_pages

    suppressed = tuple(
        code.upper()
        for suppression in sidecar.suppress
        if suppression.digest in ("", source.record.digest)
        for code in suppression.codes
    )
    return tuple(
        page.code
        for page in all_pages()
        if page.code.startswith(("C", "N"))
        and (
            fix_of(page.code) not in wanted or not source.selection.takes(page.code) or page.code.startswith(suppressed)
        )
    )
