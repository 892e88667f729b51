"""An applied upload on its way back: what the undo would write, and what stands in its way."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from accounts.models import User
from facilities.listed import Before
from facilities.touched import Applied, Kept, Wrote, in_the_way
from facilities.undo import take_back
from imports.formats import all_formats
from imports.models import PlannedChange, Upload, UploadBefore
from imports.whole_lists import refuse_what_is_not_theirs

Outcome = PlannedChange.Outcome
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """Numbers for the page that asks: what goes, what is put back, and what stays.

    ``what`` and ``unit`` are the words for what is counted.
    """

    removed: int
    restored: int
    kept: list[Kept]
    what: str = "医療機関"
    unit: str = "機関"


def remember(upload: Upload, parts: list[Before]) -> None:
    """Keep with an applied upload what its undo will need."""
    UploadBefore.objects.update_or_create(
        upload=upload, defaults={"parts": [asdict(part) for part in parts]}
    )


def later_upload(upload: Upload) -> Upload | None:
    """The first list applied since that speaks for the same facilities, if there is one."""
    later = Upload.objects.filter(
        status=Upload.Status.APPLIED,
        format=upload.format,
        applied_at__gt=upload.applied_at,
        prefecture__in=sorted(upload.covered),
    ).exclude(pk=upload.pk)
    for other in later.order_by("-applied_at", "pk"):
        if _overlap(upload.covered, other.covered):
            return other
    return None


def _overlap(mine: dict, other: dict) -> bool:
    for prefecture in mine.keys() & other.keys():
        one, two = mine[prefecture], other[prefecture]
        if not set(one["sectors"]) & set(two["sectors"]):
            continue
        places, others = set(one["municipalities"]), set(two["municipalities"])
        if not places or not others or places & others:
            return True
    return False


def undo_plan(upload: Upload) -> UndoPlan:
    """What would happen; reads only."""
    own = getattr(all_formats()[upload.format], "kept", None)
    if own is not None:
        kept = own(upload)
        new = upload.changes.filter(outcome=Outcome.NEW).count()
        changed = upload.changes.filter(outcome=Outcome.CHANGED).count()
        answers = upload.changes.exclude(facility=None).exists()
        words = ("実態調査の回答", "機関") if answers else ("値", "件")
        return UndoPlan(new, max(changed - len(kept), 0), kept, *words)
    wrote = list(_wrote(upload))
    kept = in_the_way(wrote, _applied(upload))
    stays = {one.facility for one in kept}
    back = [one for one in wrote if one.facility and one.facility not in stays]
    new = sum(one.is_new for one in back)
    return UndoPlan(removed=new, restored=len(back) - new, kept=kept)


def undo_facilities(upload: Upload, by: User | None) -> list[Kept]:
    """Put the facilities of an upload back, within the transaction that claimed the undo."""
    for prefecture, covered in sorted(upload.covered.items()):
        refuse_what_is_not_theirs(prefecture, covered["municipalities"], by)
    parts = [Before(**part) for part in upload.before.parts]
    return take_back(
        wrote=list(_wrote(upload)),
        before=Before(
            facilities_seen=[pair for part in parts for pair in part.facilities_seen],
            filings_seen=[pair for part in parts for pair in part.filings_seen],
            resumed=[row for part in parts for row in part.resumed],
        ),
        applied=_applied(upload),
        reason=f"取込の取消 {upload.pk}",
        by=by,
    )


def _applied(upload: Upload) -> Applied:
    return Applied(upload.pk, upload.as_of, upload.applied_at)


def _wrote(upload: Upload) -> Iterator[Wrote]:
    """What was written, from the stored plan."""
    changes = upload.written_changes().order_by("pk")
    for change in changes.iterator(chunk_size=CHUNK):
        yield Wrote(
            facility=change.facility_id,
            name=change.name,
            code=change.code,
            is_new=change.outcome == Outcome.NEW,
            fields=change.fields,
            ended=tuple(key[0] for key in change.filings.get("ended", ())),
            resumed=tuple(key[0] for key in change.filings.get("resumed", ())),
        )
