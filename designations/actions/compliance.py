"""Running the compliance check and keeping its tasks: opened once, closed when no longer found."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from designations.compliance import Finding, findings_on
from designations.models import ComplianceTask
from designations.telling import tell_findings
from zones.models import Prefecture


@dataclass(frozen=True, slots=True)
class ComplianceRun:
    """What one run found, how many tasks it opened, and how many it closed."""

    found: int
    opened: int
    closed: int


@transaction.atomic
def run_compliance(
    *, prefecture: str, day: date, cause: str = "", by: User | None
) -> ComplianceRun:
    """Check a prefecture on a day and bring its open tasks in line; ``cause`` says what set it off.

    Safe to run twice. A task of a designation goes to its approver, else to who proposed it, and
    people are told (``telling``).
    """
    # One run after another, so that a finding opens one task.
    Prefecture.objects.select_for_update().get(pk=prefecture)
    found = {finding.key: finding for finding in findings_on(prefecture, day)}
    waiting = ComplianceTask.objects.filter(prefecture=prefecture, closed_at=None)
    known = dict(waiting.values_list("key", "pk"))
    gone = [pk for key, pk in known.items() if key not in found]
    closed = waiting.filter(pk__in=gone).update(closed_at=timezone.now())
    opened = ComplianceTask.objects.bulk_create(
        _task(finding, prefecture, day, cause)
        for key, finding in found.items()
        if key not in known
    )
    tell_findings(prefecture, found.values(), day=day, cause=cause, by=by)
    run = ComplianceRun(len(found), len(opened), closed)
    record(
        "run_compliance",
        by=by,
        target=Prefecture(pk=prefecture),
        reason=cause,
        detail={"as_of": day.isoformat(), "found": run.found, "opened": run.opened}
        | {"closed": run.closed},
    )
    return run


def _task(finding: Finding, prefecture: str, day: date, cause: str) -> ComplianceTask:
    act = finding.designation
    responsible = (act.approved_by_id or act.proposed_by_id) if act else None
    return ComplianceTask(
        prefecture_id=prefecture,
        key=finding.key,
        code=finding.code,
        zone=finding.zone,
        designation=act,
        message=finding.message[:400],
        as_of=day,
        cause=cause[:100],
        responsible_id=responsible,
    )
