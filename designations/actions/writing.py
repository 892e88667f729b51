"""What every writing action of this room stands on: locks, compare-and-swap, history, steps."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from designations.errors import (
    NotAllowed,
    OverlappingDesignation,
    RuleBroken,
    StaleDesignation,
    WrongState,
)
from designations.kinds import EndKind, Status, StepKind
from designations.models import Designation, DesignationZone, Operator, Step
from designations.workflow import Move, Rule, rule_for
from formats.dates import fiscal_year, fiscal_year_short
from zones.models import HomeCareZone, Municipality, Prefecture

NO_OVERLAP = "designation_zones_do_not_overlap"


@dataclass(frozen=True, slots=True)
class ZonePart:
    """A zone of an act; ``municipalities`` names a part of it, none means the whole."""

    zone: HomeCareZone
    municipalities: tuple[Municipality, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What an act says. Days are inclusive; ``functions`` are values of ``CareFunction``."""

    kind: str
    operator: Operator
    zones: Sequence[ZonePart]
    decided_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    unconfirmed: bool = False
    document_number: str = ""
    legal_basis: str = ""
    published_name: str = ""
    secretariat: str = ""
    contact: str = ""
    functions: Sequence[str] = field(default_factory=tuple)
    non_medical_reason: str = ""
    requirement_set: str = "guideline"
    note: str = ""

    def columns(self) -> dict[str, object]:
        """Fields of the model, without the zones."""
        values = {
            name: getattr(self, name) for name in self.__slots__ if name != "zones"
        }
        return values | {"functions": list(self.functions)}


def refuse(messages: Iterable[str]) -> None:
    """Raise ``RuleBroken`` if any rule had something to say."""
    if said := list(messages):
        raise RuleBroken(said)


def locked(designation: Designation) -> Designation:
    """The act as it stands now; nobody else changes it until the transaction ends."""
    rows = Designation.objects.select_for_update(of=("self",))
    return rows.select_related("operator__facility").get(pk=designation.pk)


def lock_zones(zones: Iterable[int]) -> None:
    """Hold the zones, in one order for all, so that hubs are counted one after another."""
    rows = HomeCareZone.objects.select_for_update().filter(pk__in=list(zones))
    list(rows.order_by("pk").values_list("pk", flat=True))


def allowed_rule(designation: Designation, move: Move, by: User) -> Rule:
    """The line of the workflow table, or the reason why there is none for this person."""
    rule = rule_for(designation.status, move)
    if rule is None or (
        designation.end_kind and move not in (Move.CORRECT, Move.RECORD, Move.CONFIRM)
    ):
        raise WrongState(designation.get_status_display())
    if not by.may(rule.permission):
        raise NotAllowed
    return rule


def swap(
    designation: Designation,
    *,
    version: int,
    changes: dict[str, object],
    by: User,
    reason: str = "",
) -> Designation:
    """Change an act if it is still at ``version``, with its history; else ``StaleDesignation``."""
    rows = Designation.objects.filter(pk=designation.pk, version=version)
    now = timezone.now()
    if not rows.update(**changes, version=version + 1, updated_at=now):
        raise StaleDesignation
    changed = Designation.objects.select_related("operator__facility").get(
        pk=designation.pk
    )
    Designation.history.bulk_history_create(
        [changed], update=True, default_user=by, default_change_reason=reason[:100]
    )
    return changed


@contextmanager
def no_overlap() -> Iterator[None]:
    """Say in words what the database refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if NO_OVERLAP in str(error):
            raise OverlappingDesignation from error
        raise


def write_parts(designation: Designation, zones: Sequence[ZonePart]) -> None:
    """Replace the zones of an act that is not decided yet."""
    designation.parts.all().delete()
    through = DesignationZone.municipalities.through
    for part in zones:
        row = DesignationZone.objects.create(
            designation=designation, zone=part.zone, **_repeated(designation)
        )
        through.objects.bulk_create(
            through(designationzone_id=row.pk, municipality_id=m.pk)
            for m in part.municipalities
        )


def keep_parts_in_step(designation: Designation) -> None:
    """Repeat the act's period and state in its zones, where the database watches overlaps."""
    with no_overlap():
        designation.parts.update(**_repeated(designation))


def _repeated(designation: Designation) -> dict[str, object]:
    return {
        "kind": designation.kind,
        "operator": designation.operator,
        "effective_from": designation.effective_from,
        "effective_until": designation.effective_until,
        "counts": designation.status == Status.DESIGNATED
        and designation.end_kind != EndKind.ANNULLED,
    }


def add_step(
    designation: Designation,
    kind: StepKind,
    *,
    on: date,
    by: User,
    before: str = "",
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Put a step on the timeline and on the record of the portal."""
    Step.objects.create(
        designation=designation,
        kind=kind,
        on=on,
        from_status=before,
        to_status=designation.status,
        by=by,
        reason=reason[:400],
    )
    record(
        f"designation_{kind.value}",
        by=by,
        target=designation,
        reason=reason,
        detail=detail,
    )


def next_case_number(prefecture: Prefecture, on: date) -> str:
    """R7-019: fiscal year and a running number, one after another for a prefecture."""
    Prefecture.objects.select_for_update().get(pk=prefecture.pk)
    prefix = f"{fiscal_year_short(fiscal_year(on))}-"
    taken = Designation.objects.filter(
        prefecture=prefecture, case_number__startswith=prefix
    ).values_list("case_number", flat=True)
    numbers = [
        int(n.removeprefix(prefix)) for n in taken if n.removeprefix(prefix).isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"
