"""Writing the rules of a zone for admission and discharge."""

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
)
from programs.errors import NotAllowed
from programs.kinds import (
    RuleState,
)
from programs.models import (
    DischargeRule,
)
from zones.models import HomeCareZone


@transaction.atomic
def set_discharge_rule(
    *,
    zone: HomeCareZone,
    version: int,
    state: RuleState,
    values: dict[str, object],
    by: User,
) -> bool:
    """Say where a zone stands with its rules for admission and discharge. ``version`` 0 is new."""
    require(by, Permission.RECORD_ACTIVITIES)
    if not HomeCareZone.objects.visible_to(by).filter(pk=zone.pk).exists():
        raise NotAllowed
    values = {**values, "state": state}
    if state == RuleState.AGREED and not (values["name"] and values["agreed_on"]):
        refuse(["策定済みのときは、ルールの名称と策定日を入力してください。"])
    agreed, review = values["agreed_on"], values["review_on"]
    if agreed and review and review < agreed:
        refuse(["次の見直しの日を、策定日以後の日にしてください。"])
    rule = DischargeRule.objects.filter(zone=zone).first()
    if rule is None:
        rule = DischargeRule(zone=zone, **values)
        create(rule, by=by)
        changed = True
    else:
        changed = change(rule, values, version=version, by=by)
    if changed:
        audit("set_discharge_rule", rule, by=by)
    return changed
