"""Writing the cases worth sharing: what they say, their elements, and whether they are released."""

from django.db import transaction
from django.db.models import Max

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
from programs.errors import NotAllowed
from programs.models import CaseElement, CaseExample
from zones.models import Prefecture


def _require_case(case: CaseExample, by: User) -> None:
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(case, by)


def _zone_fits(prefecture: str, values: dict[str, object]) -> None:
    zone = values.get("zone")
    if zone is not None and zone.plan.prefecture_id != prefecture:
        refuse(["圏域が、事例の都道府県のものではありません。選び直してください。"])


@transaction.atomic
def add_case(
    *, prefecture: Prefecture, values: dict[str, object], by: User
) -> CaseExample:
    """Write a case down; it is not released yet."""
    require(by, Permission.EDIT_PROGRAMS)
    _zone_fits(prefecture.pk, values)
    case = CaseExample(prefecture=prefecture, released=False, **values)
    create(case, by=by)
    if not CaseExample.objects.editable_by(by).filter(pk=case.pk).exists():
        raise NotAllowed
    audit("add_case", case, by=by)
    return case


@transaction.atomic
def edit_case(
    *,
    case: CaseExample,
    version: int,
    values: dict[str, object],
    reason: str = "",
    by: User,
) -> bool:
    """Correct what a case says."""
    _require_case(case, by)
    _zone_fits(case.prefecture_id, values)
    changed = change(case, values, version=version, reason=reason, by=by)
    if changed:
        audit("edit_case", case, reason=reason, by=by)
    return changed


@transaction.atomic
def release_case(*, case: CaseExample, version: int, released: bool, by: User) -> bool:
    """Show a case to the staff of every region, or take it back to the own head office."""
    _require_case(case, by)
    if released and not (case.summary or case.elements.exists()):
        refuse(["概要か要素を入力してから公開してください。"])
    changed = change(case, {"released": released}, version=version, by=by)
    if changed:
        audit("release_case" if released else "unrelease_case", case, by=by)
    return changed


@transaction.atomic
def remove_case(*, case: CaseExample, by: User) -> None:
    """Take a case off; a released one is taken back first. Its row history stays."""
    _require_case(case, by)
    if case.released:
        refuse(["公開している事例は消せません。先に公開を取り下げてください。"])
    audit("remove_case", case, by=by)
    case._history_user = by
    case.delete()


@transaction.atomic
def add_element(
    *, case: CaseExample, values: dict[str, object], by: User
) -> CaseElement:
    """Write an element at the end of a case."""
    _require_case(case, by)
    last = case.elements.aggregate(last=Max("order"))["last"] or 0
    element = CaseElement(case=case, order=last + 1, **values)
    create(element, by=by)
    audit("add_case_element", case, detail={"element": element.name}, by=by)
    return element


@transaction.atomic
def edit_element(
    *, element: CaseElement, version: int, values: dict[str, object], by: User
) -> bool:
    """Correct an element of a case."""
    _require_case(element.case, by)
    changed = change(element, values, version=version, by=by)
    if changed:
        detail = {"element": element.name}
        audit("edit_case_element", element.case, detail=detail, by=by)
    return changed


@transaction.atomic
def remove_element(*, element: CaseElement, by: User) -> None:
    """Take an element off its case."""
    _require_case(element.case, by)
    audit("remove_case_element", element.case, detail={"element": element.name}, by=by)
    element._history_user = by
    element.delete()
