"""What a demonstration shows of schedules, cooperating doctors, free beds, rules and cases.

Each step looks first whether it was done before. People, bodies and institutions are fictional.
"""

from datetime import date

from accounts.models import User
from facilities.actions import register_facility
from facilities.kinds import CodeSystem, FacilityKind
from facilities.models import Facility
from formats.dates import fiscal_year
from programs.actions import set_discharge_rule
from programs.actions.cases import add_case, add_element, release_case
from programs.actions.duty import add_doctor, set_duty_month
from programs.actions.schedule import add_milestone, copy_schedule, finish_milestone
from programs.actions.vacancies import Free, record_vacancies
from programs.duty import days_of
from programs.kinds import ActivityKind, DutyRole, Layer, RuleState, Sex
from programs.models import (
    CaseExample,
    CooperatingDoctor,
    DischargeRule,
    Milestone,
    ShortStayVacancy,
)
from programs.vacancies import monday_of
from zones.models import HealthCentre, HomeCareZone, Municipality, Prefecture
from zones.placement import placement

CENTRE = "HC0104"
REASON = "試験用データの登録"
# layer, what, month and day of start and of the due day; zone and centre where it is theirs
SCHEDULE = (
    (Layer.HEAD_OFFICE, "補助事業の交付申請の受付", (4, 15), (5, 31), "", False),
    (Layer.HEAD_OFFICE, "在宅医療小委員会（第1回）", (8, 20), (8, 20), "", False),
    (Layer.HEAD_OFFICE, "拠点・積極的役割を担う医療機関の指定", (9, 1), (3, 31), "", False),
    (Layer.HEAD_OFFICE, "先進事例集の更新", (12, 1), (1, 31), "", False),
    (Layer.HEALTH_CENTRE, "圏域の関係機関への聞き取り", (5, 1), (7, 31), "", True),
    (Layer.HEALTH_CENTRE, "多職種連携協議会", (10, 1), (11, 10), "", True),
    (Layer.HEALTH_CENTRE, "拠点の年次報告の取りまとめ", (2, 1), (3, 15), "", True),
    (Layer.HUB, "入退院調整ルールの見直し", (6, 1), (10, 31), "十勝", False),
    (Layer.HUB, "住民向け講演会", (11, 29), (11, 29), "十勝", False),
    (Layer.ACTIVE, "主治医・副主治医制の運用の打合せ", (7, 1), (12, 20), "十勝", False),
    (Layer.MUNICIPALITY, "在宅医療・介護連携推進事業の実施状況の報告", (1, 10), (2, 28), "", False),
)  # fmt: skip
DONE = (
    "補助事業の交付申請の受付",
    "在宅医療小委員会（第1回）",
    "圏域の関係機関への聞き取り",
)
# name, sex, specialties, role, weekdays (Monday is 0), new patients a month
DOCTORS = (
    ("試験 太郎", Sex.MALE, "内科", DutyRole.BOTH, (0, 2, 4), 3),
    ("試験 花子", Sex.FEMALE, "内科、緩和ケア", DutyRole.MAIN, (1, 3), 2),
    ("架空 一郎", Sex.MALE, "外科", DutyRole.SECOND, (5, 6), None),
    ("架空 桜", Sex.FEMALE, "小児科", DutyRole.SECOND, (0, 1, 2, 3, 4), 1),
)
SHORT_STAYS = ("試験ショートステイ北", "試験ショートステイ南", "試験ショートステイ東")
# zone, state, name, months until the next review
RULES = (
    ("十勝", RuleState.AGREED, "試験十勝圏域 入退院連携の手引き"),
    ("北見", RuleState.AGREED, "試験北見圏域 入退院調整ルール"),
    ("上川中部", RuleState.IN_WORK, ""),
)


def make_schedule(prefecture: str, today: date) -> None:
    """The schedule of the year before and, copied from it, of this one."""
    if Milestone.objects.filter(prefecture=prefecture).exists():
        return
    by = User.objects.get(username="pref")
    this = fiscal_year(today)
    where = Prefecture.objects.get(pk=prefecture)
    for layer, title, start, due, zone, of_centre in SCHEDULE:
        values = {
            "fiscal_year": this - 1,
            "layer": layer,
            "title": title,
            "starts_on": _day(this - 1, start),
            "due_on": _day(this - 1, due),
            "zone": _zone(prefecture, zone, today) if zone else None,
            "health_centre": HealthCentre.objects.get(code=CENTRE)
            if of_centre
            else None,
        }
        made = add_milestone(prefecture=where, values=values, by=by)
        _finish(made, made.due_on, today, by)
    copy_schedule(prefecture=where, to=this, by=by)
    for one in Milestone.objects.filter(fiscal_year=this, title__in=DONE):
        _finish(one, one.due_on, today, by)


def _finish(one: Milestone, on: date, today: date, by: User) -> None:
    if on <= today:
        finish_milestone(milestone=one, version=one.version, on=on, today=today, by=by)


def _day(year: int, day: tuple[int, int]) -> date:
    return date(year if day[0] >= 4 else year + 1, *day)


def _zone(prefecture: str, name: str, day: date) -> HomeCareZone:
    found = placement(prefecture, day).zones.values()
    return next(zone for zone in found if zone.name == name)


def make_doctors(today: date) -> None:
    """Doctors on the list of one health centre, with their days of this month."""
    if CooperatingDoctor.objects.exists():
        return
    by = User.objects.get(username="hc-sapporo")
    centre = HealthCentre.objects.get(code=CENTRE)
    clinics = Facility.objects.editable_by(by).filter(kind=FacilityKind.CLINIC)
    month = today.replace(day=1)
    for (name, sex, what, role, weekdays, capacity), clinic in zip(
        DOCTORS, clinics.order_by("code"), strict=False
    ):
        values = {
            "health_centre": centre,
            "facility": clinic,
            "name": name,
            "sex": sex,
            "specialties": what,
            "role": role,
        }
        set_duty_month(
            doctor=add_doctor(values=values, by=by),
            month=month,
            version=0,
            days=[day.day for day in days_of(month) if day.weekday() in weekdays],
            capacity=capacity,
            by=by,
        )


def make_vacancies(today: date) -> None:
    """Three providers of short stays: one confirmed today, one three weeks ago, one never."""
    if ShortStayVacancy.objects.exists():
        return
    by = User.objects.get(username="hc-sapporo")
    town = Municipality.objects.editable_by(by).placed_by_plans().order_by("pk").first()
    made = [
        register_facility(
            values={
                "code_system": CodeSystem.CARE_OFFICE,
                "code": f"01799{number:05}",
                "kind": FacilityKind.SHORT_STAY,
                "name": name,
                "municipality": town,
                "phone": f"011-000-{number:04}",
            },
            on=today,
            reason=REASON,
            by=by,
        )
        for number, name in enumerate(SHORT_STAYS, 1)
    ]
    long_ago = date.fromordinal(today.toordinal() - 21)
    record_vacancies(
        week=monday_of(long_ago), free={made[1]: Free(4)}, on=long_ago, by=by
    )
    said = Free(2, "たんの吸引は日中のみ")
    record_vacancies(week=monday_of(today), free={made[0]: said}, on=today, by=by)


def make_rules(prefecture: str, today: date) -> None:
    """Zones with agreed rules, one of them due for a review, and one where they are in work."""
    if DischargeRule.objects.exists():
        return
    by = User.objects.get(username="pref")
    last_year = fiscal_year(today) - 1
    for number, (zone, state, name) in enumerate(RULES):
        agreed = state == RuleState.AGREED
        values = {
            "name": name,
            "agreed_on": date(last_year, 4, 1) if agreed else None,
            "review_on": date(last_year + 1 + number, 4, 1) if agreed else None,
            "parties": "試験医師会、試験病院、居宅介護支援事業所の連絡会",
            "hospitals": 4 + number if agreed else None,
            "municipalities": 5 if agreed else None,
            "note": "",
        }
        set_discharge_rule(
            zone=_zone(prefecture, zone, today),
            version=0,
            state=state,
            values=values,
            by=by,
        )


def make_case(prefecture: str, today: date) -> None:
    """A case of the prefecture's own beside those of the papers."""
    if CaseExample.objects.filter(prefecture=prefecture, code="").exists():
        return
    by = User.objects.get(username="pref")
    case = add_case(
        prefecture=Prefecture.objects.get(pk=prefecture),
        values={
            "title": "夜間の急変に備える輪番の当番表",
            "organisation": "試験十勝医師会",
            "place": "帯広市",
            "zone": _zone(prefecture, "十勝", today),
            "summary": "主治医が対応できない夜間と休日に、副主治医が当番で往診する仕組みをつくりました。",
            "functions": ["acute", "eol"],
            "source": "試験用の事例",
        },
        by=by,
    )
    values = {
        "name": "当番表",
        "aspect": "様式",
        "text": "月ごとに当番の医師と連絡先を一覧にし、訪問看護事業所に配る",
        "count": 6,
        "unit": "診療所",
        "kind": ActivityKind.ROUND_THE_CLOCK,
    }
    add_element(case=case, values=values, by=by)
    release_case(case=case, version=case.version, released=True, by=by)


def make_all(prefecture: str, today: date) -> None:
    make_schedule(prefecture, today)
    make_doctors(today)
    make_vacancies(today)
    make_rules(prefecture, today)
    make_case(prefecture, today)
