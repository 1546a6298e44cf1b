"""Writing results: a corpus folder that datasets libraries load, and that gives every source back.

    documents/00000.jsonl    a row for each cleaned document
    edits/00000.jsonl        a row for each source, refused ones too: how to rebuild it
    duplicates/00000.jsonl   the rows of documents that were left out for being duplicates
    manifest.json            what it was made with, counts, the digest of each file
    README.md                the dataset card
    croissant.json           the same for machines

What a row holds: `rows.py`.
"""

from __future__ import annotations

from cleaner.write.corpus import SHARD_BYTES, CorpusWriter, write_corpus
from cleaner.write.filter import Filter, filtered
from cleaner.write.formats import WRITERS
from cleaner.write.lines import with_duplicate, without_duplicate
from cleaner.write.manifest import Manifest, config_digest, read_manifest
from cleaner.write.reading import read_rows
from cleaner.write.restore import Restored, restore_corpus
from cleaner.write.rows import Encoded, encode_result
from cleaner.write.staging import recover_corpus
from cleaner.write.summary import Summary
from cleaner.write.verify import verify_corpus

__all__ = [
    "SHARD_BYTES", "WRITERS", "CorpusWriter", "Encoded", "Filter", "Manifest", "Restored", "Summary", "config_digest",
    "encode_result", "filtered", "read_manifest", "read_rows", "recover_corpus", "restore_corpus", "verify_corpus",
    "with_duplicate", "without_duplicate", "write_corpus",
]  # fmt: skip
