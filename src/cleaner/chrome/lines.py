"""The lines of a document by place: which of them a finding covers, which it touches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from cleaner.document import Document, Finding


class Lines:
    """The document's lines by place: `texts` without white space around them, where they start and end."""

    def __init__(self, document: Document) -> None:
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for line in document.lines:
            raw = document.text[line.start : line.end]
            bare = raw.lstrip()
            start = line.end - len(bare)
            bare = bare.rstrip()
            self.texts.append(bare)
            self.starts.append(start)
            self.ends.append(start + len(bare))
        self._index = {start: index for index, start in enumerate(self.starts)}

    def covered(self, finding: Finding) -> range:
        """The indices of the lines that the finding covers as a whole."""
        index = self._index.get(finding.start)
        if index is not None and self.ends[index] == finding.end:  # as nearly all do
            return range(index, index + 1)
        return range(bisect_left(self.starts, finding.start), bisect_right(self.ends, finding.end))

    def touched(self, finding: Finding) -> range:
        """The indices of the lines that the finding touches."""
        return range(bisect_right(self.ends, finding.start), bisect_left(self.starts, finding.end))
