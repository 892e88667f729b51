"""More than a hundred files with one defect each: refused in words, named at the cell, or taken whole."""

import re

import pytest

from imports.messages import ERROR, Refused
from tests.forms import form, form_csv, form_row, table
from tests.imports.hostile.case import ROWS, Case, examine
from tests.imports.hostile.cells import CELLS, TEXTS
from tests.imports.hostile.containers import ATTACKS, BOMBS, CONTAINERS, DISGUISES
from tests.imports.hostile.old_sheets import ODS, XLS
from tests.imports.hostile.olden import ods, xls
from tests.imports.hostile.tables import SHAPES, WORKBOOKS
from tests.workbooks import repack, workbook

GROUPS = {
    "container": CONTAINERS,
    "disguise": DISGUISES,
    "bomb": BOMBS,
    "xml": ATTACKS,
    "workbook": WORKBOOKS,
    "old workbook": XLS,
    "opendocument": ODS,
    "shape": SHAPES,
    "cell": CELLS,
    "csv": TEXTS,
}
CASES = [
    pytest.param(case, id=f"{group}: {case.name}")
    for group, cases in GROUPS.items()
    for case in cases
]


@pytest.mark.parametrize("case", CASES)
def test_defect(case: Case):
    if case.refused:
        with pytest.raises(Refused) as refusal:
            examine(case.make(), case.file)
        assert refusal.value.code in case.refused.split("|"), refusal.value.message
        assert refusal.value.message.endswith(("。", "）"))
        return
    found = examine(case.make(), case.file)
    assert sorted((p.code, p.address) for p in found.errors) == sorted(case.errors)
    assert sorted(p.code for p in found.warnings) == sorted(case.warnings)
    assert len(found.records) == case.rows
    for problem in found.errors:
        assert problem.level == ERROR
        assert f"{problem.row}行目 {problem.column}列" in problem.message
    if case.check:
        case.check(found)


def test_the_catalogue_has_more_than_a_hundred_kinds():
    names = [case.values[0].name for case in CASES]
    assert len(set(names)) == len(names) > 100


LONG = [form_row(at) for at in range(3_000)]
TWO = [
    row
    for at in range(5)
    for row in (form_row(at), form_row(at, 受理記号="在医総管１"))
]
WAREKI = [form_row(at, 算定開始年月日="令和 6年10月 1日") for at in range(10)]


def stored_formulas() -> bytes:
    """Beds that are formulas with their results."""
    data = form(
        *ROWS,
        change=lambda book: [book.active.cell(row, 6, "=10+9") for row in range(2, 12)],
    )
    return repack(
        data,
        sheet1=lambda xml: re.sub(
            rb"(<f>10\+9</f>)<v ?/?>(</v>)?", rb"\1<v>19</v>", xml
        ),
    )


CONTROLS = {
    "xlsx": ("a.xlsx", lambda: form(*ROWS)),
    "xls": ("a.xls", lambda: xls(table(*ROWS))),
    "ods": ("a.ods", lambda: ods(table(*ROWS))),
    "utf-8": ("a.csv", lambda: form_csv(*ROWS)),
    "utf-8 with a mark": ("a.csv", lambda: form_csv(*ROWS, encoding="utf-8-sig")),
    "cp932": ("a.csv", lambda: form_csv(*ROWS, encoding="cp932")),
    "lf": ("a.csv", lambda: form_csv(*ROWS).replace(b"\r\n", b"\n")),
    "title rows": ("a.xlsx", lambda: workbook({"a": [["一覧"], [], *table(*ROWS)]})),
    "wareki": ("a.xlsx", lambda: form(*WAREKI)),
    "two symbols a code": ("a.xlsx", lambda: form(*TWO)),
    "formulas with results": ("a.xlsx", stored_formulas),
    "3,000 rows": ("a.xlsx", lambda: form(*LONG)),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_valid_file_is_accepted_in_full(name):
    file, make = CONTROLS[name]
    found = examine(make(), file)
    assert found.problems == []
    assert len(found.records) == (3_000 if name == "3,000 rows" else 10)
    assert not any(record.wrong for record in found.records)
    if name == "formulas with results":
        assert {record.values["beds"][1] for record in found.records} == {19}
