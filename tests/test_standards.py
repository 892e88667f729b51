"""The tables about security keep up with the project: every requirement once, every name real."""

import json
import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SECURITY = ROOT / "docs" / "security"
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (\w[\w ]*) \| (.+) \|$", re.M)
VERDICTS = {"pass", "not applicable", "operator", "gap"}
NAMED_TEST = re.compile(r"\btest_[a-z0-9_]+\b(?!\.py)")
NAMED_FILE = re.compile(
    r"(?:\.ci|accounts|benchmarks|docs|fixtures|formats|imports|portal|reports|static|tests)"
    r"/[\w./-]*\w"
)


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall((SECURITY / "asvs.md").read_text())


def test_each_requirement_of_levels_one_and_two_has_one_verdict():
    assert len(rows()) == 253
    assert [i for i, n in Counter(i for i, _, _ in rows()).items() if n > 1] == []
    assert {verdict for _, verdict, _ in rows()} <= VERDICTS


def test_the_counts_at_the_head_are_those_of_the_table():
    head = dict(
        re.findall(
            r"^\| ([a-z ]+) \| [^|]+ \| (\d+) \|$",
            (SECURITY / "asvs.md").read_text(),
            re.M,
        )
    )
    counted = Counter(verdict for _, verdict, _ in rows())
    assert {v: int(n) for v, n in head.items()} == dict(counted)


@pytest.mark.parametrize(
    "page",
    [
        "asvs.md",
        "ipa.md",
        "guideline.md",
        "hostile-input.md",
        "threat-model.md",
        "../../SECURITY.md",
        "../quality.md",
    ],
)
def test_every_test_and_file_that_a_table_names_exists(page):
    text = (SECURITY / page).resolve().read_text()
    written = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.M)
    }
    named = {
        n for n in NAMED_TEST.findall(text) if not (ROOT / "tests" / f"{n}.py").exists()
    }
    files = {n for n in NAMED_FILE.findall(text) if not (ROOT / n).exists()}
    modules = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    assert named - written - modules == set()
    assert files == set()


def test_each_kind_of_hostile_input_is_tried():
    text = (SECURITY / "hostile-input.md").read_text()
    numbers = re.findall(r"^\| (\d+) \| .+ \| .*\btest_\w+.* \|$", text, re.M)
    assert numbers == [str(n) for n in range(1, 42)]


def test_each_fault_says_what_provokes_it():
    text = (ROOT / "docs" / "quality.md").read_text()
    rows = re.findall(r"^\| (F\d+(?:, F\d+)*) \| .+ \| .+ \|$", text, re.M)
    assert ", ".join(rows).split(", ") == [f"F{number}" for number in range(1, 31)]


def test_the_bill_of_materials_lists_the_locked_packages_with_their_licences():
    parts = json.loads((SECURITY / "sbom.json").read_text())["components"]
    listed = {part["name"]: part["version"] for part in parts}
    locked = dict(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)",
            (ROOT / "requirements.txt").read_text(),
            re.M,
        )
    )
    assert locked.items() <= listed.items()
    assert [part["name"] for part in parts if not part["licenses"]] == []
    assert listed["django"] == version("django")
