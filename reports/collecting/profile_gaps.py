"""What is missing in a zone, in sentences: for the box at the foot of a profile's first page."""

from collections.abc import Iterator, Sequence

from designations.compliance import Finding
from facilities.kinds import CareFunction
from formats.tables import number
from reports.collecting.ground import Line
from reports.snapshots.zone_profile import FunctionRow, Town
from reports.wording import join_names, rate, rate_text

NAMED = 6
# Rules that say of a zone or a body what the sentences here do not.
OF_BODIES = ("C3", "C4", "C5", "C6", "C7")


def gaps_of(
    line: Line,
    towns: Sequence[Town],
    functions: Sequence[FunctionRow],
    findings: Sequence[Finding],
) -> tuple[str, ...]:
    """The gravest first: bodies, functions, municipalities, then what the check finds."""
    found = [
        *_bodies(line),
        *_functions(functions, len(towns)),
        *_without_any(towns),
        *_enhanced(towns),
        *(one.message for one in findings if one.code in OF_BODIES),
    ]
    return tuple(dict.fromkeys(found))


def _bodies(line: Line) -> Iterator[str]:
    lacking = []
    if line.register.lacks_hub:
        lacking.append("連携の拠点")
    if line.register.lacks_active:
        lacking.append("積極的役割を担う医療機関")
    if lacking:
        yield f"{'と'.join(lacking)}が指定されていない。"


def _functions(rows: Sequence[FunctionRow], towns: int) -> Iterator[str]:
    labels = {function.value: function.label for function in CareFunction}
    for row in rows:
        if row.without is not None and len(row.without) == towns:
            yield f"「{labels[row.key]}」を担う機関がない。"


def _without_any(towns: Sequence[Town]) -> Iterator[str]:
    """Municipalities without clinic or hospital, and how many of the elderly live there."""
    empty = [t for t in towns if t.zaishishin == 0 and t.zaishibyo == 0]
    if not empty:
        return
    people = [town.population75 for town in towns]
    here = [town.population75 for town in empty]
    told = ""
    if None not in people and sum(people):
        share = rate_text(rate(sum(here), sum(people), 100))
        told = f"（圏域の75歳以上の{share}％、{number(sum(here))}人）"
    names = join_names([town.name for town in empty], NAMED)
    yield f"{names}には、在支診も在支病もない{told}。"


def _enhanced(towns: Sequence[Town]) -> Iterator[str]:
    """That enhanced clinics are missing, or stand in one municipality."""
    if any(town.enhanced is None for town in towns):
        return
    having = [town for town in towns if town.enhanced]
    total = sum(town.enhanced for town in having)
    clinics = sum(town.zaishishin for town in towns)
    if clinics and not total:
        yield f"在支診{clinics}機関のうち、機能強化型はない。"
    elif len(having) == 1 and len(towns) > 1 and total > 1:
        yield f"機能強化型の在支診{total}機関は、すべて{having[0].name}にある。"
