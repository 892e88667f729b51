"""Registering bodies that may be designated, and who runs which consultation desk."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.roles import Permission
from designations.errors import NotAllowed
from designations.kinds import OperatorKind
from designations.models import ConsultationDesk, Operator
from facilities.models import Facility
from zones.models import Municipality, Prefecture


def _may_write(by: User) -> None:
    if not by.may(Permission.PROPOSE_DESIGNATIONS):
        raise NotAllowed


@transaction.atomic
def register_operator(
    *,
    kind: OperatorKind,
    name: str,
    prefecture: Prefecture,
    municipality: Municipality | None = None,
    area: Iterable[Municipality] = (),
    address: str = "",
    contact: str = "",
    by: User,
) -> Operator:
    """Register a body that is no institution of the registry; the same one again is given back."""
    _may_write(by)
    same = Operator.objects.filter(
        kind=kind, name=name, prefecture=prefecture, municipality=municipality
    )
    if found := same.order_by("pk").first():
        return found
    operator = Operator(
        kind=kind,
        name=name,
        prefecture=prefecture,
        municipality=municipality,
        address=address,
        contact=contact,
    )
    operator._history_user = by
    operator.save(force_insert=True)
    operator.area.set(area)
    record("register_operator", by=by, target=operator)
    return operator


@transaction.atomic
def operator_of_facility(*, facility: Facility, by: User) -> Operator:
    """The operator that an institution of the registry is; made at the first use."""
    _may_write(by)
    operator, made = Operator.objects.get_or_create(
        facility=facility,
        defaults={
            "kind": OperatorKind.FACILITY,
            "name": facility.shown_name,
            "prefecture_id": facility.prefecture_id,
            "municipality_id": facility.municipality_id,
        },
    )
    if made:
        record("register_operator", by=by, target=operator)
    return operator


@transaction.atomic
def operator_of_municipality(*, municipality: Municipality, by: User) -> Operator:
    """The operator that a municipality is; made at the first use."""
    _may_write(by)
    operator, made = Operator.objects.get_or_create(
        kind=OperatorKind.MUNICIPALITY,
        municipality=municipality,
        defaults={
            "name": municipality.name,
            "prefecture_id": municipality.prefecture_id,
        },
    )
    if made:
        record("register_operator", by=by, target=operator)
    return operator


@transaction.atomic
def set_consultation_desk(
    *,
    municipality: Municipality,
    operator: Operator,
    starts_on: date | None = None,
    ends_on: date | None = None,
    source: str = "",
    by: User,
) -> ConsultationDesk:
    """Say who runs the consultation desk of a municipality, and over which days."""
    _may_write(by)
    desk, _ = ConsultationDesk.objects.update_or_create(
        municipality=municipality,
        operator=operator,
        starts_on=starts_on,
        defaults={"ends_on": ends_on, "source": source},
    )
    record("set_consultation_desk", by=by, target=desk)
    return desk
