"""What changed between two days, from the records of all rooms: decisions, lists, reports, values.

For the start pages, the page of changes and the pages of zones. The number of queries does not
depend on how much changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from designations.kinds import Kind, StepKind
from designations.models import Designation, DesignationZone, Step
from facilities.models import Facility, Filing
from formats.dates import fiscal_year_label, wareki
from imports.models import Upload
from imports.presenters.history import result_words
from imports.titles import title_of
from indicators.models import IndicatorValue, Target
from reports.models import Edition
from zones.access import READERS, region_scope
from zones.models import PlanVersion

HALF_A_YEAR = timedelta(days=183)
# In the order in which they stand within a day: what was decided before what was entered.
KINDS = {
    "designation": "指定",
    "plan": "計画",
    "report": "報告書",
    "list": "名簿",
    "facility": "医療機関・届出",
    "indicator": "指標・目標",
}
DECISIONS = {
    StepKind.DESIGNATED: "を指定",
    StepKind.ENTERED: "の既決の指定を登録",
    StepKind.ENDED: "の指定を終了",
    StepKind.SUCCEEDED: "の指定を変更・更新",
    StepKind.DECLINED: "の指定を見送り",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, in words. ``zones`` are the ids of the zones that it touches."""

    day: date
    kind: str
    text: str
    note: str = ""
    url: str = ""
    zones: frozenset[int] = frozenset()

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both inclusive; ``words`` and ``why`` say why it begins there."""

    since: date
    until: date
    words: str = ""
    why: str = ""


def since_last_meeting(user: User, day: date) -> Period:
    """From the last meeting that a report was made for; half a year where there was none."""
    held = Edition.objects.visible_to(user).filter(meeting_on__lt=day)
    last = (
        held.order_by("-meeting_on").values_list("meeting_on", "meeting_name").first()
    )
    if last is None:
        return Period(day - HALF_A_YEAR, day, "この半年の変更")
    return Period(
        last[0], day, "前回の会議からの変更", f"{last[1]} {wareki(last[0])}".strip()
    )


def changes_between(user: User, since: date, until: date) -> list[Change]:
    """Everything of the person's region that changed from a day to a day, newest first."""
    if getattr(user, "role", "") not in READERS:
        return []
    found = [
        *decisions(user, since, until),
        *_registry(user, since, until),
        *_lists(user, since, until),
        *_values(user, since, until),
        *_versions(user, since, until),
        *_editions(user, since, until),
    ]
    order = list(KINDS)
    return sorted(
        found, key=lambda c: (-c.day.toordinal(), order.index(c.kind), c.text)
    )


def _moments(since: date, until: date) -> tuple[datetime, datetime]:
    first = timezone.make_aware(datetime.combine(since, time.min))
    return first, timezone.make_aware(datetime.combine(until, time.max))


def _local(at: datetime) -> date:
    return timezone.localtime(at).date()


def decisions(user: User, since: date, until: date) -> Iterator[Change]:
    acts = Designation.objects.visible_to(user)
    steps = Step.objects.filter(
        designation__in=acts.values("pk"), kind__in=DECISIONS, on__range=(since, until)
    ).select_related(
        "designation__operator__facility", "designation__operator__municipality"
    )
    steps = list(steps.order_by("-on", "-pk"))
    zones = _zones_of({step.designation_id for step in steps})
    for step in steps:
        act = step.designation
        places = zones.get(act.pk, {})
        where = f"{'・'.join(places.values())}の" if places else ""
        yield Change(
            step.on,
            "designation",
            f"{where}{Kind(act.kind).short}{DECISIONS[StepKind(step.kind)]}"
            f"（{act.shown_name}）",
            note=_period(act) if step.kind != StepKind.DECLINED else "",
            url=act.get_absolute_url(),
            zones=frozenset(places),
        )


def _period(act: Designation) -> str:
    if act.effective_from is None:
        return ""
    last = f"{wareki(act.effective_until)}まで" if act.effective_until else ""
    return f"効力 {wareki(act.effective_from)}から{last}"


def _zones_of(acts: Iterable[object]) -> dict[object, dict[int, str]]:
    rows = DesignationZone.objects.filter(designation__in=list(acts))
    found: dict[object, dict[int, str]] = {}
    ordered = rows.order_by("zone__code").values_list(
        "designation", "zone", "zone__name"
    )
    for act, zone, name in ordered:
        found.setdefault(act, {})[zone] = name
    return found


def _registry(user: User, since: date, until: date) -> Iterator[Change]:
    """Filings that make a class, as they began and ended, by day; and closed facilities."""
    mine = Facility.objects.visible_to(user)
    rows = Filing.objects.of_class().filter(facility__in=mine.values("pk"))
    for field, word in (("starts_on", "算定開始"), ("ends_on", "終了")):
        counted: dict[date, Counter[str]] = {}
        within = rows.filter(**{f"{field}__range": (since, until)}).order_by()
        for day, symbol in within.values_list(field, "kind__symbol_as_printed"):
            counted.setdefault(day, Counter())[symbol] += 1
        for day, symbols in counted.items():
            each = "、".join(f"{name} {n}" for name, n in sorted(symbols.items()))
            text = f"在支診・在支病などの届出の{word} {symbols.total()}件"
            yield Change(day, "facility", text, note=each)
    for facility in mine.filter(closed_on__range=(since, until)).order_by("code"):
        yield Change(
            facility.closed_on,
            "facility",
            f"{facility.shown_name}を廃止",
            url=facility.get_absolute_url(),
        )


def _lists(user: User, since: date, until: date) -> Iterator[Change]:
    applied = Upload.objects.visible_to(user).filter(
        status=Upload.Status.APPLIED, applied_at__range=_moments(since, until)
    )
    for upload in applied.defer("effects", "columns").order_by("-applied_at", "pk"):
        yield Change(
            _local(upload.applied_at),
            "list",
            f"{title_of(upload)}を適用",
            note=result_words(upload),
            url=upload.get_absolute_url(),
        )


def _values(user: User, since: date, until: date) -> Iterator[Change]:
    """Entered values and targets, as one line for each indicator and day."""
    for model, word in ((IndicatorValue, "実績"), (Target, "目標")):
        rows = model.history.filter(
            id__in=model.objects.visible_to(user).values("pk"),
            history_date__range=_moments(since, until),
        ).exclude(history_type="-")
        entered: dict[tuple[date, int, str], list[int]] = {}
        for at, pk, name, year in rows.order_by("year").values_list(
            "history_date", "indicator", "indicator__name", "year"
        ):
            entered.setdefault((_local(at), pk, name), []).append(year)
        for (day, pk, name), years in entered.items():
            each = "、".join(fiscal_year_label(year) for year in dict.fromkeys(years))
            yield Change(
                day,
                "indicator",
                f"指標「{name}」の{word}を登録",
                note=f"{each}　{len(years)}件",
                url=reverse("indicators:detail", args=[pk]),
            )


def _versions(user: User, since: date, until: date) -> Iterator[Change]:
    scope = region_scope(user)
    codes = scope.prefectures | {code[:2] for code in scope.municipalities}
    rows = PlanVersion.objects.filter(
        plan__prefecture__in=sorted(codes), effective_from__range=(since, until)
    )
    for version in rows.select_related("plan").order_by("pk"):
        yield Change(version.effective_from, "plan", f"{version}の適用を開始")


def _editions(user: User, since: date, until: date) -> Iterator[Change]:
    published: QuerySet[Edition] = Edition.objects.visible_to(user).published()
    rows = published.filter(published_at__range=_moments(since, until))
    for edition in rows.defer("snapshot").order_by("-published_at", "pk"):
        yield Change(
            _local(edition.published_at),
            "report",
            f"{edition}を公表",
            note=edition.meeting_name,
            url=edition.get_absolute_url(),
        )
