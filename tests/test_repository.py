"""What holds for the files themselves: their size, what they name, what belongs together.

Forbidden words are spelt with a bracket inside, so that this file does not hold them.
"""

import ast
import pkgutil
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]

MACHINE_WORDS = re.compile(
    r"p[y]pi\.org|python[h]osted|n[p]mjs|crates\.[i]o|g[h]cr\.io|"
    r"helper [a]gent|sub-?[a]gent|a[n]thropic|c[l]aude|c[o]dex\b|co-authored-[b]y|"
    r"/[w]ork/(main|shared)|/tmp/[t]eam|issues (sh[o]w|resol[v]ed)",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"(#|//|/\*|<!--|\{%).*\b(TO[D]O|FIX[M]E|XX[X])\b")
# Addresses that name a vocabulary; nothing is ever fetched from them.
VOCABULARY = ("http://www.w3.org/",)
OUTSIDE = re.compile(
    r"https?://[^\s\"'<>)]*|(?:src|href|url)\s*[=(]\s*[\"']?//[^\s\"'<>)]*"
)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip(
            "not a git checkout, so the project's own files cannot be told apart"
        )
    return tuple(
        p for name in listed.stdout.split("\0") if name and (p := ROOT / name).is_file()
    )


@cache
def texts() -> dict[str, str]:
    """Path inside the project → text, for every file that is text."""
    found = {}
    for path in files():
        try:
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def python_modules() -> dict[str, str]:
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".py") and "/migrations/" not in name
    }


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_every_file_is_under_one_megabyte():
    large = [str(p.relative_to(ROOT)) for p in files() if p.stat().st_size >= 1_000_000]
    assert large == []


def test_no_file_names_a_package_host_or_a_maker_of_text():
    assert lines_matching(MACHINE_WORDS) == []


def test_no_file_holds_unfinished_work():
    assert lines_matching(UNFINISHED) == []


def test_pages_name_no_outside_address():
    outside = [
        f"{name}: {address}"
        for name, text in texts().items()
        if re.search(r"(^|/)(templates|static)/", name)
        for address in OUTSIDE.findall(text)
        if not address.startswith(VOCABULARY)
    ]
    assert outside == []


def test_pages_carry_no_script_or_style_of_their_own():
    own = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?!ly=)[a-z]+=[\"']|javascript:",
        re.I,
    )
    found = [
        line
        for line in lines_matching(own)
        if re.match(r"(.*/)?templates/.*\.html:", line)
    ]
    # What WeasyPrint prints never meets a browser; its style sheets are files all the same.
    assert found == []


def test_modules_stay_short():
    """300 lines are the aim and 400 the end: a longer one is split by subject."""
    long = {
        n: len(t.splitlines())
        for n, t in python_modules().items()
        if t.count("\n") > 400
    }
    assert long == {}


def test_modules_open_with_a_docstring():
    silent = [
        n
        for n, t in python_modules().items()
        if t.strip() and not ast.get_docstring(ast.parse(t))
    ]
    assert silent == []


def test_what_the_scripts_import_is_there():
    """Scripts of docs and benchmarks are run by hand, and import inside their functions."""
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    lost = []
    for name, text in python_modules().items():
        if not name.startswith(("docs/", "benchmarks/")):
            continue
        for one in ast.walk(ast.parse(text)):
            if isinstance(one, ast.ImportFrom) and one.module.split(".")[0] in rooms:
                for alias in one.names:
                    try:
                        pkgutil.resolve_name(f"{one.module}.{alias.name}")
                    except (ImportError, AttributeError) as error:
                        lost.append(f"{name}:{one.lineno} {error}")
    assert lost == []


def test_decisions_are_numbered_without_gaps():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert records
    for number, record in enumerate(records, start=1):
        assert re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", record.name), record.name
        text = record.read_text()
        assert text.startswith(f"# {number}. "), record.name
        for part in ("Date: 20", "## Why", "## Decision", "## What follows"):
            assert part in text, f"{record.name} lacks {part!r}"


def test_every_dependency_has_its_reason():
    listed = re.findall(
        r'^    "[a-z][^"]*",.*$', (ROOT / "pyproject.toml").read_text(), re.M
    )
    named = [n for group in PROJECT["optional-dependencies"].values() for n in group]
    dependencies = [
        line for line in listed if line.split('"')[1] in PROJECT["dependencies"] + named
    ]
    assert len(dependencies) == len(PROJECT["dependencies"] + named)
    assert [line for line in dependencies if not re.search(r",\s+# \S+", line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locked_packages_have_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(packages) > 50
    assert [p.split()[0] for p in packages if "--hash=sha256:" not in p] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)


def test_locks_hold_every_dependency_and_agree():
    pins = [
        dict(
            re.findall(
                r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / lock).read_text(), re.M
            )
        )
        for lock in LOCKS
    ]
    runtime, development = pins

    def names(requirements: list[str]) -> set[str]:
        return {re.match(r"[a-z0-9-]+", r)[0] for r in requirements}

    assert names(PROJECT["dependencies"]) <= runtime.keys()
    assert names(PROJECT["optional-dependencies"]["dev"]) <= development.keys()
    assert runtime.items() <= development.items()


def test_every_fixture_is_utf8_with_one_width():
    tables = sorted((ROOT / "fixtures").glob("*.csv"))
    assert len(tables) > 10
    for table in tables:
        assert texts()[f"fixtures/{table.name}"].count("\n") > 1, (
            f"{table.name} is empty"
        )
        assert table.name in texts()["fixtures/README.md"], (
            f"{table.name} is not explained"
        )


def test_changelog_opens_with_the_version():
    newest = re.search(r"^## (\S+)", texts()["CHANGELOG.md"], re.M)
    assert newest[1] == PROJECT["version"]


def test_no_real_facility_is_named(real_data):
    """Names of eight characters or more; shorter ones are anybody's."""
    names = set()
    for path in (real_data / "facility_lists").glob("*.xlsx"):
        workbook = CalamineWorkbook.from_path(path)
        for sheet in workbook.sheet_names:
            rows = iter(workbook.get_sheet_by_name(sheet).to_python())
            header = next((row for row in rows if "医療機関名称" in row), None)
            if header:
                column = header.index("医療機関名称")
                names |= {name for row in rows if len(name := str(row[column])) >= 8}
    assert len(names) > 1000
    everything = "\n".join(
        line for t in texts().values() for line in t.splitlines() if not line.isascii()
    )
    assert sorted(name for name in names if name in everything) == []
