"""Writing the cooperating doctors and the days that they can take.

Names of doctors are personal data: the record of who did what names the health centre alone.
"""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.duty import next_month, same_weekdays
from programs.errors import NotAllowed
from programs.models import CooperatingDoctor, DutyMonth
from zones.models import HealthCentre


def _require_doctor(doctor: CooperatingDoctor, by: User) -> None:
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(doctor, by)


def _audit(action: str, doctor: CooperatingDoctor, by: User, **detail: object) -> None:
    audit(action, doctor.health_centre, detail={"doctor": doctor.pk, **detail}, by=by)


def _broken(values: dict[str, object]) -> list[str]:
    facility, centre = values.get("facility"), values["health_centre"]
    hub = values.get("hub")
    return rules.d1_doctor_is_of_the_prefecture(
        prefecture=centre.prefecture_id,
        others=[one.prefecture_id for one in (facility, hub) if one is not None],
    )


@transaction.atomic
def add_doctor(*, values: dict[str, object], by: User) -> CooperatingDoctor:
    """Put a doctor on the list of a health centre (``values["health_centre"]``)."""
    require(by, Permission.RECORD_ACTIVITIES)
    refuse(_broken(values))
    doctor = CooperatingDoctor(**values)
    create(doctor, by=by)
    if not CooperatingDoctor.objects.editable_by(by).filter(pk=doctor.pk).exists():
        raise NotAllowed
    _audit("add_doctor", doctor, by)
    return doctor


@transaction.atomic
def edit_doctor(
    *, doctor: CooperatingDoctor, version: int, values: dict[str, object], by: User
) -> bool:
    """Correct what is known of a doctor, or say on which day the cooperation ended."""
    _require_doctor(doctor, by)
    refuse(_broken({"health_centre": doctor.health_centre, **values}))
    changed = change(doctor, values, version=version, by=by)
    if changed:
        require_editable(doctor, by)
        _audit("edit_doctor", doctor, by)
    return changed


@transaction.atomic
def set_duty_month(
    *,
    doctor: CooperatingDoctor,
    month: date,
    version: int,
    days: list[int],
    capacity: int | None = None,
    note: str = "",
    by: User,
) -> bool:
    """Say which days of a month a doctor can take; ``month`` is its first day, ``version`` 0 new."""
    _require_doctor(doctor, by)
    refuse(
        rules.d2_days_are_of_the_month(days=days, month=month, ended_on=doctor.ended_on)
    )
    values = {"days": sorted(set(days)), "capacity": capacity, "note": note}
    known = DutyMonth.objects.filter(doctor=doctor, month=month).first()
    if known is None:
        create(DutyMonth(doctor=doctor, month=month, **values), by=by)
        changed = True
    else:
        changed = change(known, values, version=version, by=by)
    if changed:
        _audit("set_duty_month", doctor, by, month=month.isoformat())
    return changed


@transaction.atomic
def copy_duty_month(*, health_centre: HealthCentre, to: date, by: User) -> int:
    """Begin a month with the weekdays of the month before, for doctors who have nothing in it.

    Gives how many doctors got their days.
    """
    require(by, Permission.RECORD_ACTIVITIES)
    doctors = CooperatingDoctor.objects.editable_by(by)
    before = next_month(to, -1)
    rows = DutyMonth.objects.filter(
        doctor__in=doctors.filter(health_centre=health_centre), month=before
    )
    rows = rows.exclude(doctor__months__month=to).select_related("doctor")
    made = 0
    for one in rows.order_by("pk"):
        ended = one.doctor.ended_on
        days = [
            day
            for day in same_weekdays(one.days, before, to)
            if ended is None or to.replace(day=day) <= ended
        ]
        if not days:
            continue
        values = {"days": days, "capacity": one.capacity, "note": one.note}
        create(DutyMonth(doctor=one.doctor, month=to, **values), by=by)
        made += 1
    if made:
        detail = {"month": to.isoformat(), "doctors": made}
        audit("copy_duty_month", health_centre, detail=detail, by=by)
    return made


def note_duty_export(*, prefecture: object, form: str, doctors: int, by: User) -> None:
    """Personal data left the portal as a file: say who took it."""
    audit("export_duty", prefecture, detail={"format": form, "doctors": doctors}, by=by)
