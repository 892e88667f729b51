"""Writing what municipalities ask for and the help that they got."""

from datetime import date

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
    require_place,
)
from programs.kinds import (
    HelpKind,
    IssueState,
)
from programs.models import (
    HelpGiven,
    MunicipalIssue,
)
from zones.models import Municipality


@transaction.atomic
def report_issue(
    *,
    municipality: Municipality,
    raised_on: date,
    text: str,
    request: str = "",
    by: User,
) -> MunicipalIssue:
    """Note what a municipality reports as its problem and what it asks for."""
    require_place(municipality, by)
    issue = MunicipalIssue(
        municipality=municipality, raised_on=raised_on, text=text, request=request
    )
    create(issue, by=by)
    audit("report_issue", issue, by=by)
    return issue


@transaction.atomic
def edit_issue(
    *, issue: MunicipalIssue, version: int, values: dict[str, object], by: User
) -> bool:
    """Correct an issue, or say how far it has come."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(issue, by)
    changed = change(issue, values, version=version, by=by)
    if changed:
        audit("edit_issue", issue, by=by)
    return changed


@transaction.atomic
def give_help(
    *,
    municipality: Municipality,
    kind: HelpKind,
    on: date,
    person: str,
    text: str,
    issue: MunicipalIssue | None = None,
    by: User,
) -> HelpGiven:
    """Record help that a municipality got, with the day and the person.

    An issue that nothing was done about is being worked on from now.
    """
    require_place(municipality, by)
    if issue is not None and issue.municipality_id != municipality.pk:
        refuse(["選んだ課題は、この市町村のものではありません。"])
    given = HelpGiven(
        municipality=municipality,
        kind=kind,
        on=on,
        person=person,
        text=text,
        issue=issue,
        by=by,
    )
    create(given, by=by)
    if issue is not None and issue.state == IssueState.OPEN:
        change(issue, {"state": IssueState.IN_WORK}, reason="支援を記録", by=by)
    audit("give_help", given, by=by)
    return given


@transaction.atomic
def edit_help(
    *, given: HelpGiven, version: int, values: dict[str, object], by: User
) -> bool:
    """Correct what was written about help that a municipality got. Raises ``Stale``."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(given, by)
    issue = values.get("issue")
    if issue is not None and issue.municipality_id != given.municipality_id:
        refuse(["選んだ課題は、この市町村のものではありません。"])
    changed = change(given, values, version=version, by=by)
    if changed:
        audit("edit_help", given, by=by)
    return changed
