"""The peers of the chrome benchmarks, each as one function from a page to the text it keeps."""

from __future__ import annotations

import re

_TERMINAL = (".", "!", "?", '"', "”", "’", "'")
_POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")
_CITATION = re.compile(r"\[(?:\d*|edit|citation needed)\]")
_LANGUAGES = {"en": "English", "de": "German", "el": "Greek", "pl": "Polish", "ru": "Russian"}


def remove_nothing(text: str, language: str) -> str:
    return text


def c4_line_rules(text: str, language: str) -> str:
    """The line rules of C4 as Raffel et al. (2020, section 2.2) state them.

    Kept are lines that end in a terminal punctuation mark (a period, exclamation mark,
    question mark or end quotation mark), have at least five words, no word "Javascript" and
    none of six policy phrases; citation markers leave the line. The paper's rules that drop
    whole pages (language, bad words, braces, fewer than three sentences) and its
    deduplication over pages are no line rules and are left out.
    """
    kept = []
    for line in text.splitlines():
        line = _CITATION.sub("", line).strip()
        lower = line.lower()
        if (
            line.endswith(_TERMINAL)
            and len(line.split()) >= 5
            and "javascript" not in lower
            and not any(phrase in lower for phrase in _POLICY)
        ):
            kept.append(line)
    return "\n".join(kept)


def justext_lines(text: str, language: str) -> str:
    """jusText on the text's lines, each wrapped in `<p>`; without a stop list where it has none."""
    from html import escape

    import justext

    name = _LANGUAGES.get(language)
    stoplist = justext.get_stoplist(name) if name else frozenset()
    options = {} if name else {"stopwords_low": 0, "stopwords_high": 0}  # as its documentation says
    html = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    if not html:
        return ""
    safe = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", html)
    paragraphs = justext.justext(f"<html><body>{safe}</body></html>".encode(), stoplist, encoding="utf-8", **options)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def trafilatura_html(html: str) -> str:
    from trafilatura import extract

    return extract(html) or ""


def resiliparse_html(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False)


def trafilatura_with_metadata(html: str) -> str:
    from trafilatura import bare_extraction

    document = bare_extraction(html, with_metadata=True)
    return (document.text or "") if document else ""


def readability_html(html: str) -> str:
    from lxml.html import document_fromstring
    from readability import Document

    return str(document_fromstring(Document(html).summary()).text_content())


def justext_html(html: str) -> str:
    """jusText with the English stop list, its default use."""
    import justext

    paragraphs = justext.justext(html.encode("utf-8", "replace"), justext.get_stoplist("English"), encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def boilerpy3_html(html: str) -> str:
    from boilerpy3.extractors import ArticleExtractor

    return str(ArticleExtractor(raise_on_failure=False).get_content(html))


def newspaper_html(html: str) -> str:
    from newspaper import Article

    article = Article("http://localhost/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)
