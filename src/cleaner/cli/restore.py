"""`cleaner restore`: a corpus back to its sources."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from cleaner.errors import CorpusError, OutputError, SourceError

if TYPE_CHECKING:
    from cleaner.write import Restored


@click.command("restore")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the sources there.")
@click.option("--against", type=click.Path(path_type=Path), metavar="FOLDER", help="Compare with the original files.")
@click.pass_context
def command(ctx: click.Context, /, corpus: Path, output: Path | None, against: Path | None) -> None:
    """Rebuild the sources of a corpus and say whether they equal the originals.

    Each source is compared with the digest that the corpus recorded, and with the file of the
    same name under --against. Of an HTML page its visible text is rebuilt (NAME.txt). A source
    that was refused as no text is not kept in a corpus. Exit code: 0 all equal, 1 some differ,
    2 the corpus can't be read.

    \b
    Examples:
      cleaner restore corpus/
      cleaner restore corpus/ --against seeds/
      cleaner restore corpus/ -o restored/
    """
    from cleaner.write import restore_corpus

    if against is not None and not against.exists():
        raise SourceError(f"{against}: no such folder; check the path of --against")
    differs = False
    for restored in restore_corpus(corpus):
        if output is not None and restored.is_kept:
            _write(restored, output)
        verdict = _compare(restored, against)
        differs |= verdict.startswith("differs")
        click.echo(f"{restored.file_path}: {verdict}")
    ctx.exit(1 if differs else 0)


def _compare(restored: Restored, against: Path | None) -> str:
    if not restored.is_kept:
        return f"not kept ({restored.refused})"
    if not restored.ok:
        return "differs from what the corpus recorded"
    if against is None:
        return "equals the recorded digest"
    original = against if against.is_file() else against / restored.file_path
    try:
        payload = original.read_bytes()
    except OSError as error:
        return f"differs: {original} can't be read: {error.strerror or error}"
    from cleaner.read import digest_of

    if digest_of(payload) != restored.digest:
        return f"differs from {original}"
    return f"its text is that of {original}" if restored.is_text else f"equals {original}"


def _write(restored: Restored, output: Path) -> None:
    name = PurePosixPath(restored.file_path)
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise CorpusError(f"{restored.file_path!r}: a corpus names its files below one folder; this one was changed")
    target = output / (f"{name}.txt" if restored.is_text else name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(restored.payload)
    except OSError as error:
        raise OutputError(f"{target}: can't be written: {error.strerror or error}") from error
