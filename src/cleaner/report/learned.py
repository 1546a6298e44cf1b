"""What the line tagger made of each line, in words."""

from __future__ import annotations

from cleaner.document import Document


def learned_reasons(document: Document) -> dict[int, str]:
    """For each line (by index) its score and the features that moved it most, for people to read.

    A number behind a feature says how much it speaks for content (+) or for chrome (-), in
    log-odds. A long line is scored by segments; told is the least likely one.

    >>> from cleaner.document import Line
    >>> learned_reasons(Document(id="a", text="Sign in", lines=(Line(0, 0, 7),)))[0].split(":")[0].endswith("content")
    True
    """
    from cleaner.chrome.tagger import explain_units, score_documents

    (scored,) = score_documents([document])
    reasons = explain_units(document)
    told: dict[int, str] = {}
    lowest: dict[int, float] = {}
    for (_, _, line), content, moved in zip(scored.spans.tolist(), scored.content.tolist(), reasons, strict=True):
        if content < lowest.get(line, 2.0):
            lowest[line] = content
            told[line] = f"{content:.0%} content: " + ", ".join(f"{name} {effect:+.1f}" for name, effect in moved)
    return told
