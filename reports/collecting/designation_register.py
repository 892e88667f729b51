"""From the database to the designation register of a day: who, since when, on what ground, how it went."""

from collections.abc import Iterable, Iterator
from datetime import date

from designations.kinds import CheckState, EndKind, Status
from designations.models import Designation, Requirement, RequirementCheck
from facilities.kinds import CareFunction
from formats.dates import wareki_short
from reports.collecting.acts import (
    in_force,
    name_of,
    place_of,
    requirement_counts,
    zone_names,
)
from reports.collecting.asked import Asked
from reports.collecting.before import before_of, changed
from reports.collecting.facts import facts_of
from reports.collecting.ground import Ground, Line
from reports.snapshots import designation_register as schema
from reports.snapshots.shared import Source

TITLE = "在宅医療の拠点及び積極的役割を担う医療機関 指定一覧"
CAVEATS = (
    "効力のある期間は、両端の日を含む。",
    "複数の圏域を受け持つ実施主体は、指定の一覧に1回だけ載せ、圏域別の一覧では各圏域に載せた。",
    "調整中の指定と要件の確認は、作成した日の記録による。",
)


def collect_designation_register(asked: Asked) -> schema.DesignationRegister:
    """Freeze the register. Raises ``NoPlan`` where no plan is in force."""
    ground = Ground(asked)
    acts = in_force(ground.lines)
    before, facts = before_of(asked), facts_of(ground)
    changes, items = changed(before, facts)
    items = tuple(i for i in items if i.sort.partition("_")[0] in ("hub", "active"))
    previous = before.previous if before else None
    counts = requirement_counts(acts)
    since = previous.as_of if previous else None

    def sources() -> Iterator[Source]:
        yield ground.designations()

    return schema.DesignationRegister(
        **ground.common(TITLE),
        sources=tuple(sources()),
        previous=previous,
        changes=changes,
        change_items=items,
        caveats=CAVEATS,
        facts=facts,
        zones=tuple(_zone(line) for line in ground.lines),
        entries=tuple(
            _entry(act, ground, counts.get(act.pk, (None, None)), since) for act in acts
        ),
        events=tuple(_events(ground)),
        asked=tuple(_asked(acts)),
        answers=tuple(_answers(acts)),
    )


def _zone(line: Line) -> schema.ZoneLine:
    return schema.ZoneLine(
        code=line.code,
        name=line.name,
        hubs=tuple(name_of(act) for act in line.register.hubs),
        actives=tuple(name_of(act) for act in line.register.actives),
        in_progress=tuple(
            f"{name_of(act)}（{Status(act.status).label}）"
            for act in line.register.in_progress
        ),
    )


def _entry(
    act: Designation,
    ground: Ground,
    counts: tuple[int | None, int | None],
    since: date | None,
) -> schema.Entry:
    operator = act.operator.shown_name
    return schema.Entry(
        number=act.case_number,
        kind=act.kind,
        name=name_of(act),
        operator=operator if operator != name_of(act) else "",
        operator_kind=act.operator.get_kind_display(),
        location=place_of(act),
        zones=zone_names(act, ground),
        functions=tuple(CareFunction(f).label for f in act.functions),
        decided_on=act.decided_on,
        effective_from=act.effective_from,
        effective_until=act.effective_until,
        document_number=act.document_number,
        legal_basis=act.legal_basis,
        contact="　".join(filter(None, (act.secretariat, act.contact))),
        requirements_met=counts[0],
        requirements_of=counts[1],
        is_new=since is not None and act.effective_from > since,
        doubtful=act.unconfirmed,
    )


# --- History ------------------------------------------------------------------------------
def _events(ground: Ground) -> Iterator[schema.Event]:
    """What happened up to the day to every designation that was ever decided, oldest first."""
    zones = {line.register.zone.pk for line in ground.lines}
    acts = (
        Designation.objects.filter(prefecture=ground.prefecture)
        .designated()
        .with_parts()
        .select_related("predecessor")
        .order_by("decided_on", "case_number")
    )
    found = []
    for act in acts:
        if ground.is_whole or zones & {part.zone_id for part in act.parts.all()}:
            found += [e for e in _of_act(act, ground) if e.on <= ground.as_of]
    yield from sorted(found, key=lambda e: (e.on, e.number, e.what))


def _of_act(act: Designation, ground: Ground) -> Iterator[schema.Event]:
    about = {
        "number": act.case_number,
        "kind": act.kind,
        "name": name_of(act),
        "zones": zone_names(act, ground),
    }
    before = act.predecessor
    yield schema.Event(
        on=act.decided_on,
        **about,
        what="変更・更新" if before else "指定",
        effect=f"{wareki_short(act.effective_from)}から",
        document_number=act.document_number,
        note=f"{before.case_number}の後継" if before else act.legal_basis,
    )
    last = act.effective_until
    if not last:
        return
    # A period that simply ran out was decided by nobody: it ends with its last day.
    kind = act.end_kind or (EndKind.EXPIRED if last < ground.as_of else "")
    if kind and kind != EndKind.SUCCEEDED:
        yield schema.Event(
            on=act.end_decided_on or last,
            **about,
            what=EndKind(kind).label,
            effect=f"{wareki_short(last)}まで",
            document_number=act.end_document_number,
            note=act.end_reason,
        )


# --- Requirements -------------------------------------------------------------------------
def _asked(acts: Iterable[Designation]) -> Iterator[schema.Asked]:
    """The requirements that any of the designations is judged by."""
    checks = RequirementCheck.objects.filter(designation__in=[act.pk for act in acts])
    rows = Requirement.objects.filter(pk__in=checks.values("requirement"))
    seen: set[str] = set()
    for row in rows.order_by("-kind", "set", "order", "code", "pk"):
        if row.code not in seen:
            seen.add(row.code)
            yield schema.Asked(row.code, row.label, row.description, row.kind)


def _answers(acts: list[Designation]) -> Iterator[schema.Answer]:
    by_act: dict[object, list[RequirementCheck]] = {}
    rows = RequirementCheck.objects.filter(designation__in=[act.pk for act in acts])
    ordered = rows.select_related("requirement").order_by(
        "requirement__order", "requirement__code", "pk"
    )
    for row in ordered:
        by_act.setdefault(row.designation_id, []).append(row)
    for act in acts:
        for row in by_act.get(act.pk, ()):
            waived = row.is_waived and row.state != CheckState.MET
            yield schema.Answer(
                number=act.case_number,
                name=name_of(act),
                code=row.requirement.code,
                state="waived" if waived else row.state,
                evidence=row.waiver_reason if waived else row.evidence,
                checked_on=row.checked_on,
                planned_until=row.planned_until,
            )
