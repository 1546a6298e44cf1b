"""Which files are read: ignored ones, globs, lists, standard input, remote ones, compressed ones."""

from __future__ import annotations

import bz2
import gzip
import http.server
import io
import lzma
import pickle
import re
import shutil
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from cleaner.errors import ArgumentError, SourceError
from cleaner.read import ReadOptions, SourceFile, find_files, paths_in, read_file, read_records, read_sources
from cleaner.read.compression import DamageError, Decompressed, decompressed
from cleaner.read.lines import lines_of


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def names(root: Path, **given: object) -> list[str]:
    return [source.file_path for source in find_files([root], options=ReadOptions(**given))]  # type: ignore[arg-type]


FILES = {
    ".gitignore": "*.log\n!keep.log\n/top.txt\nbuild/\n# a comment\n",
    "a.txt": "a",
    "a.log": "a",
    "keep.log": "a",
    "top.txt": "a",
    "sub/top.txt": "a",
    "sub/.gitignore": "*.txt\n!top.txt\nkeep.log\n",
    "sub/b.txt": "b",
    "sub/keep.log": "b",
    "sub/deep/.gitignore": "!b.txt\n",
    "sub/deep/b.txt": "b",
    "build/c.txt": "c",
    "build/.gitignore": "!c.txt\n",
    "sub/build/c.txt": "c",
}


NO_PATTERNS = ["!", "! ", "\\", "a\\", "[z-a]", "[[:foo:]]"]


def test_lines_of_gitignore_that_are_no_patterns_mean_nothing(tmp_path: Path) -> None:
    for name in ("a.txt", "a.log", "!"):
        (tmp_path / name).write_text("It rained.")
    (tmp_path / ".gitignore").write_text("\n".join([*NO_PATTERNS, "*.log"]))
    assert names(tmp_path) == ["!", "a.txt"]


@pytest.mark.parametrize("pattern", NO_PATTERNS)
def test_what_is_no_pattern_is_refused(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    with pytest.raises(ArgumentError, match="is no pattern; patterns are written as in"):
        names(tmp_path, exclude=(pattern,))


def test_names_that_are_no_utf8_are_ignored_byte_by_byte(tmp_path: Path) -> None:
    for name in ("caf\udce9.txt", "caf\udce8.txt", "\udcff/a.txt", "\udcff/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It rained.")
    (tmp_path / ".gitignore").write_bytes(b"caf\xe9.txt\n")
    (tmp_path / "\udcff" / ".gitignore").write_bytes(b"b.*\n")
    assert names(tmp_path) == ["caf\udce8.txt", "\udcff/a.txt"]
    assert names(tmp_path, exclude=("caf?.txt",)) == ["\udcff/a.txt"]
    assert names(tmp_path, exclude=("\udcff/",)) == ["caf\udce8.txt"]


def test_gitignore_as_git_reads_it(tmp_path: Path) -> None:
    root = tree(tmp_path / "texts", FILES)
    assert names(root) == ["a.txt", "keep.log", "sub/deep/b.txt", "sub/top.txt"]
    assert "build/c.txt" in names(root, gitignore=False)
    assert names(root / "build") == ["c.txt"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("*.txt",), ["keep.log"]),
        (("/sub",), ["a.txt", "keep.log"]),
        (("deep/", "*.log"), ["a.txt", "sub/top.txt"]),
        (("*", "!a.txt"), ["a.txt"]),
        (("[",), ["a.txt", "keep.log", "sub/deep/b.txt", "sub/top.txt"]),
    ],
)
def test_exclude(patterns: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert names(tree(tmp_path, FILES), exclude=patterns) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("texts/*.txt", ["a.txt"]),
        ("texts/**/*.txt", ["a.txt", "sub/deep/b.txt", "sub/top.txt"]),
        ("texts/s*", ["deep/b.txt", "top.txt"]),
        ("texts/*/deep/?.txt", ["sub/deep/b.txt"]),
        ("te[x]ts/a.txt", ["texts/a.txt"]),
    ],
)
def test_globs(pattern: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path / "texts", FILES)
    monkeypatch.chdir(tmp_path)
    if pattern == "texts/s*":
        expected = [f"sub/{name}" for name in expected]
    assert [source.file_path for source in find_files([pattern])] == expected
    assert [source.file_path for source in find_files([tmp_path / pattern])] == expected


def test_a_glob_without_matches(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file matches"):
        find_files([tmp_path / "*.txt"])
    tree(tmp_path, {"a[1].txt": "a"})
    assert [source.file_path for source in find_files([tmp_path / "a[1].txt"])] == ["a[1].txt"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a.txt\nb c.txt\r\n\n", ["a.txt", "b c.txt"]),
        (b"a.txt\0b\nc.txt\0", ["a.txt", "b\nc.txt"]),
        (b"", []),
        (b"caf\xe9.txt\n", ["caf\udce9.txt"]),
    ],
)
def test_lists_of_files(data: bytes, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list").write_bytes(data)
    assert paths_in(tmp_path / "list") == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert paths_in("-") == expected
    with pytest.raises(SourceError, match="can't read the list"):
        paths_in(tmp_path / "none")


def test_listed_files_keep_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, {"a/x.txt": "a", "b/x.txt": "b", "b/rows.jsonl": '{"text":"c"}'})
    monkeypatch.chdir(tmp_path)
    listed = ["a/x.txt", "./b/x.txt", "b/../b/rows.jsonl", "a/x.txt"]
    found = find_files([], listed=listed)
    assert [(source.file_path, source.format) for source in found] == [
        ("a/x.txt", "file"),
        ("b/x.txt", "file"),
        ("b/rows.jsonl", "jsonl"),
    ]
    assert [source.file_path for source in find_files([], listed=["a/x.txt", "b"])] == [
        "a/x.txt",
        "b/rows.jsonl",
        "b/x.txt",
    ]
    absolute = [str(tmp_path / name) for name in ("a/x.txt", "b/x.txt")]
    assert [source.file_path for source in find_files([], listed=absolute)] == ["a/x.txt", "b/x.txt"]
    assert [source.file_path for source in find_files([], listed=absolute[:1])] == ["x.txt"]
    assert find_files([], listed=["../a/x.txt"], on_error=lambda error: None) == []


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "given", "payloads"),
    [
        (b"It rained.", "", [b"It rained."]),
        (b"", "", [b""]),
        (b'{"text":"a"}\n{"text":"b"}\n', "", [b"a", b"b"]),
        (b'{"text":"a"}\n{"text":"b"}\n', "file", [b'{"text":"a"}\n{"text":"b"}\n']),
        (gzip.compress(b'{"text":"a"}\n'), "", [b"a"]),
        (gzip.compress(b"It rained."), "", [b"It rained."]),
        (b"id,text\n1,a\n", "", [b"a"]),
        (b"id;text\n1;a\n", "csv", [b"a"]),
        ((Path(__file__).parent / "read/sample.parquet").read_bytes(), "parquet", None),
        ((Path(__file__).parent / "read/sample.zip").read_bytes(), "", None),
        ((Path(__file__).parent / "read/sample.warc.gz").read_bytes(), "", None),
        ((Path(__file__).parent / "read/sample.tar.xz").read_bytes(), "tar", None),
    ],
)
def test_standard_input(data: bytes, given: str, payloads: list[bytes] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, data)
    records = list(read_sources(["-"], options=ReadOptions(format=given)))
    if payloads is None:
        assert (len(records), records[0].id[:6], records[0].findings) == (3, "stdin#", ())
    else:
        assert [record.payload for record in records] == payloads


def test_an_unknown_format() -> None:
    with pytest.raises(ArgumentError, match="known: file, jsonl"):
        find_files(["-"], options=ReadOptions(format="xml"))


PACK: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("suffix", PACK)
def test_a_compressed_text_is_a_plain_file(suffix: str, tmp_path: Path) -> None:
    text = "It rained.\n".encode("utf-16") * 1000
    path = tmp_path / f"a.html.{suffix}"
    path.write_bytes(PACK[suffix](text[:5000]) + PACK[suffix](text[5000:]))
    (source,) = find_files([tmp_path])
    (record,) = read_records(source)
    assert (source.format, source.compressed, record.payload, record.findings) == ("file", True, text, ())
    assert (record.id, record.metadata["file_path"]) == (path.name, path.name)
    path.write_bytes(PACK[suffix](text)[:-3])
    cut = read_file(source)
    assert text.startswith(cut.payload)
    assert [(finding.code, finding.verdict) for finding in cut.findings] == [("E021", "note")]
    assert cut.digest
    path.write_bytes(PACK[suffix](text) + b"rubbish behind it")
    whole = read_file(source)
    assert whole.payload == text
    assert [(finding.code, finding.verdict) for finding in whole.findings] == [("E021", "note")]
    data = bytearray(PACK[suffix](text))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    damaged = read_file(source)
    assert [(finding.code, finding.verdict) for finding in damaged.findings] == [("E021", "remove")]
    assert (damaged.payload, damaged.digest) == (b"", "")


def test_what_is_named_so_but_not_compressed(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(b"It rained.")
    assert [record.payload for record in read_sources([tmp_path])] == [b"It rained."]


def test_a_check_sees_the_bytes_of_the_file(tmp_path: Path) -> None:
    """Who makes a SourceFile of a path alone gets what is on the disk."""
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"It rained."))
    assert read_file(SourceFile(path, "a", "a")).payload == path.read_bytes()


def test_too_large_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 2000)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"a" * 2000))
    records = list(read_sources([tmp_path], options=ReadOptions(max_file_bytes=1999)))
    assert [(record.payload, record.findings[0].code) for record in records] == [(b"", "E022")] * 2


def test_sources_pickle() -> None:
    source = SourceFile(Path("a.jsonl"), "a.jsonl", "a", "jsonl")
    assert pickle.loads(pickle.dumps(source)) == source
    assert pickle.loads(pickle.dumps(ReadOptions(exclude=("a",)))) == ReadOptions(exclude=("a",))


def test_containers_in_a_folder_count_by_their_names(tmp_path: Path) -> None:
    rows = '{"text":"a"}\n'
    root = tree(tmp_path, {"a.jsonl": rows, "b.txt": rows, "c.json": rows, "d.json": '{"a":1}', "e": rows})
    assert [(source.file_path, source.format) for source in find_files([root])] == [
        ("a.jsonl", "jsonl"),
        ("b.txt", "file"),
        ("c.json", "jsonl"),
        ("d.json", "file"),
        ("e", "file"),
    ]


def test_an_unreadable_container(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "gone")
    (record,) = read_sources([tmp_path])
    assert [(finding.code, finding.verdict) for finding in record.findings] == [("E005", "remove")]


def test_remote_files() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe(
        {
            "/crawl/a.txt": b"It rained.",
            "/crawl/sub/b.jsonl.gz": gzip.compress(b'{"text":"b"}\n'),
            "/crawl/.hidden/c.txt": b"no",
            "/crawl/sub/d.log": b"no",
            "/crawl/table.parquet": (Path(__file__).parent / "read/sample.parquet").read_bytes(),
        }
    )
    options = ReadOptions(exclude=("*.log",))
    records = list(read_sources(["memory://crawl"], options=options))
    assert [record.id for record in records] == [
        "a.txt",
        "sub/b.jsonl.gz#1",
        "table.parquet#1",
        "table.parquet#2",
        "table.parquet#3",
    ]
    assert {record.metadata["collection"] for record in records} == {"crawl"}
    assert [record.payload for record in read_sources(["memory://crawl/a.txt"])] == [b"It rained."]
    assert [record.id for record in read_sources(["memory://crawl/sub/*.gz"])] == ["b.jsonl.gz#1"]
    assert [source.file_path for source in find_files(["memory://crawl/sub", "memory://crawl/a.txt"])] == [
        "sub/b.jsonl.gz",
        "sub/d.log",
        "a.txt",
    ]
    for address in ("memory://nothing", "memory://crawl/*.nothing", "nothing://a"):
        with pytest.raises(SourceError, match="://"):
            find_files([address])
    (source,) = find_files(["memory://crawl/a.txt"])
    memory.rm("/crawl/a.txt")
    assert [finding.code for finding in read_file(source).findings] == ["E005"]


def test_local_files_by_address(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    tree(tmp_path, {"sub/a.txt": "It rained.", "sub/.b.txt": "no"})
    shutil.copy(Path(__file__).parent / "read/sample.zip", tmp_path)
    records = list(read_sources([f"file://{tmp_path}"]))
    assert [record.id.partition("#")[0] for record in records] == ["sample.zip"] * 3 + ["sub/a.txt"]
    assert all(not record.findings for record in records)
    with pytest.raises(SourceError, match="file://"):
        find_files([f"file://{tmp_path}/none"])


class Site(http.server.BaseHTTPRequestHandler):
    """Files by name; `ranged` ones in ranges, too, `cut` ones half, `/` a list of them."""

    files: ClassVar[dict[str, bytes]] = {}

    def do_HEAD(self) -> None:
        self.answer(has_body=False)

    def do_GET(self) -> None:
        self.answer(has_body=True)

    def answer(self, *, has_body: bool) -> None:
        kind, name = self.path.strip("/").partition("/")[::2]
        listing = "".join(f'<a href="/{kind}/{file}">{file}</a>' for file in self.files).encode()
        body = self.files.get(name, listing if not name else b"")
        if not body:
            self.send_error(500 if name == "broken" else 404)
            return
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")) if kind == "ranged" else None
        self.send_response(206 if wanted else 200)
        if wanted:
            start, end = int(wanted[1]), int(wanted[2]) + 1
            self.send_header("Content-Range", f"bytes {start}-{min(end, len(body)) - 1}/{len(body)}")
            body = body[start:end]
        if kind == "ranged":
            self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if has_body:
            self.wfile.write(body[: len(body) // 2] if kind == "cut" else body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a web server on this machine, in a thread of its own."""
    pytest.importorskip("aiohttp")
    fsspec = pytest.importorskip("fsspec")
    samples = Path(__file__).parent / "read"
    Site.files = {path.name: path.read_bytes() for path in sorted(samples.glob("sample.*"))}
    Site.files |= {"a.txt": b"It rained.", "long.txt": b"It rained in the hills.\n" * 400_000}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)
        fsspec.filesystem("http").clear_instance_cache()


@pytest.mark.parametrize("kind", ["plain", "ranged"])
def test_files_of_a_web_server(kind: str, site: str) -> None:
    for name, data in Site.files.items():
        records = list(read_sources([f"{site}/{kind}/{name}"]))
        assert [finding.code for record in records for finding in record.findings] == [], name
        assert len(records) == 3 if name.startswith("sample") else records[0].payload == data, name
    assert [record.id for record in read_sources([f"{site}/{kind}/*.txt"])] == ["a.txt", "long.txt"]


def test_a_web_server_that_fails(site: str) -> None:
    for address in (f"{site}/plain/none.txt", f"{site}/plain/broken", "http://127.0.0.1:1/a.txt"):
        with pytest.raises(SourceError, match="http://"):
            find_files([address])
    (text,) = read_sources([f"{site}/cut/long.txt"])
    assert [finding.code for finding in text.findings] == ["E005"]
    rows = list(read_sources([f"{site}/cut/sample.jsonl"]))
    assert [finding.code for finding in rows[-1].findings] == ["E005"]
    (table,) = read_sources([f"{site}/cut/sample.parquet"])
    assert [finding.code for finding in table.findings] == ["E005"]


@pytest.mark.parametrize("package", ["fastwarc.warc", "pyarrow.parquet", "backports.zstd", "fsspec"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    if package == "backports.zstd":
        monkeypatch.setitem(sys.modules, "backports", None)
    samples = Path(__file__).parent / "read"
    path = {
        "fastwarc.warc": "sample.warc.gz",
        "pyarrow.parquet": "sample.parquet",
        "backports.zstd": "sample.jsonl.zst",
    }
    with pytest.raises(ArgumentError, match=r"pip install 'cleaner\["):
        list(read_sources([samples / path[package] if package in path else "memory://a"]))


class Bytewise:
    """A stream that gives few bytes at a time, as pipes do."""

    def __init__(self, data: bytes, size: int) -> None:
        self._stream = io.BytesIO(data)
        self._size = size

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(min(size, self._size) if size >= 0 else self._size)


def all_of(stream: object) -> tuple[bytes, list[str]]:
    """What a stream gives, and the damage on the way."""
    data, damage = b"", []
    while True:
        try:
            piece = stream.read(1000)  # type: ignore[attr-defined]
        except DamageError as error:
            damage.append("intact" if error.intact else "broken")
            continue
        if not piece:
            return data, damage
        data += piece


def zstd(data: bytes) -> bytes:
    """With a checksum: without one, as by default, some damage can't be seen."""
    module = pytest.importorskip("backports.zstd")
    return bytes(module.compress(data, options={module.CompressionParameter.checksum_flag: 1}))


WORDS = bytes(zlib.crc32(str(number).encode()) % 251 for number in range(50_000))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd], ids=["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_members(pack: Callable[[bytes], bytes], size: int) -> None:
    one, two, three = pack(WORDS[:9_000]), pack(b""), pack(WORDS[9_000:12_000])
    whole = one + two + three
    assert all_of(decompressed(Bytewise(whole, size))) == (WORDS[:12_000], [])
    data, damage = all_of(decompressed(Bytewise(whole[:-5], size)))
    assert (WORDS[:9_000] in data, damage) == (True, ["intact"])
    broken = bytearray(one)
    broken[len(one) // 2 : len(one) // 2 + 40] = bytes(40)
    data, damage = all_of(decompressed(Bytewise(bytes(broken) + three, size)))
    assert (data.endswith(WORDS[9_000:12_000]), damage[:1]) == (True, ["broken"])
    data, damage = all_of(decompressed(Bytewise(one + b"rubbish, not a member" + three, size)))
    assert (data, damage) == (WORDS[:12_000], ["intact"])


def test_padding_and_skippable_frames() -> None:
    assert all_of(decompressed(io.BytesIO(gzip.compress(b"a") + bytes(1000)))) == (b"a", [])
    assert all_of(decompressed(io.BytesIO(lzma.compress(b"a") + bytes(8) + lzma.compress(b"b")))) == (b"ab", [])
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"
    assert all_of(decompressed(io.BytesIO(skippable + zstd(b"a") + skippable + zstd(b"b")))) == (b"ab", [])


def test_a_bomb_is_unpacked_piece_by_piece() -> None:
    stream = Decompressed(io.BytesIO(gzip.compress(bytes(50_000_000))))
    total = 0
    while piece := stream.read(1 << 30):
        assert len(piece) <= 1 << 18
        total += len(piece)
    assert total == 50_000_000


@pytest.mark.parametrize("size", [1, 3, 100])
def test_lines(size: int) -> None:
    data = b"one\n\nthree is long\nfour"
    parts = list(lines_of(Bytewise(data, size), max_bytes=5))
    assert [(part.number, part.offset, part.content, part.code) for part in parts] == [
        (1, 0, b"one", ""),
        (2, 4, b"", ""),
        (3, 5, b"", "E022"),
        (4, 19, b"four", ""),
    ]
