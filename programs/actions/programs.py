"""Writing programs: registering one and editing its description."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.models import Measure, Program, ProgramYear
from zones.models import Prefecture


@transaction.atomic
def register_program(
    *,
    prefecture: Prefecture,
    values: dict[str, object],
    measures: Iterable[Measure] = (),
    fiscal_year: int,
    by: User,
) -> Program:
    """Register a program with its first fiscal year."""
    require(by, Permission.EDIT_PROGRAMS)
    if Program.objects.filter(prefecture=prefecture, code=values["code"]).exists():
        refuse(
            [
                f"コード「{values['code']}」の事業はもうあります。別のコードにしてください。"
            ]
        )
    program = Program(prefecture=prefecture, **values)
    create(program, by=by)
    require_editable(program, by)
    program.measures.set(measures)
    create(ProgramYear(program=program, fiscal_year=fiscal_year), by=by)
    audit("register_program", program, by=by)
    return program


@transaction.atomic
def edit_program(
    *,
    program: Program,
    version: int,
    values: dict[str, object],
    measures: Iterable[Measure] | None = None,
    reason: str,
    by: User,
) -> bool:
    """Change what holds for all years of a program, and the measures that it stands to."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(program, by)
    changed = change(program, values, version=version, reason=reason, by=by)
    if measures is not None:
        wanted = {measure.pk for measure in measures}
        before = set(program.measures.values_list("pk", flat=True))
        if wanted != before:
            program.measures.set(wanted)
            changed = True
    if changed:
        audit("edit_program", program, reason=reason, by=by)
    return changed
