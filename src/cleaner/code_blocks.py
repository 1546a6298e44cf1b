"""Source code, settings and terminal sessions in a text: what must keep its indentation and is no page chrome."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_CODE_LINE_CHARS = 500
"""A longer line is a paragraph: it is not searched for signs of code, which a long text has by chance."""

MIN_CODE_SHARE = 0.4
"""Share of a block's lines that must look like code for the block to be code: prose has
hardly any such line, and code has lines (names, calls, comments) that look like prose."""

MIN_LISTING_SHARE = 0.6
"""The same of lines that prose may have, too (`key: value`, `end`): where nearly all of a block's lines are such."""

_CODE_LINE = re.compile(
    r"[{};\[]\s*\Z|\A\s*[}\])]"  # a line of a block in braces
    r"|</\w|/>|\A\s*<[a-z!/?]|<br>"  # markup
    r"|&&|\|\||[=!<>]==?\s|[=-]>|::|\(\)|\w\(\w*\)\s*[:;{]|[+\-*/|&]=\s"  # operators
    r"|\A\s*(?:def|class|import|from|return|elif|else:|try:|except|public|private|static|void|var|let|const|func|fn|"
    r"#include|#define|//|/\*|\*/|\$\s|>>>|\.\.\.\s)\b.{0,80}[:;,()={}]\s*\Z"
    r"|\A\s*[\w.\[\]]{1,40} = \S"
    r"|[├└]──"  # a tree of files
)
_LISTING_LINE = re.compile(
    r"\A\s*(?:"
    r"(?:-\ )?[\"']?[a-z_$][\w./$-]*+[\"']?:(?:\s++\S.*)?"  # YAML
    r"|[\w./-]++\s?=\s?\S.*|\[[\w.-]+\]|;.*"  # lists and settings
    r"|end|fi|done|esac|class\ \w+(?:\ <\ [\w:]+)?|def\ \w+[?!=]?(?:\(.*\))?"  # Ruby, shells
    r"|.+\s(?:do|then)(?:\s*\|[^|]*\|)?|\w+\ :[a-z_]+\b.*"
    r"|(?:SELECT|INSERT\ INTO|UPDATE|DELETE\ FROM|CREATE|ALTER|DROP|FROM|WHERE|(?:[A-Z]+\ )?JOIN|GROUP\ BY|ORDER\ BY|"
    r"HAVING|VALUES|LIMIT|UNION|SET)\b(?!:).*"
    r"|(?:RUN|CMD|COPY|ADD|WORKDIR|ENV|EXPOSE|ENTRYPOINT|ARG|USER|VOLUME)\ \S.*"  # Dockerfile
    r"|\$\ \S.*"  # a terminal
    r"|│.*"
    r")\Z",
    re.VERBOSE,
)
_FENCES = ("```", "~~~")
_MAKEFILE = re.compile(r"^[\w./%$()-]+:(?!=)[^\n]*\n\t\S", re.MULTILINE)


def is_code_line(line: str) -> bool:
    """True when the line alone looks like source code or markup.

    >>> is_code_line("if (a && b) {"), is_code_line("He said: come back; we did.")
    (True, False)
    """
    return len(line) <= MAX_CODE_LINE_CHARS and _CODE_LINE.search(line) is not None


def is_code(lines: Sequence[str]) -> bool:
    r"""True when the lines, of one block, are source code, settings or what stood in a terminal.

    Either Markdown's fence is among them, or enough of them look like code (`MIN_CODE_SHARE`), or they are of
    different indentation and nearly all as in settings and scripts (`MIN_LISTING_SHARE`; of two both), or
    they are a Makefile's.

    >>> is_code(["def show(line):", "    print(line)"]), is_code(["Categories:", "  - News", "  - Sport"])
    (True, False)
    >>> is_code(["services:", "  web:", "    image: nginx:1.14.2"]), is_code(["build:", "\tcc main.c"])
    (True, True)
    """
    lines = [line for line in lines if line.strip()]
    if any(line.lstrip().startswith(_FENCES) for line in lines):
        return True
    if sum(map(is_code_line, lines)) >= max(1, MIN_CODE_SHARE * len(lines)):
        return True
    if len(lines) > 1 and len({len(line) - len(line.lstrip()) for line in lines}) > 1:
        shown = [line for line in lines if not line.lstrip().startswith(("#", "- "))]  # comments and items say nothing
        alike = sum(len(line) <= MAX_CODE_LINE_CHARS and _is_of_listing(line) for line in shown)
        if alike > 1 and alike >= (MIN_LISTING_SHARE if len(shown) > 2 else 1) * len(shown):
            return True
    return len(lines) > 1 and _MAKEFILE.match("\n".join(lines)) is not None


def _is_of_listing(line: str) -> bool:
    return _LISTING_LINE.match(line) is not None or is_code_line(line)
