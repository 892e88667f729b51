"""Writes a form to fill in: a table with drop-downs and hints, how to fill it in, and its choices.

Drop-downs name their list on a hidden sheet, since Excel takes no longer list than 255 characters
in the cell's own rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from formats.steady import save
from formats.tables import Column, Table
from formats.workbook import write_sheet

# Excel shows no more of a hint.
_LONGEST_HINT, _LONGEST_TITLE = 255, 32


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a form. `hint` is shown where the cell is chosen, and among the notes.

    `choices` names a list of the form; `between` are the least and the greatest whole number.
    """

    column: Column
    hint: str = ""
    choices: str = ""
    between: tuple[int, int] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form with the rows that are known already, and room for as many as `most_rows`.

    `choices` maps the name of a list to its words, with a remark on each or ''. `notes` are
    (subject, text); they begin with the label and number of the form's version.
    """

    title: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[object]]
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    notes: Sequence[tuple[str, str]] = ()
    most_rows: int = 20_000
    notes_title: str = "記入要領"
    choices_title: str = "選択肢"


def write_form(form: Form) -> bytes:
    """The form as a workbook: the table in front, its notes, and the hidden lists of choices."""
    book = Workbook(write_only=True)
    columns = [one.column for one in form.fields]
    write_sheet(book, form.title, Table(form.title, columns, form.rows))
    sheet = book.worksheets[0]
    for index, one in enumerate(form.fields, start=1):
        rule = _rule(one)
        if rule is not None:
            letter = get_column_letter(index)
            rule.add(f"{letter}2:{letter}{form.most_rows + 1}")
            sheet.data_validations.append(rule)
    write_sheet(book, form.notes_title, _notes(form))
    if form.choices:
        _write_choices(book, form)
    return save(book)


def _rule(one: Field) -> DataValidation | None:
    """A hint and a check that warns; the import is stricter, and says more."""
    settings: dict[str, Any] = {"allow_blank": True, "errorStyle": "warning"}
    if one.choices:
        rule = DataValidation("list", formula1=one.choices, **settings)
        rule.error = "選択肢にない値です。このまま入力しますか。"
    elif one.between:
        low, high = one.between
        rule = DataValidation(
            "whole", operator="between", formula1=low, formula2=high, **settings
        )
        rule.error = f"{low}〜{high}の整数ではありません。このまま入力しますか。"
    elif one.hint:
        rule = DataValidation(**settings)
    else:
        return None
    rule.showErrorMessage = bool(one.choices or one.between)
    rule.errorTitle = rule.promptTitle = one.column.header[:_LONGEST_TITLE]
    if one.hint:
        rule.prompt, rule.showInputMessage = one.hint[:_LONGEST_HINT], True
    return rule


def _notes(form: Form) -> Table:
    columns = [Column("項目", width=22), Column("書き方", width=90)]
    rows = list(form.notes)
    for one in form.fields:
        need = "必須。" if one.required else ""
        rows.append((one.column.header, f"{need}{one.hint}"))
    return Table(form.notes_title, columns, rows)


def _write_choices(book: Workbook, form: Form) -> None:
    """Each list in two columns, its words and what they mean, under a name of its own."""
    columns, lists = [], []
    for name, words in form.choices.items():
        columns += [Column(name), Column(f"{name}の説明")]
        lists.append(list(words))
    longest = max(map(len, lists))
    rows = [
        [
            part
            for words in lists
            for part in (words[at] if at < len(words) else ("", ""))
        ]
        for at in range(longest)
    ]
    title = form.choices_title
    write_sheet(book, title, Table(title, columns, rows))
    book.worksheets[-1].sheet_state = "hidden"
    for at, (name, words) in enumerate(form.choices.items()):
        letter = get_column_letter(2 * at + 1)
        area = f"'{title}'!${letter}$2:${letter}${len(words) + 1}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
