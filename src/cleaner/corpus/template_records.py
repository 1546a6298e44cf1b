"""Templates straight from records, for those who have no first pass of their own."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.config import DEFAULT, Config
from cleaner.corpus.sites import site_of
from cleaner.corpus.template_counts import TemplateCounts, count_page
from cleaner.corpus.template_learning import TemplateOptions
from cleaner.corpus.templates import Templates
from cleaner.document import Record
from cleaner.parse import parse


def learn_records(
    records: Iterable[Record], options: TemplateOptions | None = None, *, config: Config = DEFAULT
) -> tuple[Templates, int]:
    """The templates of the records' sites, and how many records could be read. Counts lie in a temporary file.

    >>> learn_records([])[1]
    0
    """
    pages = 0
    with TemplateCounts() as counts:
        for record in records:
            document, findings = parse(record, config)
            if any(finding.verdict == "remove" and finding.code.startswith("E") for finding in findings):
                continue
            pages += 1
            counts.add(count_page(document, site_of(record, document=document)))
        return counts.learn(options), pages
