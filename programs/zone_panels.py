"""What this room adds to the pages of a zone, a municipality and a facility: who does what, the
municipal scheme, rules, schedule, doctors, cases, grants and work."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from accounts.roles import Permission
from facilities.kinds import FacilityKind
from facilities.models import Facility
from facilities.panels import FACILITY_PAGE
from formats.dates import fiscal_year, fiscal_year_short, wareki_short
from programs.cases import cases_in
from programs.duty import duty_lines
from programs.figures import totals_of
from programs.forms.discharge import is_late, state_of
from programs.kinds import MunicipalItem
from programs.models import (
    Activity,
    CaseExample,
    CooperatingDoctor,
    DischargeRule,
    Grant,
    HubSite2012,
    Milestone,
)
from programs.municipal_matrix import municipal_matrix
from programs.presenters.cases import case_rows
from programs.presenters.layers import RULES, done_words
from programs.presenters.schedule import BADGES, schedule_figures
from programs.schedule import planned_on
from programs.vacancies import monday_of, vacancy_lines
from zones.models import HealthCentre
from zones.page import TownOnDay, ZoneOnDay
from zones.panels import MUNICIPALITY_PAGE, WORK, ZONE_PAGE, PageSubject, Panel

# Lines of a list on the page; the list itself is one click away.
SHOWN = 10


def register() -> None:
    for key, title, template, context, order, where in (
        ("layers", "役割分担", "_zone_layers", layers, 50, "main"),
        ("discharge", "入退院調整ルール", "_zone_rule", discharge, 52, "main"),
        ("work", "補助事業と取組", "_zone_work", work, 53, WORK),
        ("schedule", "年間予定", "_zone_schedule", schedule, 54, WORK),
        ("duty", "協力医と短期入所の空き", "_zone_duty", duty, 56, WORK),
        ("cases", "この圏域の事例", "_zone_cases", cases, 58, WORK),
    ):
        ZONE_PAGE.register(
            Panel(key, title, f"programs/{template}.html", context, order, where)
        )
    FACILITY_PAGE.register(
        Panel("work", "補助事業と取組", "programs/_zone_work.html", of_facility, 20)
    )
    for key, title, template, context, order, where in (
        ("scheme", "在宅医療・介護連携推進事業", "_town_scheme", scheme, 50, "main"),
        ("work", "補助事業と取組", "_zone_work", work, 53, WORK),
    ):
        MUNICIPALITY_PAGE.register(
            Panel(key, title, f"programs/{template}.html", context, order, where)
        )


def _centres(subject: ZoneOnDay) -> list[HealthCentre]:
    """The health centres that cover a part of the zone; read once a page."""
    codes = subject.members(subject.zone)
    rows = HealthCentre.objects.filter(municipalities__in=codes).distinct()
    return subject.once("centres", lambda: list(rows.order_by("code")))


def _may_read(subject: PageSubject) -> bool:
    return subject.user.may(Permission.VIEW_REGISTRY)


def layers(subject: ZoneOnDay) -> dict[str, Any] | None:
    """The health centres, and the way to the whole picture on its own page."""
    if not _may_read(subject):
        return None
    url = reverse("programs:layers-zone", args=[subject.zone.pk])
    query = {"year": fiscal_year(subject.day), "on": subject.day.isoformat()}
    names = "、".join(str(centre) for centre in _centres(subject))
    facts = [{"label": "担当の保健所", "value": names or "なし"}]
    sites = HubSite2012.objects.filter(
        municipality_code__in=subject.members(subject.zone)
    )
    if before := list(sites.order_by("number")):
        said = "、".join(f"{one.municipality}{one.sites}か所" for one in before)
        url_then = reverse("programs:hubs-2012")
        facts.append({"label": "平成24年度の拠点", "value": said, "url": url_then})
    return {
        "facts": facts,
        "url": f"{url}?{urlencode(query)}",
    }


def scheme(subject: TownOnDay) -> dict[str, Any] | None:
    """How far the eight items are done, the desks for residents, and what the town asks for."""
    if not _may_read(subject):
        return None
    year = fiscal_year(subject.day)
    (row,) = municipal_matrix([subject.town], year, subject.day).rows
    address = reverse("programs:municipality", args=[subject.town.pk])
    desks = [
        {
            "label": "相談窓口",
            "value": f"{desk.details.name}　{desk.details.phone}"
            if hasattr(desk, "details")
            else str(desk.operator),
        }
        for desk in row.desks
    ]
    done = f"{row.done}／{len(MunicipalItem)}項目" if row.is_known else "記録なし"
    return {
        "facts": [
            {"label": f"{fiscal_year_short(year)}年度の実施", "value": done},
            *(desks or [{"label": "相談窓口", "value": "登録なし"}]),
            {"label": "取り組み中の課題", "value": f"{row.open_issues}件"},
            {"label": "県・保健所の支援", "value": f"{row.help_given}件"},
        ],
        "url": f"{address}?{urlencode({'year': year})}",
    }


def of_facility(subject: PageSubject) -> dict[str, Any] | None:
    """Grants to an institution and work that it did; nothing where there was never any."""
    if not _may_read(subject):
        return None
    granted = Q(applicant__facility=subject.thing)
    part = _work(subject, granted, Q(operator__facility=subject.thing))
    return part if part["grants"] or part["activities"] else None


def _in_place(subject: ZoneOnDay) -> tuple[Q, Q]:
    """Which grants and which work belong to the zone, or to the municipality."""
    there = Q(municipality__in=subject.codes)
    if not isinstance(subject, TownOnDay):
        return Q(zone=subject.zone), Q(zone=subject.zone) | there
    applicants = Q(applicant__municipality__in=subject.codes) | Q(
        applicant__facility__municipality__in=subject.codes
    )
    return applicants, there


def work(subject: ZoneOnDay) -> dict[str, Any] | None:
    """Grants and work in the place, of the last year that has any, with the ways to the lists."""
    if not _may_read(subject):
        return None
    return _work(subject, *_in_place(subject))


def _work(subject: PageSubject, granted: Q, worked: Q) -> dict[str, Any]:
    this_year = fiscal_year(subject.day)
    grants = Grant.objects.visible_to(subject.user).counting().filter(granted)
    done = Activity.objects.visible_to(subject.user).filter(worked)
    of_grants = _latest(grants, "year__fiscal_year", this_year)
    of_work = _latest(done, "fiscal_year", this_year)
    grants = grants.filter(year__fiscal_year=of_grants)
    grants = grants.select_related("year__program", "applicant__facility")
    rows = list(
        done.filter(fiscal_year=of_work)
        .select_related("operator")
        .order_by("-date_from", "pk")
    )
    return {
        "of_grants": f"{fiscal_year_short(of_grants)}年度",
        "of_work": f"{fiscal_year_short(of_work)}年度",
        "grants": list(grants.order_by("year__program__code", "number", "pk")[:SHOWN]),
        "activities": rows[:SHOWN],
        "total": done_words(totals_of(rows)),
        "grants_url": f"{reverse('programs:grants')}?{urlencode({'year': of_grants})}",
        "activities_url": f"{reverse('programs:activities')}?{urlencode({'year': of_work})}",
    }


def _latest(rows: QuerySet, name: str, year: int) -> int:
    """The latest fiscal year by this one of which something is recorded; else this one."""
    found = rows.filter(**{f"{name}__lte": year}).aggregate(last=Max(name))
    return found["last"] or year


def discharge(subject: ZoneOnDay) -> dict[str, Any] | None:
    if not _may_read(subject):
        return None
    rule = DischargeRule.objects.filter(zone=subject.zone).first()
    facts = [{"label": "状態", "badge": RULES[state_of(rule)]}]
    if rule is not None:
        facts += [
            {"label": label, "value": value}
            for label, value in (
                ("名称", rule.name),
                ("策定日", wareki_short(rule.agreed_on) if rule.agreed_on else ""),
                ("次の見直し", wareki_short(rule.review_on) if rule.review_on else ""),
                ("参加機関", rule.parties),
            )
            if value
        ]
    may = subject.user.may(Permission.RECORD_ACTIVITIES)
    return {
        "facts": facts,
        "late": is_late(rule, subject.day),
        "documents": list(rule.documents.order_by("pk")) if rule else [],
        "url": reverse("programs:rule-edit", args=[subject.zone.pk]) if may else "",
    }


def schedule(subject: ZoneOnDay) -> dict[str, Any] | None:
    """What the zone and its health centres have to do in the fiscal year of the day."""
    year = fiscal_year(subject.day)
    centres = [centre.pk for centre in _centres(subject)]
    rows = Milestone.objects.visible_to(subject.user).filter(fiscal_year=year)
    rows = rows.filter(Q(zone=subject.zone) | Q(health_centre__in=centres))
    planned = planned_on(
        rows.select_related("zone", "health_centre").distinct(), subject.day
    )
    if not planned:
        return None
    return {
        "figures": schedule_figures(planned),
        "rows": [
            {"milestone": one.milestone, "badge": BADGES[one.state]} for one in planned
        ],
        "url": f"{reverse('programs:schedule')}?year={year}",
    }


def duty(subject: ZoneOnDay) -> dict[str, Any] | None:
    """Numbers alone: the names of doctors stay on their own page."""
    if not subject.user.may(Permission.RECORD_ACTIVITIES):
        return None
    centres = [centre.pk for centre in _centres(subject)]
    doctors = CooperatingDoctor.objects.visible_to(subject.user)
    lines = duty_lines(
        doctors.filter(health_centre__in=centres), [subject.day.replace(day=1)]
    )
    providers = Facility.objects.visible_to(subject.user).open_on(subject.day)
    stays = vacancy_lines(
        providers.filter(
            kind=FacilityKind.SHORT_STAY,
            municipality__in=subject.members(subject.zone),
        ).order_by("code"),
        subject.day,
    )
    if not lines and not stays:
        return None
    this = monday_of(subject.day)
    found = [line.free_in(this) for line in stays]
    free = [beds for beds in found if beds is not None]
    month = f"{subject.day:%Y-%m}"
    return {
        "figures": [
            {
                "label": "協力医",
                "value": len(lines),
                "unit": "人",
                "url": f"{reverse('programs:duty')}?month={month}",
            },
            {
                "label": "この日に対応できる協力医",
                "value": sum(line.takes(subject.day) for line in lines),
                "unit": "人",
            },
            {
                "label": "短期入所の今週の空き",
                "value": sum(free) if free else None,
                "unit": "床",
                "url": reverse("programs:vacancies"),
                "note": f"{len(stays)}か所のうち{len(free)}か所の合計",
            },
            {
                "label": "7日以上確認のない事業所",
                "value": sum(line.is_stale(subject.day) for line in stays),
                "unit": "か所",
            },
        ]
    }


def cases(subject: ZoneOnDay) -> dict[str, Any] | None:
    rows = CaseExample.objects.visible_to(subject.user).filter(zone=subject.zone)
    found = cases_in(rows)
    return {"rows": case_rows(found)} if found else None
