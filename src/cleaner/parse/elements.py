"""What the elements of HTML do to the text: which are unseen, which break lines, which name a kind or a region."""

from __future__ import annotations

from cleaner.document import Region

# fmt: off
UNSEEN = frozenset({
    "applet", "audio", "canvas", "datalist", "embed", "frame", "head", "iframe", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    "annotation", "annotation-xml",  # the source of a formula that MathML shows
})
"""Never text of the page. (A reader sees one option of a `<select>`, and none of its list.)"""

PARAGRAPH, LINE, CELL, BOX, BREAK, ITEM, LIST, QUOTE, LINK, PRE, ROW, MENU, PLAIN, DIALOG, SKIP = range(1, 16)

BLOCKS = dict.fromkeys((
    "html", "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "table", "thead", "tbody", "tfoot", "caption",
    "section", "article", "main", "aside", "form", "fieldset", "figure", "hr", "figcaption",
    "blockquote", "address", "details", "summary", "center", "hgroup", "search", "optgroup", "frameset",
), PARAGRAPH) | {
    "ul": LIST, "ol": LIST, "menu": LIST, "dir": LIST,
    "pre": PRE, "listing": PRE, "xmp": PRE, "plaintext": PRE,
    "li": ITEM, "dt": LINE, "dd": LINE, "legend": LINE, "option": LINE, "tr": ROW,
    "td": CELL, "th": CELL, "dialog": DIALOG, "p": PLAIN, "nav": MENU, "header": MENU, "footer": MENU,
}
"""How each block element breaks the text; all other elements are inline.

A list item that begins with another block than `PLAIN` is a card and shows no marker, nor do the
items of a `MENU`.
"""

ACTIONS = dict.fromkeys(UNSEEN, SKIP) | BLOCKS | {"br": BREAK, "a": LINK, "q": QUOTE, "button": BOX}

KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "item", "td": "cell", "th": "cell", "caption": "caption", "figcaption": "caption", "blockquote": "quote",
    "pre": "code", "listing": "code", "xmp": "code", "plaintext": "code", "dt": "term", "dd": "item",
    "legend": "label", "label": "label", "button": "label", "summary": "label",
}

_NAMES_OF_TAGS = {
    "nav": "NAV", "header": "HEADER", "footer": "FOOTER", "aside": "ASIDE", "main": "MAIN", "article": "ARTICLE",
    "form": "FORM", "button": "BUTTON", "figure": "FIGURE", "dialog": "DIALOG", "noscript": "HIDDEN",
}
_NAMES_OF_ROLES = {
    "navigation": "NAV", "menu": "NAV", "menubar": "NAV", "banner": "HEADER", "contentinfo": "FOOTER",
    "complementary": "ASIDE", "main": "MAIN", "article": "ARTICLE", "form": "FORM", "search": "FORM",
    "button": "BUTTON", "figure": "FIGURE", "dialog": "DIALOG", "alertdialog": "DIALOG",
}
# fmt: on

# As integers: the arithmetic of flags is slow, and there are some for each element.
REGIONS_OF_TAGS = {tag: Region[name].value for tag, name in _NAMES_OF_TAGS.items()}
REGIONS_OF_ROLES = {role: Region[name].value for role, name in _NAMES_OF_ROLES.items()}
