"""Writing results: a corpus folder that datasets libraries load, and that gives every source back.

    documents/00000.jsonl   a row for each cleaned document
    edits/00000.jsonl       a row for each source, refused ones too: how to rebuild it
    manifest.json           digests of inputs and configuration, versions, counts
    README.md               the dataset card
"""

from __future__ import annotations

from cleaner.write.corpus import Summary, write_corpus
from cleaner.write.restore import Restored, restore_corpus

__all__ = ["Restored", "Summary", "restore_corpus", "write_corpus"]
