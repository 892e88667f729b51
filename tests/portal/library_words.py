"""Reads the words that an installed library marks for translation, from its source and templates."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}
TAG = re.compile(r"{%-?\s*(?:trans|translate)\s+(?:\"([^\"]+)\"|'([^']+)')")
BLOCK = re.compile(
    r"{%\s*block(?:trans|translate)([^%]*)%}(.*?)(?:{%\s*plural\s*%}.*?)?{%\s*endblock(?:trans|translate)\s*%}",
    re.DOTALL,
)
VARIABLE = re.compile(r"{{\s*([\w.]+)[^}]*}}")


def words_of(package: str) -> set[str]:
    """Every marked text of a package, as the catalogue knows it."""
    folder = Path(importlib.util.find_spec(package).origin).parent
    found: set[str] = set()
    for source in folder.rglob("*.py"):
        found |= set(_in_source(source.read_text("utf-8")))
    for template in folder.rglob("*.html"):
        found |= set(_in_template(template.read_text("utf-8")))
    return found


def _in_source(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in CALLS and isinstance(first, ast.Constant) and first.value:
                yield str(first.value)


def _in_template(text: str) -> Iterator[str]:
    for one, other in TAG.findall(text):
        yield one or other
    for options, body in BLOCK.findall(text):
        words = VARIABLE.sub(r"%(\1)s", body)
        if "trimmed" in options:
            words = " ".join(line.strip() for line in words.strip().splitlines())
        yield words
