"""Writing what municipalities do, ask and get, their consultation desks, and the rules of a zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from designations.actions import set_consultation_desk
from designations.models import ConsultationDesk, Operator
from formats.dates import fiscal_year_label
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.errors import NotAllowed
from programs.kinds import (
    ENTRUSTED,
    HandledBy,
    HelpKind,
    IssueState,
    MunicipalItem,
    RuleState,
)
from programs.models import (
    DeskDetails,
    DischargeRule,
    HelpGiven,
    MunicipalInitiative,
    MunicipalIssue,
)
from zones.models import HomeCareZone, Municipality


@dataclass(frozen=True, slots=True)
class ItemDone:
    """How a municipality does one item, and who does it where it is entrusted."""

    handled_by: HandledBy
    entrusted_to: Operator | None = None
    entrusted_name: str = ""
    note: str = ""

    @property
    def partner(self) -> str:
        return str(self.entrusted_to) if self.entrusted_to else self.entrusted_name


def _require_place(municipality: Municipality, by: User) -> None:
    """A person writes about the municipalities of the own region only."""
    require(by, Permission.RECORD_ACTIVITIES)
    if not Municipality.objects.editable_by(by).filter(pk=municipality.pk).exists():
        raise NotAllowed


@transaction.atomic
def set_initiatives(
    *,
    municipality: Municipality,
    fiscal_year: int,
    items: Mapping[MunicipalItem, ItemDone | None],
    by: User,
) -> int:
    """Say how a municipality does its items in a year; gives how many changed.

    None takes an item back to «not known»; items that are not named stay as they are.
    """
    _require_place(municipality, by)
    refuse(
        [
            f"（{item.value}）{message}"
            for item, done in items.items()
            if done
            for message in rules.m1_partner_is_named(
                entrusted=done.handled_by in ENTRUSTED, partner=done.partner
            )
        ]
    )
    known = {
        one.item: one
        for one in MunicipalInitiative.objects.filter(
            municipality=municipality, fiscal_year=fiscal_year
        )
    }
    changed = 0
    for item, done in items.items():
        changed += _set_item(known.get(item), municipality, fiscal_year, item, done, by)
    if changed:
        audit(
            "set_initiatives",
            municipality,
            detail={"fiscal_year": fiscal_year, "items": changed},
            by=by,
        )
    return changed


def _set_item(
    one: MunicipalInitiative | None,
    municipality: Municipality,
    fiscal_year: int,
    item: MunicipalItem,
    done: ItemDone | None,
    by: User,
) -> bool:
    if done is None:
        if one is None:
            return False
        one._history_user = by
        one.delete()
        return True
    values = {
        "handled_by": done.handled_by,
        "entrusted_to": done.entrusted_to,
        "entrusted_name": "" if done.entrusted_to else done.entrusted_name,
        "note": done.note,
    }
    if one is not None:
        return change(one, values, by=by)
    create(
        MunicipalInitiative(
            municipality=municipality, fiscal_year=fiscal_year, item=item, **values
        ),
        by=by,
    )
    return True


@transaction.atomic
def copy_initiatives(*, municipality: Municipality, to: int, by: User) -> int:
    """Take what stood in the year before as a start for a fiscal year."""
    _require_place(municipality, by)
    rows = MunicipalInitiative.objects.filter(municipality=municipality)
    if rows.filter(fiscal_year=to).exists():
        refuse([f"{fiscal_year_label(to)}はもう登録されています。"])
    items = {
        MunicipalItem(one.item): ItemDone(
            HandledBy(one.handled_by), one.entrusted_to, one.entrusted_name, one.note
        )
        for one in rows.filter(fiscal_year=to - 1).select_related("entrusted_to")
    }
    return set_initiatives(
        municipality=municipality, fiscal_year=to, items=items, by=by
    )


@transaction.atomic
def set_desk(
    *,
    municipality: Municipality,
    operator: Operator,
    name: str,
    address: str,
    phone: str,
    hours: str,
    public: bool = True,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User,
) -> ConsultationDesk:
    """Say who runs the consultation desk of a municipality and how residents reach it.

    It feeds the candidates for hubs and the list for residents.
    """
    _require_place(municipality, by)
    refuse(rules.a4_period_in_order(starts_on=starts_on, ends_on=ends_on))
    desk = set_consultation_desk(
        municipality=municipality,
        operator=operator,
        starts_on=starts_on,
        ends_on=ends_on,
        source="市町村からの報告",
        by=by,
    )
    values = {
        "name": name,
        "address": address,
        "phone": phone,
        "hours": hours,
        "public": public,
    }
    details = DeskDetails.objects.filter(desk=desk).first()
    if details is None:
        create(DeskDetails(desk=desk, **values), by=by)
    else:
        change(details, values, by=by)
    return desk


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
    _require_place(municipality, by)
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
    _require_place(municipality, by)
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
