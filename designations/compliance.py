"""What does not hold on a day: zones without their bodies, and designated bodies that changed.

Each finding carries the id of its rule; ``findings_on`` reads, ``actions.run_compliance`` opens
tasks. The number of queries does not depend on how many acts there are.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from designations.kinds import CheckState, Kind
from designations.models import Designation, RequirementCheck
from designations.register import Register, ZoneRegister, register_on
from designations.rules import MEDICAL
from facilities.figures import figures_on
from facilities.kinds import CareFunction, FacilityClass
from facilities.models import Filing, OfficialList
from formats.dates import wareki
from zones.models import HomeCareZone, MedicalPlan
from zones.placement import Placement, placement

EVIDENCE_DAYS = 365
ENDING_DAYS = 90
HOME_CARE = (FacilityClass.ZAISHISHIN, FacilityClass.ZAISHIBYO)

RULES = {
    "C1": "拠点のない圏域",
    "C2": "積極的役割のない圏域",
    "C3": "計画の定めより多い拠点",
    "C4": "病院・診療所でない積極的役割",
    "C5": "廃止された指定機関",
    "C6": "圏域の外に移った指定機関",
    "C7": "在支診・在支病の届出のない指定機関",
    "C8": "根拠の確認が1年より前の事項",
    "C9": "90日以内に終わる指定",
    "C10": "担い手のいない医療機能",
    "C11": "確認の済んでいない登録・日付",
    "C12": "そろっていない求められる事項",
}
SERIOUS = frozenset({"C1", "C2", "C3", "C5", "C6", "C7"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. ``key`` is the same whenever the same thing is found again."""

    code: str
    message: str
    zone: HomeCareZone | None = None
    designation: Designation | None = None
    part: str = ""

    @property
    def rule(self) -> str:
        return RULES[self.code]

    @property
    def is_serious(self) -> bool:
        return self.code in SERIOUS

    @property
    def key(self) -> str:
        zone = self.zone.pk if self.zone else ""
        act = self.designation.pk if self.designation else ""
        return f"{self.code}:{zone}:{act}:{self.part}"

    def as_json(self) -> dict[str, object]:
        act = self.designation
        return {
            "code": self.code,
            "rule": self.rule,
            "serious": self.is_serious,
            "zone": self.zone.code if self.zone else None,
            "zone_name": self.zone.name if self.zone else None,
            "designation": str(act.pk) if act else None,
            "case_number": act.case_number if act else None,
            "name": act.shown_name if act else None,
            "message": self.message,
        }


def findings_on(prefecture: str, day: date) -> list[Finding]:
    """Everything that does not hold in a prefecture on a day, in the order of the rules."""
    register = register_on(prefecture, day)
    placed = placement(prefecture, day)
    found = [
        *_zones(register),
        *_institutions(register, placed),
        *_evidence(register),
        *_functions(register, placed),
    ]
    order = {code: at for at, code in enumerate(RULES)}
    return sorted(
        found,
        key=lambda f: (order[f.code], f.zone.code if f.zone else "", f.message),
    )


def counted(findings: list[Finding]) -> dict[str, int]:
    """How many findings each rule has, those with any only."""
    numbers = Counter(finding.code for finding in findings)
    return {code: numbers[code] for code in RULES if numbers[code]}


def _zones(register: Register) -> Iterator[Finding]:
    plan = register.version.plan if register.version else None
    for line in register.zones:
        if line.lacks_hub:
            yield Finding("C1", f"{line.zone.name}に拠点がありません。", line.zone)
        if line.lacks_active:
            yield Finding(
                "C2",
                f"{line.zone.name}に積極的役割を担う医療機関がありません。",
                line.zone,
            )
        one = plan is not None and plan.hubs_per_zone == MedicalPlan.HubsPerZone.ONE
        if one and len(line.hubs) > 1:
            names = "、".join(act.shown_name for act in line.hubs)
            yield Finding(
                "C3",
                f"{line.zone.name}に拠点が{len(line.hubs)}か所あります（{names}）。",
                line.zone,
            )


def _institutions(register: Register, placed: Placement) -> Iterator[Finding]:
    """Designated bodies that are not, or are no longer, what they should be."""
    acts = register.designations
    of_facility = [act for act in acts if act.operator.facility_id]
    held = _held_filings(of_facility, register.day)
    lists = _first_lists(register.prefecture)
    plan = register.version.plan if register.version else None
    for act in acts:
        yield from _of_act(act, register.day)
        if act.kind == Kind.ACTIVE and not (plan and plan.non_medical_active):
            yield from _non_medical(act)
        facility = act.operator.facility
        if facility is None:
            continue
        yield from _moved_or_closed(act, register.day, placed)
        first = lists.get(facility.sector)
        listed = facility.kind in MEDICAL and first and first <= register.day
        if act.kind == Kind.ACTIVE and listed and facility.pk not in held["now"]:
            yield _without_filing(act, held["ended"].get(facility.pk))


def _of_act(act: Designation, day: date) -> Iterator[Finding]:
    """C9 and C11: the paper itself."""
    last = act.effective_until
    if last and last <= day + timedelta(days=ENDING_DAYS):
        yield Finding(
            "C9",
            f"{act.shown_name}の指定は{wareki(last)}に終わります。",
            designation=act,
        )
    waits = act.entered_directly and act.approved_by_id is None
    if act.unconfirmed or waits:
        why = "日付などが未確認" if act.unconfirmed else "ほかの担当者の確認待ち"
        yield Finding("C11", f"{act.shown_name}は{why}です。", designation=act)


def _non_medical(act: Designation) -> Iterator[Finding]:
    """C4."""
    facility = act.operator.facility
    if facility is None or facility.kind not in MEDICAL:
        kind = facility.get_kind_display() if facility else "団体"
        yield Finding(
            "C4",
            f"{act.shown_name}は{kind}です。積極的役割は病院・診療所が担います。",
            designation=act,
        )


def _moved_or_closed(
    act: Designation, day: date, placed: Placement
) -> Iterator[Finding]:
    """C5 and C6."""
    facility = act.operator.facility
    if facility.closed_on and facility.closed_on <= day:
        yield Finding(
            "C5",
            f"{act.shown_name}は{wareki(facility.closed_on)}に廃止されています。",
            designation=act,
        )
    zone = placed.zone(facility.municipality_id)
    if zone is None or zone.pk not in {part.zone_id for part in act.parts.all()}:
        where = f"{zone.name}圏域" if zone else "圏域の定まらない所"
        yield Finding(
            "C6",
            f"{act.shown_name}は{where}にあり、指定の圏域の外です。",
            designation=act,
        )


def _without_filing(act: Designation, last: Filing | None) -> Finding:
    words = "在支診・在支病の届出がありません。"
    if last is not None:
        words = f"{last.kind.symbol_as_printed}の届出が{wareki(last.ends_on)}で終わり、{words}"
    return Finding("C7", f"{act.shown_name}には{words}", designation=act)


def _held_filings(acts: list[Designation], day: date) -> dict[str, dict[int, Filing]]:
    """The filing for 在支診 or 在支病 of each facility now, and the last one that ended."""
    rows = (
        Filing.objects.filter(
            facility__in=[act.operator.facility_id for act in acts],
            kind__facility_class__in=HOME_CARE,
            starts_on__lte=day,
        )
        .select_related("kind")
        .order_by("starts_on", "pk")
    )
    now, ended = {}, {}
    for filing in rows:
        if filing.ends_on is None or filing.ends_on >= day:
            now[filing.facility_id] = filing
        else:
            ended[filing.facility_id] = filing
    return {"now": now, "ended": ended}


def _first_lists(prefecture: str) -> dict[str, date]:
    """The as-of day of the first list of each sector; before it nothing can be missing."""
    rows = (
        OfficialList.objects.filter(prefecture=prefecture).order_by().values("sector")
    )
    return dict(rows.annotate(first=Min("as_of")).values_list("sector", "first"))


def _evidence(register: Register) -> Iterator[Finding]:
    """C8 and C12: evidence that grew old, and what is still not there."""
    acts = {act.pk: act for act in register.designations}
    rows = RequirementCheck.objects.filter(designation__in=acts).select_related(
        "requirement"
    )
    oldest = register.day - timedelta(days=EVIDENCE_DAYS)
    for row in rows.order_by("designation__case_number", "requirement__code"):
        act, item = acts[row.designation_id], row.requirement
        if row.state == CheckState.NOT_APPLICABLE:
            continue
        if row.checked_on and row.checked_on < oldest:
            yield Finding(
                "C8",
                f"{act.shown_name}の{item.code}「{item.label}」は、"
                f"{wareki(row.checked_on)}から確認していません。",
                designation=act,
                part=item.code,
            )
        late = (
            row.state == CheckState.PLANNED
            and row.planned_until
            and row.planned_until < register.day
        )
        open_item = item.mandatory and not row.is_waived
        if open_item and (row.state == CheckState.NOT_MET or late):
            word = "予定の期限を過ぎました" if late else "未充足です"
            yield Finding(
                "C12",
                f"{act.shown_name}の{item.code}「{item.label}」は{word}。",
                designation=act,
                part=item.code,
            )


def _functions(register: Register, placed: Placement) -> Iterator[Finding]:
    """C10: functions that neither a designated body nor any institution of the zone takes on."""
    figures = figures_on(register.day, prefecture=register.prefecture)
    for line in register.zones:
        taken = _taken_on(line)
        counts = figures.of(placed.members(line.zone))
        for function in CareFunction:
            if function in taken:
                continue
            if counts.providing(function) == 0:
                yield Finding(
                    "C10",
                    f"{line.zone.name}には「{function.label}」を担う機関がありません。",
                    line.zone,
                    part=function,
                )


def _taken_on(line: ZoneRegister) -> set[str]:
    return {f for act in (*line.hubs, *line.actives) for f in act.functions}
