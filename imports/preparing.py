"""Preparing the preview of an upload: read, check, match, compare, store.

Nothing is written to the registry here.
"""

import time
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from facilities.models import FilingKind
from imports.addresses import AddressResolver
from imports.checking import place_facilities, to_listed
from imports.listing import Listing, SymbolKind
from imports.messages import ERROR, Problem, Refused, problem
from imports.models import PlannedChange, Upload
from imports.planning import Plan, plan_list
from imports.reading import read_upload
from imports.region import UploadRegion, region_of
from imports.registry import filing_kinds_on, known_facilities, later_list, places
from imports.storing import store_changes, store_problems

Status = Upload.Status
Outcome = PlannedChange.Outcome


def prepare_upload(*, upload_id: UUID) -> Upload:
    """Read, check, match and store the preview. Safe to run twice; one worker at a time.

    Nothing is written to the registry. The rights are those of who uploaded, asked again here.
    """
    claimed = Upload.objects.filter(
        pk=upload_id, status__in=[Status.RECEIVED, Status.FAILED]
    ).update(status=Status.READING, stage="read", heartbeat_at=timezone.now())
    upload = Upload.objects.select_related("uploaded_by").get(pk=upload_id)
    if not claimed:
        return upload
    try:
        _prepare(upload)
    except Refused as refusal:
        _finish(
            upload, status=Status.REFUSED, message=refusal.message, stage=refusal.code
        )
    except Exception:
        _finish(
            upload,
            status=Status.FAILED,
            message="読み取りの途中で止まりました。もう一度読み取ってください。",
        )
        raise
    return upload


def _finish(upload: Upload, **values: object) -> None:
    for name, value in values.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(values))


def _prepare(upload: Upload) -> None:
    clock = _Stages()
    region = region_of(upload.uploaded_by)
    table = FilingKind.objects.order_by("pk").values_list(
        "symbol",
        "facility_class",
        "enhancement",
        "tracked",
        "valid_from",
        "valid_until",
    )
    listing = read_upload(
        bytes(upload.file.content),
        upload.file_name,
        kinds=[SymbolKind(*row) for row in table],
        on_progress=_reporter(upload),
    )
    clock.stages |= listing.seconds
    clock.mark("wait")
    as_of = upload.as_of or listing.as_of
    problems = list(listing.problems)
    placed = place_facilities(listing, AddressResolver(places()))
    clock.mark("check")
    plan, coverage = Plan(), {}
    if as_of is not None:
        plan, coverage, found = _plan(listing, placed.places, as_of, region)
        problems += found
    else:
        problems.append(_as_error("as_of_missing"))
    problems += placed.problems
    problems = _of_region(problems, plan, listing)
    clock.mark("match")
    _store_preview(
        upload, listing, plan, problems, coverage, as_of, placed.unresolved, clock
    )


def _plan(
    listing: Listing, places: dict[str, str | None], as_of: date, region: UploadRegion
) -> tuple[Plan, dict, list[Problem]]:
    """The plan over every prefecture of the list that the region touches."""
    whole = Plan()
    problems: list[Problem] = []
    kinds = filing_kinds_on(as_of)
    covered: dict[str, dict] = {}
    by_prefecture: dict[str, list] = {}
    for facility in listing.facilities:
        by_prefecture.setdefault(facility.prefecture, []).append(facility)
    for prefecture, facilities in sorted(by_prefecture.items()):
        if not region.touches(prefecture):
            whole.set_aside += len(facilities)
            continue
        sectors = sorted({facility.sector for facility in facilities})
        newer = later_list(prefecture, sectors, as_of)
        if newer is not None:
            problems.append(_as_error("older_list", value=as_of, newer=newer))
        known = known_facilities(prefecture, sectors)

        def in_region(code: str | None, prefecture: str = prefecture) -> bool:
            return region.holds(prefecture, code)

        part = plan_list(
            listed=to_listed(
                facilities, places=places, kinds=kinds, known=known, as_of=as_of
            ),
            known=known,
            in_region=in_region,
        )
        whole.changes += part.changes
        whole.set_aside += part.set_aside
        covered[prefecture] = {
            "sectors": sectors,
            "municipalities": list(region.limits(prefecture)),
        }
    return whole, covered, problems


def _as_error(code: str, **words: object) -> Problem:
    return problem(code, sheet="", level=ERROR, **words)


def _of_region(problems: list[Problem], plan: Plan, listing: Listing) -> list[Problem]:
    """Warnings about facilities that were set aside are not this person's to see."""
    if not plan.set_aside:
        return problems
    inside = {(change.sheet, change.row) for change in plan.changes}
    starts: dict[str, list[int]] = {}
    for facility in listing.facilities:
        starts.setdefault(facility.sheet, []).append(facility.row)
    for rows in starts.values():
        rows.sort()

    def is_inside(p: Problem) -> bool:
        if p.is_error or not p.row or p.sheet not in starts:
            return True
        # A row belongs to the facility that begins last above it.
        position = bisect_right(starts[p.sheet], p.row) - 1
        return (p.sheet, starts[p.sheet][position]) in inside

    return [p for p in problems if is_inside(p)]


def _store_preview(
    upload: Upload,
    listing: Listing,
    plan: Plan,
    problems: list[Problem],
    covered: dict,
    as_of: date | None,
    unresolved: int,
    clock: "_Stages",
) -> None:
    counts = dict.fromkeys(Outcome.values, 0)
    for change in plan.changes:
        counts[change.outcome] += 1
    errors = {(p.sheet, p.row) for p in problems if p.level == ERROR}
    counts[Outcome.INVALID] = len(errors)
    with transaction.atomic():
        store_changes(upload, plan.changes)
        store_problems(upload, problems)
        clock.mark("store")
        _finish(
            upload,
            status=Status.HAS_ERRORS if errors else Status.READY,
            format=listing.format,
            stage="",
            message="",
            as_of=as_of,
            prefecture_id=next(iter(covered), None),
            rows=listing.rows,
            facilities=len(listing.facilities),
            counts=counts,
            classes=listing.class_counts(),
            unresolved=unresolved,
            set_aside=plan.set_aside,
            covered=covered,
            seconds=clock.rounded(),
        )


def _reporter(upload: Upload) -> Callable[[str, int, int], None]:
    """Tell the waiting page how far it is, without touching anything else."""

    def report(stage: str, done: int, total: int) -> None:
        Upload.objects.filter(pk=upload.pk).update(
            stage=stage, done=done, total=total, heartbeat_at=timezone.now()
        )

    return report


class _Stages:
    """CPU seconds of this process by stage."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self.last = time.process_time()

    def mark(self, stage: str) -> None:
        now = time.process_time()
        self.stages[stage] = self.stages.get(stage, 0) + now - self.last
        self.last = now

    def rounded(self) -> dict[str, float]:
        return {stage: round(spent, 3) for stage, spent in self.stages.items()}
