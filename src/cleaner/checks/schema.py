"""The JSON Schema of `[tool.cleaner]`, for editors, and the settings that hold as TOML."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from typing import Any

import msgspec

from cleaner.checks.settings import CheckSettings
from cleaner.config import Config


def config_schema() -> dict[str, Any]:
    """The JSON Schema of the `[tool.cleaner]` table, `[tool.cleaner.check]` in it; every key with what it is for.

    >>> schema = config_schema()
    >>> schema["properties"]["quotes"]["enum"], schema["additionalProperties"]
    (['keep', 'straight', 'typographic'], False)
    """
    _, components = msgspec.json.schema_components((Config, CheckSettings))
    schema, check = components["Config"], components["CheckSettings"]
    _describe(schema, Config)
    _describe(check, CheckSettings)
    schema["properties"]["check"] = check
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema, "title": "[tool.cleaner]"}


def as_toml(config: Config, settings: CheckSettings) -> str:
    """Both as the tables of a TOML file; it reads back as the same.

    >>> as_toml(Config(quotes="keep"), CheckSettings()).split("\\n")[3]
    'quotes = "keep"'
    """
    tables = (("[tool.cleaner]", config), ("[tool.cleaner.check]", settings))
    return "\n".join(
        "\n".join([head, *(f"{key} = {_value(value)}" for key, value in msgspec.to_builtins(struct).items())]) + "\n"
        for head, struct in tables
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_value(key)} = {_value(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _describe(schema: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    names = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
    schema["description"] = inspect.cleandoc(struct.__doc__ or "").partition("\n")[0]
    for field, text in _field_docs(struct).items():
        schema["properties"][names[field]]["description"] = text


def _field_docs(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The docstrings below the fields of a class, each as one line."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(struct))).body
    assert isinstance(node, ast.ClassDef)
    docs = {}
    for field, below in zip(node.body, node.body[1:], strict=False):
        is_doc = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_doc:
            docs[field.target.id] = " ".join(str(below.value.value).split())  # type: ignore[attr-defined]
    return docs
