"""The thresholds of duplicates, with their reasons."""

from __future__ import annotations

import msgspec

from cleaner.errors import ArgumentError


class DuplicateOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When two documents are duplicates. Raises `ArgumentError` on a value out of its range.

    >>> DuplicateOptions(similarity=0.7).shingle
    5
    """

    similarity: float = 0.8
    """Jaccard similarity of the shingles from which two texts are near-duplicates. At 0.8 about 2 % of the words
    differ, or a tenth of the text is more: the versions of one article. Pages that a template fills differ more."""

    containment: float = 0.8
    """Share of the shorter text's shingles that stand in the longer one, from which they are one article on
    several sites (`D103`); 0 looks for none."""

    min_share: float = 0.5
    """How long the shorter one must be beside the longer one, in shingles: a page of many articles is none of them."""

    min_shingles: int = 60
    """Shingles that the shorter one must have for `D103`: a teaser, a notice or a quotation is not the article."""

    shingle: int = 5
    """Tokens in a shingle (words; characters in scripts without spaces). Five is what corpora are usually
    deduplicated by: three find more copies with edits, and more pages of one template."""

    def __post_init__(self) -> None:
        ranges = {
            "similarity": (0.3, 1),  # below, two texts may share none of the hashes that a sketch has indexed
            "containment": (0, 1),
            "min_share": (0.3, 1),
            "min_shingles": (1, 1_000_000),
            "shingle": (1, 255),
        }
        for name, (least, most) in ranges.items():
            if not least <= getattr(self, name) <= most:
                raise ArgumentError(f"{name} is {getattr(self, name)}: from {least} to {most:,} is possible")
