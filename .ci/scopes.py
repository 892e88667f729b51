"""Walks the syntax tree of every view, form, table and presenter for two slips that no type shows:

- a query over rows that belong to a region which does not ask whose region it is;
- markup that is declared safe, or SQL put together from text, where values could come in.

    .ci/scopes.py [FOLDER]     prints file:line and what is wrong; ends with 1 where there is any

What is right for a reason says so: in a comment at the line (`# every region: why`, `# safe: why`)
or, for templates, in ``RIGHT`` below.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = (
    "accounts", "zones", "facilities", "designations", "programs", "indicators", "imports",
    "reports", "portal", "config", "formats",
)  # fmt: skip
# Modules that answer a person: what they read must have been cut to the person's region.
ANSWERING = re.compile(
    r"(^|/)(views|views_\w+|forms|forms_\w+|filters|tables|presenters\w*|api\w*|exports)(/|\.py$)"
)
SCOPES = {"visible_to", "editable_by", "within", "of", "none"}
# The room of programs finds its objects through this, which asks for the region.
FINDER = "find"
BASE = "RegionScopedQuerySet"
REASON = re.compile(r"#.*\b(every region|safe): \S")
# What was looked at and is right: file and model or call, and why.
RIGHT = {
    ("facilities/forms.py", "Facility"): "a code is taken wherever it is",
    ("designations/forms.py", "Municipality"): "ids from choices that were scoped",
    (
        "designations/views/acts.py",
        "Operator",
    ): "of a facility or place that was scoped",
    ("programs/views/grants.py", "Operator"): "an id from choices that were scoped",
    ("programs/views/program_years.py", "ProgramYear"): "handed to find, which asks",
    ("programs/views/measures.py", "ProgramYear"): "of a measure that was scoped",
    ("indicators/forms.py", "Municipality"): "an id from choices that were scoped",
    ("facilities/presenters.py", "SafeString"): "cells and templates that escape",
    ("facilities/filter_panel.py", "SafeString"): "options, each part escaped",
    ("portal/start/zones.py", "SafeString"): "a drawing whose words were escaped",
    ("imports/flat.py", "raw"): "the raw text of a cell, no SQL",
    ("imports/formats/template.py", "raw"): "the raw text of a cell, no SQL",
    ("templates/_components/field_help.html", "safe"): "words of the program itself",
    (
        "templates/designations/_chart.html",
        "safe",
    ): "a drawing whose words were escaped",
    ("templates/indicators/parts/chart.html", "safe"): "a drawing, likewise",
    ("templates/indicators/parts/map.html", "safe"): "a drawing, likewise",
    ("templates/reports/pdf/figure.html", "safe"): "a drawing, likewise",
    ("templates/programs/schedule.html", "safe"): "a drawing, likewise",
    ("accounts/lists/cells.py", "SafeString"): "a template of our own, which escapes",
    ("designations/tables.py", "mark_safe"): "two badges, each escaped",
    ("programs/tables.py", "mark_safe"): "parts that were escaped",
    ("indicators/sheets.py", "SafeString"): "parts that were escaped",
    ("portal/manual.py", "SafeString"): "pages of our own, with markup switched off",
    ("portal/public/views.py", "PublicRelease"): "released to everybody",
    ("templates/reports/pdf/profile/zone.html", "safe"): "drawings, likewise",
    ("templates/reports/pdf/program/sheet.html", "safe"): "a drawing, likewise",
    ("templates/reports/preview.html", "safe"): "pages made by our own templates",
    ("facilities/filters.py", "CapacitySurvey"): "narrows rows that were scoped",
}
# Template tags that put together parts which were escaped on their own.
MARKUP_OF_PARTS = re.compile(r"(^|/)(templatetags|formats)/")
UNSAFE_CALLS = {"mark_safe", "SafeString", "SafeText"}
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%\s*autoescape\s+off")


def walk(root: Path) -> list[str]:
    """Every finding as ``file:line: words``."""
    sources = {
        path: path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in sorted((root / room).rglob("*.py"))
        if "migrations" not in path.parts
    }
    trees = {path: ast.parse(text) for path, text in sources.items()}
    scoped = scoped_models(trees.values())
    found = []
    for path, tree in trees.items():
        name = path.relative_to(root).as_posix()
        lines = sources[path].splitlines()
        wrong = [*_unsafe(tree, name)]
        if ANSWERING.search(name):
            wrong += _unscoped(tree, scoped)
        for number, words in wrong:
            if (name, re.split(r"[. :]", words)[0]) in RIGHT:
                continue
            near = lines[max(0, number - 2) : number]
            if not any(REASON.search(line) for line in near):
                found.append(f"{name}:{number}: {words}")
    for path in sorted((root / "templates").rglob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            name = path.relative_to(root).as_posix()
            if UNSAFE_TEMPLATE.search(line) and (name, "safe") not in RIGHT:
                found.append(f"{name}:{number}: markup declared safe in a template")
    return found


def scoped_models(trees: Iterator[ast.Module]) -> set[str]:
    """Names of models whose default manager can be cut to a region."""
    classes = [n for t in trees for n in ast.walk(t) if isinstance(n, ast.ClassDef)]
    querysets = {BASE}
    grown = True
    while grown:
        more = {c.name for c in classes if querysets & {_name(b) for b in c.bases}}
        grown = not more <= querysets
        querysets |= more
    return {c.name for c in classes if _manager_of(c) in querysets}


def _manager_of(node: ast.ClassDef) -> str:
    """The queryset behind ``objects = X.as_manager()``."""
    for line in node.body:
        if (
            isinstance(line, ast.Assign)
            and _name(line.targets[0]) == "objects"
            and isinstance(line.value, ast.Call)
            and isinstance(line.value.func, ast.Attribute)
        ):
            return _name(line.value.func.value)
    return ""


def _unscoped(tree: ast.Module, scoped: set[str]) -> Iterator[tuple[int, str]]:
    parents = {c: p for p in ast.walk(tree) for c in ast.iter_child_nodes(p)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or _name(node.value) not in scoped:
            continue
        if node.attr not in {"objects", "_default_manager", "_base_manager"}:
            continue
        if not SCOPES & set(_chain(node, parents)):
            model = _name(node.value)
            yield node.lineno, f"{model}.{node.attr} without visible_to or editable_by"


def _chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """Names of the methods called one after the other on a manager."""
    above = parents.get(node)
    while isinstance(above, ast.Attribute | ast.Call):
        if isinstance(above, ast.Call) and above.func is not node:
            if _name(above.func) == FINDER:
                yield "visible_to"
            return
        if isinstance(above, ast.Call) and any(
            word.arg is None or "prefecture" in word.arg for word in above.keywords
        ):
            # Rows of a prefecture that the caller has found for this person.
            yield "within"
        if isinstance(above, ast.Attribute):
            yield above.attr
        node, above = above, parents.get(above)


def _unsafe(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = _name(node.func)
        first = node.args[0] if node.args else None
        by_parts = MARKUP_OF_PARTS.search(name) or isinstance(first, ast.Constant)
        if called in UNSAFE_CALLS and not by_parts:
            yield node.lineno, f"{called} around something that is not a constant"
        if called in {"raw", "extra", "RawSQL"}:
            yield node.lineno, f"{called}: SQL by hand"
        if called == "format_html" and isinstance(first, ast.JoinedStr | ast.BinOp):
            yield node.lineno, "format_html with a text that is put together"


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


if __name__ == "__main__":
    findings = walk(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print("\n".join(findings))
    if findings:
        print("Ask visible_to(user), or say in a comment why not: `# every region: …`.")
    sys.exit(bool(findings))
