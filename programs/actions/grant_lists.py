"""Entering what a workbook of grants brings: all of it, or nothing."""

from django.db import transaction

from accounts.models import User
from programs.actions.grants import Step, apply_for_grant, move_grant
from programs.actions.writing import audit
from programs.grant_lists import GrantList
from programs.kinds import GrantMove
from programs.models import ProgramYear


@transaction.atomic
def enter_grant_list(*, year: ProgramYear, grants: GrantList, by: User) -> int:
    """Enter the applications and reports of a list; gives how many. Any refusal undoes all."""
    for new in grants.new:
        apply_for_grant(
            year=year,
            applicant=new.applicant,
            zone=new.zone,
            purpose=new.purpose,
            requested=new.requested,
            on=new.on,
            by=by,
        )
    for report in grants.reports:
        move_grant(
            grant=report.grant,
            version=report.grant.version,
            move=GrantMove.REPORT,
            step=Step(on=report.on, amount=report.spent),
            by=by,
        )
    count = len(grants.new) + len(grants.reports)
    if count:
        audit("enter_grant_list", year, detail={"count": count}, by=by)
    return count
