"""The facts of a day from the database, to be compared with those of another day or edition."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.utils import timezone

from designations.kinds import EndKind
from designations.models import Designation
from facilities.kinds import FacilityClass, Sector
from facilities.models import Facility, Filing
from reports.collecting.acts import in_force, name_of, zone_names
from reports.collecting.ground import Ground, list_day
from reports.collecting.indicators import Catalogue
from reports.collecting.work import budgets
from reports.snapshots.facts import Act, Ending, Facts, Holder, ZoneTowns


def facts_of(ground: Ground) -> Facts:
    """All facts of the zones of the report on its day."""
    return Facts(
        day=ground.as_of,
        listed=list_day(ground.prefecture.pk, Sector.MEDICAL, ground.as_of) is not None,
        zones=tuple(_zones(ground)),
        acts=tuple(_act(act, ground) for act in in_force(ground.lines)),
        endings=tuple(_endings(ground)),
        holders=tuple(_holders(ground)),
        aims=tuple(Catalogue(ground).aims()),
        budgets=tuple(budgets(ground)),
    )


def _zones(ground: Ground) -> Iterator[ZoneTowns]:
    names = {place.code: place.name for place in ground.picture.places}
    for line in ground.lines:
        towns = tuple(names[code] for code in line.area.members)
        yield ZoneTowns(line.code, line.name, towns)


def _act(act: Designation, ground: Ground) -> Act:
    return Act(
        number=act.case_number,
        kind=act.kind,
        name=name_of(act),
        zones=zone_names(act, ground),
        since=act.effective_from,
        until=act.effective_until,
        replaces=act.predecessor.case_number if act.predecessor else "",
    )


def _endings(ground: Ground) -> Iterator[Ending]:
    over = Designation.objects.filter(prefecture=ground.prefecture)
    for act in over.past_on(ground.as_of).order_by("effective_until", "case_number"):
        words = act.get_end_kind_display() or EndKind.EXPIRED.label
        yield Ending(act.case_number, act.effective_until, words)


def _holders(ground: Ground) -> Iterator[Holder]:
    filings = (
        Filing.objects.deciding_on(ground.as_of)
        .filter(facility__in=_inside(ground).values("pk"))
        .select_related("kind", "facility")
        .order_by("facility__code", "facility_id", "pk")
    )
    by_facility: dict[int, list[Filing]] = {}
    for filing in filings:
        by_facility.setdefault(filing.facility_id, []).append(filing)
    then = states_on(by_facility, ground.as_of)
    places = {place.code: place for place in ground.picture.places}
    for pk, held in by_facility.items():
        facility = held[0].facility
        name, town = then.get(pk, (facility.shown_name, facility.municipality_id))
        place = places.get(town)
        yield _holder(
            facility,
            held,
            name,
            place.name if place else "",
            place.zone_name if place else "",
        )


def _inside(ground: Ground) -> Iterable[Facility]:
    found = Facility.objects.filter(prefecture=ground.prefecture)
    if not ground.is_whole:
        codes = {code for line in ground.lines for code in line.area.codes}
        found = found.filter(municipality__in=sorted(codes))
    return found.open_on(ground.as_of)


def _holder(
    facility: Facility, held: list[Filing], name: str, place: str, zone: str
) -> Holder:
    backup = FacilityClass.BACKUP_HOSPITAL
    home = next((f.kind for f in held if f.kind.facility_class != backup), None)
    return Holder(
        code=f"{facility.code_system}:{facility.code}",
        name=name,
        place=place,
        zone=zone,
        home_class=home.facility_class if home else "",
        level=home.enhancement if home else "",
        backup=any(f.kind.facility_class == backup for f in held),
    )


def states_on(
    facilities: Iterable[int], day: date
) -> dict[int, tuple[str, str | None]]:
    """Name and municipality of facilities as they were recorded at the end of a day.

    Only those are asked for that were changed after it; what is first recorded later, as an old
    list that was taken in late, stands as it stands now.
    """
    ends = timezone.make_aware(datetime.combine(day, time.max))
    history = Facility.history.model.objects.filter(id__in=list(facilities))
    touched = set(
        history.filter(history_date__gt=ends, history_type="~").values_list(
            "id", flat=True
        )
    )
    rows = history.filter(id__in=sorted(touched), history_date__lte=ends)
    found = {}
    for state in rows.order_by("history_date", "history_id"):
        name = state.corrected_name or " ".join(state.name.split())
        found[state.id] = (name, state.municipality_id)
    return found
