"""Containers to records: a sample of each format, and what broken, odd and hostile ones give."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import cleaner
from cleaner.document import Record
from cleaner.read import ReadOptions, find_files, read_records, read_sources
from cleaner.read.formats import format_of_content, format_of_name
from cleaner.read.records import READERS

SAMPLES = Path(__file__).parent / "read"
TEXTS = (
    "The river rose on Monday.\nNobody was hurt.\n",
    "„Größe“, 川は増水した。\n",
    'It rained, "a lot", they said.\n',
)

Seen = tuple[str, bytes, str]
"""The end of a record's id after its file's, its payload, and the code of its finding."""


def read(folder: Path, name: str, data: bytes, options: ReadOptions | None = None) -> list[Record]:
    (folder / name).write_bytes(data)
    return list(read_sources([folder / name], options=options or ReadOptions()))


def seen(records: Iterable[Record], name: str) -> list[Seen]:
    return [
        (record.id.removeprefix(name).removeprefix("#"), record.payload, "".join(f.code for f in record.findings))
        for record in records
    ]


def messages(records: Iterable[Record]) -> str:
    return "\n".join(finding.message for record in records for finding in record.findings)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    records = list(read_sources([path]))
    assert [record.payload.decode() for record in records] == list(TEXTS)
    assert all(cleaner.clean(record).text for record in records)
    assert all(record.id.startswith(f"{path.name}#") for record in records)
    assert [record.metadata["row"] for record in records] == [1, 2, 3]
    assert {(record.metadata["file_path"], record.metadata["collection"]) for record in records} == {
        (path.name, path.name)
    }
    if path.name.startswith(("sample.tar", "sample.zip")):
        assert [record.metadata["member"] for record in records] == ["pages/1.txt", "pages/2.txt", "pages/3.txt"]
    else:
        assert [record.id.partition("#")[2] for record in records] == ["1", "2", "3"]
        assert [record.url for record in records] == [f"https://example.org/{number}" for number in (1, 2, 3)]
        assert records[1].metadata["fetched"] == "2024-06-01"


def test_each_format_has_a_sample() -> None:
    assert {format_of_name(path.name) for path in SAMPLES.iterdir()} == set(READERS)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_formats_are_seen_by_content(path: Path, tmp_path: Path) -> None:
    """A file whose name says nothing."""
    assert [record.payload.decode() for record in read(tmp_path, "dump", path.read_bytes())] == list(TEXTS)


@pytest.mark.parametrize("cut", [1, 20, 60, 140])
@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_cut_off_samples(path: Path, cut: int, tmp_path: Path) -> None:
    """Whatever is missing, nothing raises, and what is not whole is told of."""
    records = read(tmp_path, path.name, path.read_bytes()[:-cut])
    whole = [record for record in records if not record.findings]
    assert [record.payload.decode() for record in whole][:2] == list(TEXTS[: len(whole)])[:2]
    assert len(whole) == 3 or messages(records)
    assert all(record.payload == b"" for record in records if record.findings)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_damaged_samples(path: Path, tmp_path: Path) -> None:
    """Each sixteenth of the file overwritten: nothing raises, ids stay different."""
    data = path.read_bytes()
    size = max(len(data) // 16, 1)
    for start in range(0, len(data), size):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            records = read(tmp_path, path.name, data[:start] + b"\xff\x00" * (size // 2) + data[start + size :])
        assert len({record.id for record in records}) == len(records)
        assert len(records) <= 20


HOSTILE = {
    "nothing": b"",
    "a line feed": b"\n",
    "NULs": b"\0" * 100_000,
    "garbage": bytes(range(256)) * 40,
    "a long line": b"a" * 3_000_000,
    "a mark": b"\xef\xbb\xbf",
    "a UTF-16 mark": b"\xff\xfe",
    "half a UTF-16 character": b"\xff\xfea",
    "gzip that is none": b"\x1f\x8b\x08" + b"\xff" * 5000,
    "quotation marks": b'"' * 50_001,
    "lines with quotation marks": b"text,id\n" + b'z","\n' * 20_000,
    "brackets": b"[" * 100_000 + b"\n" + b'{"a":' * 100_000,
    "WARC headers": b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" * 500,
    "tar blocks": b"\1" * 512 * 100,
    "zip headers": b"PK\x03\x04" * 1000,
    "no Parquet": b"PAR1" + b"\xff" * 100 + b"PAR1",
}


@pytest.mark.parametrize("name", [f"a.{end}" for end in ("jsonl", "csv", "tsv", "parquet", "warc", "tar", "zip", "gz")])
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files(name: str, data: bytes, tmp_path: Path) -> None:
    records = read(tmp_path, name, data, ReadOptions(max_record_bytes=1_000_000))
    assert len({record.id for record in records}) == len(records)
    assert all(len(record.payload) <= 1_000_000 for record in records if name != "a.gz")
    for record in records:
        assert not (record.payload and any(finding.verdict == "remove" for finding in record.findings))


# fmt: off
JSONL: list[tuple[str, bytes, list[Seen]]] = [
    ("blank lines and CRLF", b'{"text":"a"}\r\n\r\n \n{"text":"b"}', [("1", b"a", ""), ("2", b"b", "")]),
    ("a byte order mark", b'\xef\xbb\xbf{"text":"a"}\n', [("1", b"a", "")]),
    ("UTF-16", '{"text":"é"}\n'.encode("utf-16"), [("1", "é".encode(), "")]),
    ("a bad line", b'{"text":"a"}\n{"text":\n{"text":"b"}\n', [("1", b"a", ""), ("2!", b"", "E020"), ("3", b"b", "")]),
    ("no object", b'["a"]\n"b"\nnull\n3\n', [(f"{n}!", b"", "E020") for n in range(1, 5)]),
    ("bytes that are no UTF-8", b'{"text":"a\xff"}\n{"text":"b"}', [("1!", b"", "E020"), ("2", b"b", "")]),
    ("ids of numbers", b'{"id":7,"text":"a"}\n{"id":1.5,"text":"b"}', [("7", b"a", ""), ("1.5", b"b", "")]),
    ("ids that are none", b'{"id":null,"text":"a"}\n{"id":[1],"text":"b"}\n{"id":true,"text":"c"}\n{"id":"","text":"d"}',  # noqa: E501
     [("1", b"a", ""), ("2", b"b", ""), ("3", b"c", ""), ("4", b"d", "")]),
    ("duplicate ids", b'{"id":"x","text":"a"}\n{"id":"x","text":"b"}\n', [("x", b"a", ""), ("x@2", b"b", "")]),
    ("an id as that of another row", b'{"id":"2","text":"a"}\n{"text":"b"}\n', [("2", b"a", ""), ("2@2", b"b", "")]),
    ("no text", b'{"id":"x","title":"a"}\n', [("x", b"", "E023")]),
    ("text that is null", b'{"text":null}\n{"text":["a"]}\n', [("1!", b"", "E023"), ("2!", b"", "E023")]),
    ("an empty text", b'{"text":""}\n', [("1", b"", "")]),
    ("HTML wins", b'{"text":"a","html":"<p>b"}\n', [("1", b"<p>b", "")]),
    ("HTML that is empty or null", b'{"text":"a","html":""}\n{"text":"a","html":null}\n',
     [("1", b"a", ""), ("2", b"a", "")]),
    ("NaN", b'{"text":"a","score":NaN}\n', [("1", b"a", "")]),
    ("half a surrogate pair", b'{"text":"a\\ud83d"}\n', [("1", b"a\\ud83d", "")]),
    ("a control character", b'{"text":"a\x00b"}\n{"text":"a\\u0000b"}\n', [("1!", b"", "E020"), ("2", b"a\0b", "")]),
    ("a long line", b'{"text":"' + b"x" * 5000 + b'"}\n{"text":"b"}\n', [("1!", b"", "E022"), ("2", b"b", "")]),
    ("a large number", b'{"text":"a","n":' + b"9" * 400 + b"}\n", [("1", b"a", "")]),
    ("a number too long", b'{"text":"a","n":' + b"9" * 4500 + b"}\n", [("1!", b"", "E022")]),
]
# fmt: on


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in JSONL], ids=[case[0] for case in JSONL])
def test_jsonl(data: bytes, expected: list[Seen], tmp_path: Path) -> None:
    records = read(tmp_path, "a.jsonl", data, ReadOptions(max_record_bytes=4000))
    assert seen(records, "a.jsonl") == expected


def test_places_of_broken_lines(tmp_path: Path) -> None:
    records = read(tmp_path, "a.jsonl", b'{"text":"a"}\n\n{"text":"b\xff"}\n{"id":1,"body_de":"c"}\n')
    assert messages(records) == (
        "line 3, from byte 14: not valid UTF-8 at byte 24\n"
        "line 4, from byte 28: no column of text or HTML is known by its name; there are: id, body_de; "
        "name one with text_column or html_column"
    )


def test_lone_surrogates_come_back(tmp_path: Path) -> None:
    (record,) = read(
        tmp_path, "a.jsonl", b'{"text":"It rained \\ud83d all day, they said.","url":"\\udc00","id":"\\ud800"}'
    )
    assert cleaner.clean(record).document.text == "It rained \ud83d all day, they said."
    assert record.id.isprintable()
    json.dumps([record.id, record.url, record.metadata]).encode("ascii")


ROW = {"ID": 5, "Body": "It rained.", "page": {"html": "<p>It rained.</p>", "links": ["a"]},
       "Link": "https://example.org", "Domain": "example.org",
       "crawl_date": "2024-05-31T10:00:00", "score": 0.5, "ok": True, "none": None}  # fmt: skip


@pytest.mark.parametrize(
    ("options", "payload", "media_type"),
    [
        (ReadOptions(), b"It rained.", "; charset=utf-8; decoded=1"),
        (ReadOptions(text_column="Body"), b"It rained.", "text/plain; charset=utf-8; decoded=1"),
        (ReadOptions(html_column="page.html"), b"<p>It rained.</p>", "text/html; charset=utf-8; decoded=1"),
        (
            ReadOptions(text_column="Body", html_column="page.html"),
            b"<p>It rained.</p>",
            "text/html; charset=utf-8; decoded=1",
        ),
        (ReadOptions(text_column="page.text"), b"", ""),
        (ReadOptions(text_column="text"), b"", ""),
    ],
)
def test_columns(options: ReadOptions, payload: bytes, media_type: str, tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.jsonl", json.dumps(ROW).encode(), options)
    assert (record.payload, record.media_type) == (payload, media_type)
    assert (record.metadata["site"], record.metadata["fetched"]) == ("example.org", "2024-05-31")
    assert {name: record.metadata["columns"][name] for name in ("score", "ok", "none")} == {
        "score": 0.5, "ok": True, "none": None
    }  # fmt: skip
    if payload:
        assert (record.id, record.url) == ("a.jsonl#5", "https://example.org")
    else:
        assert "there are: ID, Body, page" in messages([record]) or "is null" in messages([record])


# fmt: off
GOOD = b"It rained, they said."
CSV: list[tuple[str, bytes, list[Seen]]] = [
    ("lines in cells, CRLF", b'id,text\r\n1,"a\r\nb"\r\n\r\n2,c\r\n', [("1", b"a\r\nb", ""), ("2", b"c", "")]),
    ("semicolons", b"id;text\n1;a,b\n", [("1", b"a,b", "")]),
    ("tabs", b"id\ttext\n1\ta,b\n", [("1", b"a,b", "")]),
    ("the line that Excel writes", b"sep=;\r\nid;text\r\n1;a\r\n", [("1", b"a", "")]),
    ("a byte order mark", b"\xef\xbb\xbftext,id\na,1\n", [("1", b"a", "")]),
    ("UTF-16", "id,text\n1,\"é\n川\"\n".encode("utf-16"), [("1", "é\n川".encode(), "")]),
    ("big-endian UTF-16", b"\xfe\xff" + "id,text\n1,é\n".encode("utf-16-be"), [("1", "é".encode(), "")]),
    ("Latin-1", "id,text\n1,Größe\n2,b\n".encode("latin-1"), [("1", "Größe".encode("latin-1"), ""), ("2", b"b", "")]),
    ("too few fields", b"id,text\n1\n2,b\n", [("1!", b"", "E020"), ("2", b"b", "")]),
    ("too many", b"id,text\n1,a,b\n2,b\n", [("1!", b"", "E020"), ("2", b"b", "")]),
    ("a quotation mark that does not close", b'id,text\n1,"a\n2,b\n3,"c"\n',
     [("1!", b"", "E020"), ("2", b"b", ""), ("3", b"c", "")]),
    ("nor at the end", b'id,text\n1,a\n2,"b\n3,c\n4,d\n',
     [("1", b"a", ""), ("2!", b"", "E020"), ("3", b"c", ""), ("4", b"d", "")]),
    ("quotation marks that are not doubled", b'id,text\n1,"It "rained" all day"\n',
     [("1", b'It rained" all day"', "")]),
    ("the rest of a broken row", b'id,text,url\n1,"It "rained" all\nday, they said",u\n2,b,u\n',
     [("1!", b"", "E020"), ("2!", b"", "E020"), ("2", b"b", "")]),
    ("a long row", b'id,text\n1,"' + b"x\n" * 3000 + b'"\n2,b\n', [("2", b"b", "")]),
    ("NULs", b"id,text\n1,a\0b\n", [("1", b"a\0b", "")]),
    ("no header that helps", b"a,b\n1,2\n", [("1!", b"", "E024")]),
    ("columns of one name", b"id,id,text\n1,2,a\n", [("1", b"a", "")]),
    ("a carriage return in a cell", b"id,text\n1,a\rb\n2,c\n", [("1!", b"", "E020"), ("2", b"c", "")]),
    ("one column", b"text\na\n\nb\n", [("1", b"a", ""), ("2", b"b", "")]),
    ("only a header", b"id,text\n", []),
    ("an empty text", b"id,text\n1,\n", [("1", b"", "")]),
]
# fmt: on


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in CSV], ids=[case[0] for case in CSV])
def test_csv(data: bytes, expected: list[Seen], tmp_path: Path) -> None:
    records = read(tmp_path, "a.csv", data, ReadOptions(max_record_bytes=4000))
    found = seen(records, "a.csv")
    assert [row for row in found if row in expected] == expected
    assert found == expected or "E022" in found[0]


TSV = [
    (
        "marks that are letters",
        b'id\ttext\n1\t"Rain" fell\n2\t"Rain fell\n3\tc\n',
        [b'"Rain" fell', b'"Rain fell', b"c"],
    ),
    ("quoted", b'id\ttext\n1\t"a\tb\nc"\n', [b"a\tb\nc"]),
]


@pytest.mark.parametrize(("data", "payloads"), [case[1:] for case in TSV], ids=[case[0] for case in TSV])
def test_tsv(data: bytes, payloads: list[bytes], tmp_path: Path) -> None:
    assert [record.payload for record in read(tmp_path, "a.tsv", data)] == payloads


def test_bytes_of_a_cell_are_decoded_as_those_of_a_file(tmp_path: Path) -> None:
    text = "Le garçon a mangé à midi, et la pluie est tombée."
    (record,) = read(tmp_path, "a.csv", f"id;text\n1;{text}\n".encode("cp1252"))
    assert cleaner.clean(record).document.text == text


def test_html_of_csv_is_html(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.csv", b"url,html,text\nu,<p>a</p>,a\n")
    assert (record.media_type, record.payload) == ("text/html; charset=utf-8; decoded=1", b"<p>a</p>")


def parquet(columns: dict[str, object], **given: object) -> bytes:
    arrow, files = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    files.write_table(arrow.table(columns), buffer, **given)
    return buffer.getvalue()


def test_parquet_of_all_kinds_of_columns(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    data = parquet(
        {
            "id": [1, 2, 3],
            "text": arrow.array(["a", None, "cé"], arrow.large_string()),
            "html": arrow.array([None, "<p>b</p>".encode("utf-16"), None], arrow.binary()),
            "url": arrow.array(["u", "u", None]).dictionary_encode(),
            "crawl_date": arrow.array([1717150000000000001] * 3, arrow.timestamp("ns", tz="Europe/Berlin")),
            "tags": [["x"], [], None],
            "long": ["x" * 5000] * 3,
            "score": [0.5, float("nan"), None],
        }
    )
    records = read(tmp_path, "a.parquet", data)
    assert seen(records, "a.parquet") == [
        ("1", b"a", ""), ("2", "<p>b</p>".encode("utf-16"), ""), ("3", "cé".encode(), "")
    ]  # fmt: skip
    assert [record.url for record in records] == ["u", "u", ""]
    assert [record.metadata["columns"]["score"] for record in records] == [0.5, None, None]
    assert records[0].metadata["fetched"] == "2024-05-31"
    assert cleaner.clean(records[1]).document.text == "b\n"
    assert not {"tags", "long"} & records[0].metadata["columns"].keys()
    json.dumps([record.metadata for record in records], allow_nan=False)


def test_a_corrupt_row_group_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(parquet({"text": [f"It rained {n * n} mm." for n in range(4000)]}, row_group_size=1000))
    middle = len(data) // 2
    data[middle : middle + 2000] = b"\xff" * 2000
    records = read(tmp_path, "a.parquet", bytes(data))
    broken = [record for record in records if record.findings]
    assert len(broken) in (1, 2)
    assert all(finding.code == "E021" for record in broken for finding in record.findings)
    assert "row group 2, rows " in messages(broken) or "row group 3, rows " in messages(broken)
    assert len(records) >= 2000
    assert (records[-1].metadata["row"], records[-1].payload) == (4000, b"It rained 15992001 mm.")


@pytest.mark.parametrize("byte", [619, 637, 639])
def test_statistics_that_contradict_each_other(byte: int, tmp_path: Path) -> None:
    """Found by chance: who asks Arrow for what such a file says of a column ends the process."""
    data = bytearray((SAMPLES / "sample.parquet").read_bytes())
    data[byte] = 0 if byte == 637 else 10
    assert messages(read(tmp_path, "a.parquet", bytes(data)))


def test_parquet_without_a_text(tmp_path: Path) -> None:
    records = read(tmp_path, "a.parquet", parquet({"id": [1], "title": ["a"]}))
    assert seen(records, "a.parquet") == [("1!", b"", "E024")]
    assert "there are: id, title" in messages(records)


def warc(
    body: bytes, *, kind: str = "response", length: object = None, name: str = "x", content_type: str = ""
) -> bytes:
    content_type = content_type or ("application/http; msgtype=response" if kind == "response" else "text/plain")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{name}>\r\nWARC-Target-URI: https://example.org/{name}\r\n"
        f"WARC-Date: 2024-05-31T10:00:00Z\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


HTML = "Content-Type: text/html; charset=windows-1251"
A, B = warc(http(b"<p>a", HTML), name="a"), warc(http(b"<p>b", HTML), name="b")
SEEN_A: Seen = ("a", b"<p>a", "")
SEEN_B: Seen = ("b", b"<p>b", "")
CHUNKED = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
# fmt: off
WARC: list[tuple[str, bytes, list[Seen]]] = [
    ("chunked", warc(http(CHUNKED, HTML, "Transfer-Encoding: chunked")), [("x", b"hello world", "")]),
    ("gzip", warc(http(gzip.compress(b"<p>a"), HTML, "Content-Encoding: gzip")), [("x", b"<p>a", "")]),
    ("gzip that is none", warc(http(b"<p>a", HTML, "Content-Encoding: gzip")) + B, [("x", b"<p>a", ""), SEEN_B]),
    ("broken gzip", warc(http(b"\x1f\x8b\x08\xff" * 9, HTML, "Content-Encoding: gzip")) + B,
     [("x", b"", "E025"), SEEN_B]),
    ("what is no page", warc(b"software: x", kind="warcinfo") + warc(b"GET /", kind="request") + A
     + warc(http(b"\x89PNG", "Content-Type: image/png")) + warc(http(b"", HTML, status="301 Moved"))
     + warc(http(b"<p>", HTML, status="404 Not Found")) + warc(b"1.2.3.4", content_type="text/dns"), [SEEN_A]),
    ("a resource", warc(b"a", kind="resource"), [("x", b"a", "")]),
    ("no content type", warc(http(b"<p>a")), [("x", b"<p>a", "")]),
    ("a length too short", A + warc(http(b"<p>long", HTML), length=7) + B, [SEEN_A, ("2!", b"", "E025"), SEEN_B]),
    ("a length too long", A + warc(http(b"<p>long", HTML), length=300) + B + B, [SEEN_A, ("2!", b"", "E025"), SEEN_B,
     ("b@4", b"<p>b", "")]),
    ("beyond the end", A + warc(http(b"<p>long", HTML), length=9999) + B, [SEEN_A, ("2!", b"", "E025"), SEEN_B]),
    ("more than is allowed", A + warc(http(b"<p>long", HTML), length=10**12) + B,
     [SEEN_A, ("2!", b"", "E022"), SEEN_B]),
    ("a record that is too large", A + warc(b"x" * 30_000) + B, [SEEN_A, ("2!", b"", "E022"), SEEN_B]),
    ("a body that unpacks to too much", warc(http(gzip.compress(b" " * 10**6), HTML, "Content-Encoding: gzip")) + B,
     [("x", b"", "E022"), SEEN_B]),
    ("a length that is none", A + warc(http(b"<p>", HTML), length="many") + B, [SEEN_A, ("2!", b"", "E025"), SEEN_B]),
    ("rubbish between", A + b"rubbish\r\n\r\nWARC/1.0 it says\n" + B, [SEEN_A, ("2!", b"", "E025"), SEEN_B]),
    ("cut off in the body", A + B[:-6], [SEEN_A, ("2!", b"", "E025")]),
    ("cut off in the header", A + B[:40], [SEEN_A, ("2!", b"", "E025")]),
    ("a header without end", A + b"WARC/1.0\r\n" + b"a" * 200_000, [SEEN_A, ("2!", b"", "E025")]),
    ("line feeds only", A.replace(b"\r\n", b"\n").replace(b"Content-Length: 70", b"Content-Length: 67") + B,
     [SEEN_A, SEEN_B]),
    ("of one id", A + A, [SEEN_A, ("a@2", b"<p>a", "")]),
]
# fmt: on


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in WARC], ids=[case[0] for case in WARC])
def test_warc(data: bytes, expected: list[Seen], tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    assert seen(read(tmp_path, "a.warc", data, ReadOptions(max_record_bytes=20_000)), "a.warc") == expected


def test_what_a_warc_record_says(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    record, wet = read(tmp_path, "a.warc", A + warc("川".encode(), kind="conversion", name="w"))
    assert (record.media_type, record.url) == ("text/html; charset=windows-1251", "https://example.org/a")
    assert (record.metadata["fetched"], record.metadata["row"]) == ("2024-05-31", 1)
    assert (wet.media_type, wet.payload) == ("text/plain", "川".encode())


def test_a_member_of_a_warc_that_is_damaged(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    first, second, third = gzip.compress(A), gzip.compress(A), gzip.compress(B)
    data = first + second[:-30] + third
    records = read(tmp_path, "a.warc.gz", data)
    assert seen(records, "a.warc.gz") == [SEEN_A, ("2!", b"", "E021"), SEEN_B]
    assert f"byte {len(first)} of the compressed file" in messages(records)


def tar(members: Sequence[tuple[str, bytes]], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, payload in members:
            member = tarfile.TarInfo(name)
            member.size = len(payload)
            archive.addfile(member, io.BytesIO(payload))
    return buffer.getvalue()


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in members:
            archive.writestr(name, payload)
    return buffer.getvalue()


MEMBERS = [
    ("b/x.txt", b"It rained."),
    ("../../etc/passwd", b"out"),
    ("/abs/y.html.gz", gzip.compress(b"<p>Sun</p>")),
    (".hidden/z.txt", b"no"),
    ("__MACOSX/x.txt", b"no"),
    ("x.txt.cleaner.toml", b"no"),
    ("rows.jsonl", b'{"id":"q","text":"one"}\nbad\n'),
    ("left/out.txt", b"no"),
    ("inner.tar.gz", tar([("deep.txt", b"deep"), ("deep.txt", b"again")], "w:gz")),
]
OF_MEMBERS: list[Seen] = [
    ("b/x.txt", b"It rained.", ""),
    ("etc/passwd", b"out", ""),
    ("abs/y.html.gz", b"<p>Sun</p>", ""),
    ("rows.jsonl#q", b"one", ""),
    ("rows.jsonl#5!", b"", "E020"),
    ("inner.tar.gz/deep.txt", b"deep", ""),
    ("inner.tar.gz/deep.txt@7", b"again", ""),
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tar", tar(MEMBERS)),
        ("a.tgz", tar(MEMBERS, "w:gz")),
        ("a.tar.bz2", tar(MEMBERS, "w:bz2")),
        ("a.zip", zipped(MEMBERS)),
    ],
    ids=["tar", "tgz", "tar.bz2", "zip"],
)
def test_archives(name: str, data: bytes, tmp_path: Path) -> None:
    records = read(tmp_path, name, data, ReadOptions(exclude=("left/",)))
    assert seen(records, name) == OF_MEMBERS
    assert records[5].metadata["member"] == "inner.tar.gz/deep.txt"
    assert list(tmp_path.iterdir()) == [tmp_path / name]


TAR = tar([("a.txt", b"a" * 600), ("b.txt", b"b")])
BROKEN_TAR: list[tuple[str, bytes, list[Seen]]] = [
    ("cut in a member", TAR[:700], [("a.txt", b"", "E021"), ("2!", b"", "E021")]),
    ("cut between", TAR[:1536], [("a.txt", b"a" * 600, "")]),
    ("rubbish between", TAR[:1536] + b"x" * 1024 + TAR[1536:],
     [("a.txt", b"a" * 600, ""), ("2!", b"", "E021"), ("b.txt", b"b", "")]),
    ("two in one", TAR + tar([("c.txt", b"c")]), [("a.txt", b"a" * 600, ""), ("b.txt", b"b", ""), ("c.txt", b"c", "")]),
    ("none", b"x" * 5000, [("1!", b"", "E024")]),
    ("empty", tar([]), []),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in BROKEN_TAR], ids=[case[0] for case in BROKEN_TAR])
def test_broken_tar(data: bytes, expected: list[Seen], tmp_path: Path) -> None:
    assert seen(read(tmp_path, "a.tar", data), "a.tar") == expected


PASSED = [
    ("kinds of records", "a.warc", warc(b"software: x", kind="warcinfo") + warc(b"GET /", kind="request") + A,
     {"record warcinfo": 1, "record request": 1}),
    ("no success", "a.warc", warc(http(b"", HTML, status="301 Moved")) + A
     + warc(http(b"<p>", HTML, status="404 Not Found")) * 2, {"status 301": 1, "status 404": 2}),
    ("no text", "a.warc", warc(http(b"\x89PNG", "Content-Type: Image/PNG; a=b")), {"type image/png": 1}),
    ("no HTTP", "a.warc", warc(b"1.2.3.4", content_type="text/dns"), {"response without HTTP: text/dns": 1}),
    ("no type", "a.warc", warc(b"1.2.3.4", kind="resource").replace(b"WARC-Type", b"WARC-Tipe"),
     {"record without a type": 1}),
    ("ever new reasons", "a.warc", b"".join(warc(http(b"", f"Content-Type: a/{n:0900}")) for n in range(150)),
     {"type a/" + "0" * 53: 150}),
    ("ever new short reasons", "a.warc", b"".join(warc(http(b"", f"Content-Type: a/{n}")) for n in range(150)),
     {**{f"type a/{n}": 1 for n in range(100)}, "other reasons": 50}),
    ("members of archives", "a.zip", zipped([(".hidden", b"a"), ("a.txt", b"a"), ("__MACOSX/a", b"a"), ("b/", b"")]),
     {"member left out": 2}),
    ("members of tar archives", "a.tar", tar([(".hidden", b"a"), ("a.txt", b"a")]), {"member left out": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), [case[1:] for case in PASSED], ids=[case[0] for case in PASSED])
def test_what_is_passed_over(name: str, data: bytes, expected: dict[str, int], tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / name).write_bytes(data)
    passed: Counter[str] = Counter()
    (source,) = find_files([tmp_path / name])
    list(read_records(source, passed=passed))
    assert passed == expected


def test_a_broken_member_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"It rained.")
        archive.writestr("b.txt", b"Sun.")
    data = buffer.getvalue().replace(b"It rained.", b"It rains!!")
    assert seen(read(tmp_path, "a.zip", data), "a.zip") == [("a.txt", b"", "E021"), ("b.txt", b"Sun.", "")]


def streamed(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip archive whose sizes stand behind the data, as of one that was written to a pipe."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError("a pipe")

        def close(self) -> None:
            pass

    buffer = Pipe()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, payload in members:
            archive.writestr(name, payload)
    return buffer.getvalue()


RAIN = ("a.txt", b"It rained in the hills.")
SUN = ("b/ö.txt", b"The sun came out. " * 9)
MARKED = ("c.txt", b"PK\x03\x04 PK\x07\x08 " * 9)
ALL = zipped([RAIN, SUN, ("z.txt", RAIN[1])])
OPEN = streamed([RAIN, MARKED, SUN])
SECOND = ALL.index(b"PK\x03\x04", 4)
TABLE = ALL.index(b"PK\x01\x02")
SEEN_RAIN: Seen = ("a.txt", RAIN[1], "")
SEEN_SUN: Seen = ("b/ö.txt", SUN[1], "")
CUT_ZIP: list[tuple[str, bytes, list[Seen]]] = [
    ("in its table", ALL[: TABLE + 50], [SEEN_RAIN, SEEN_SUN, ("z.txt", RAIN[1], ""), ("4!", b"", "E021")]),
    ("before its table", ALL[:TABLE], [SEEN_RAIN, SEEN_SUN, ("z.txt", RAIN[1], ""), ("4!", b"", "E021")]),
    ("in a member", ALL[: SECOND + 50], [SEEN_RAIN, ("2!", b"", "E021")]),
    ("in a header", ALL[: SECOND + 12], [SEEN_RAIN, ("2!", b"", "E021")]),
    ("behind a name", ALL[: SECOND + 36], [SEEN_RAIN, ("2!", b"", "E021")]),
    ("in the first header", ALL[:20], [("1!", b"", "E021")]),
    ("in the first bytes", ALL[:3], [("1!", b"", "E024")]),
    ("rubbish between", ALL[:SECOND] + b"PK rubbish" + ALL[SECOND:TABLE],
     [SEEN_RAIN, ("2!", b"", "E021"), SEEN_SUN, ("z.txt", RAIN[1], ""), ("5!", b"", "E021")]),
    ("damaged data", ALL[: SECOND + 40] + b"\xff\xff" + ALL[SECOND + 42 : TABLE],
     [SEEN_RAIN, ("b/ö.txt", b"", "E021"), ("z.txt", RAIN[1], ""), ("4!", b"", "E021")]),
    ("sizes behind the data", OPEN[: OPEN.index(b"PK\x01\x02")],
     [SEEN_RAIN, ("c.txt", MARKED[1], ""), SEEN_SUN, ("4!", b"", "E021")]),
    ("sizes behind the data, cut in it", OPEN[: OPEN.index(b"b/") + 60],
     [SEEN_RAIN, ("c.txt", MARKED[1], ""), ("3!", b"", "E021")]),
    ("left out and folders", zipped([(".a", b"x"), ("b/", b""), RAIN])[:-60], [SEEN_RAIN, ("2!", b"", "E021")]),
    ("encrypted", ALL[:6] + b"\1" + ALL[7:TABLE],
     [("a.txt", b"", "E026"), SEEN_SUN, ("z.txt", RAIN[1], ""), ("4!", b"", "E021")]),
    ("an unknown method", ALL[:8] + b"\x60" + ALL[9:TABLE],
     [("a.txt", b"", "E026"), SEEN_SUN, ("z.txt", RAIN[1], ""), ("4!", b"", "E021")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in CUT_ZIP], ids=[case[0] for case in CUT_ZIP])
def test_a_zip_without_its_table(data: bytes, expected: list[Seen], tmp_path: Path) -> None:
    records = read(tmp_path, "a.zip", data)
    assert seen(records, "a.zip") == expected
    assert "byte" in messages(records) or expected[0][2] == "E024"
    (tmp_path / "a.zip").unlink()
    assert seen(read(tmp_path, "b.zip.gz", gzip.compress(data)), "b.zip.gz") == expected


def test_marks_of_a_zip_without_end_are_read_in_linear_time(tmp_path: Path) -> None:
    header = ALL[:SECOND].replace(b"\0\0\x08\0", b"\x08\0\x08\0", 1)
    data = header[:14] + bytes(12) + header[26:] + b"PK\x07\x08" * 500_000
    assert [code for _, _, code in seen(read(tmp_path, "a.zip", data), "a.zip")] == ["E021"]


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.read.budget.MIN_BOMB_BYTES", 1_000_000)
    zeros = b"0" * 3_000_000
    for name, data in (("a.zip", zipped([("a.txt", zeros)])), ("a.tgz", tar([("a.txt", zeros)], "w:gz")),
                       ("b.zip", zipped([("a.zip", zipped([("a.txt", zeros)]))]))):  # fmt: skip
        records = read(tmp_path, name, data)
        assert seen(records, name)[-1][2] == "E026"
        assert not any(record.payload for record in records)
    large = read(
        tmp_path, "c.zip", zipped([("a.txt", zeros[:900_000]), ("b.txt", b"b")]), ReadOptions(max_record_bytes=9000)
    )
    assert seen(large, "c.zip") == [("a.txt", b"", "E022"), ("b.txt", b"b", "")]
    matryoshka = zipped([("a.txt", b"a")])
    for _ in range(5):
        matryoshka = zipped([("a.zip", matryoshka)])
    assert seen(read(tmp_path, "d.zip", matryoshka), "d.zip")[-1][2] == "E026"


def test_encrypted_and_linked_members(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.txt", b"a"), ("b.txt", b"b")]))
    for at in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert seen(read(tmp_path, "a.zip", bytes(data)), "a.zip") == [("a.txt", b"", "E026"), ("b.txt", b"b", "")]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "../../etc/passwd"
        archive.addfile(link)
    assert seen(read(tmp_path, "a.tar", buffer.getvalue()), "a.tar") == [("link.txt", b"", "E026")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'{"text": "a"}\n', "jsonl"),
        (b'\xef\xbb\xbf\n{"html": "a", "b": 1}', "jsonl"),
        (b'{"title": "a"}\n', "file"),
        (b'{\n"text": "a"}\n', "file"),
        (b"id,text\n", "csv"),
        (b'"id"\t"text"\r\n', "tsv"),
        (b"News, text and pictures\n", "file"),
        (b"text\nIt rained.\n", "file"),
        (b"id,text", "file"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "file"),
        (b"", "file"),
    ],
)
def test_what_content_says(head: bytes, expected: str) -> None:
    assert format_of_content(head, ReadOptions()) == expected


def test_records_do_not_depend_on_how_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id":1,"text":"a"}\n' * 3)
    (source,) = find_files([tmp_path / "a.jsonl"])
    assert list(read_records(source)) == list(read_records(source)) == list(read_sources([tmp_path / "a.jsonl"]))
