"""Two entries that are one institution, and one entry that is two: joined, divided, taken back."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from facilities.actions import EditedMeanwhile, within_region
from facilities.bulk import save_facilities
from facilities.hanging import Event, InTheWay, Mover, Pointless, StillUsed, take_back
from facilities.models import Facility, FacilityCode, Reorganisation
from facilities.search import facility_search_key
from facilities.states import ADDED, keep_states
from facilities.touched import plain
from formats.text import show_private_use

Kind = Reorganisation.Kind
# What people know about a facility: where the one that stays has nothing, the other's is taken.
FILLED = (
    "corrected_name",
    "kana",
    "phone",
    "fax",
    "contact_window",
    "corporation_number",
    "office_number",
    "latitude",
    "longitude",
    "first_seen_on",
    "last_seen_on",
    "last_confirmed_on",
    "note",
)
# Everything else of the one that is divided holds for both.
OWN = {"id", "code", "name", "corrected_name", "kana", "note", "version", "search_key"}


class CannotReorganise(Exception):
    """Why it cannot be done, in words for the person."""


OVERLAPPING = (
    "両方に同じ圏域・期間の指定などがあり、ひとつにできません。"
    "先に一方の指定を終了または取り下げてください。"
)
TAKEN = "番号{code}は{whose}で使われています。番号を確かめてください。"
TAKEN_SINCE = "番号{code}が、いまは{whose}で使われているため、取り消せません。"
LIKE_IT = (
    "戻すものと同じ{what}があとから登録されているため、取り消せません。"
    "先にその{what}を直すか、取り消してください。"
)
LOST = "戻す記録（{what}）が指していたものがもうないため、取り消せません。"
USED = "分けたあとに{what}が加わったため、取り消せません。統合してください。"
LATER = "このあとの{kind}（{code} {name}）を、先に取り消してください。"
WORDS = {InTheWay: LIKE_IT, Pointless: LOST, StillUsed: USED}
NOT_STANDING = "もう取り消されています。"


@transaction.atomic
def merge_facilities(
    *,
    facility: Facility,
    version: int,
    gone: Facility,
    gone_version: int,
    reason: str,
    by: User | None,
) -> Reorganisation:
    """Take ``gone`` into ``facility`` with everything that hangs on it; its code stays alive.

    Raises ``EditedMeanwhile`` where either has another version, ``OutsideRegion``, and
    ``CannotReorganise`` where both have what may stand only once.
    """
    into, gone = _locked({facility.pk: version, gone.pk: gone_version}, by)[
        :: 1 if facility.pk < gone.pk else -1
    ]
    said = f"統合：{reason}"[:100]
    mover = Mover(said, by)
    filled = {
        name: [getattr(into, name), plain(getattr(gone, name))]
        for name in FILLED
        if getattr(into, name) in ("", None) and getattr(gone, name) not in ("", None)
    }
    values = {name: getattr(gone, name) for name in filled}
    other = gone.pk
    try:
        with transaction.atomic():
            mover.move_all(gone, into)
            mover.remove(gone)
            alias = FacilityCode.objects.create(
                facility=into,
                code=gone.code,
                code_system=gone.code_system,
                reason=FacilityCode.Reason.MERGED,
            )
            mover.made(alias)
    except IntegrityError as clash:
        raise CannotReorganise(OVERLAPPING) from clash
    _write(into, values, said, by)
    done = Reorganisation.objects.create(
        kind=Kind.MERGED,
        facility=into,
        kept=into.pk,
        other=other,
        other_code=gone.code,
        other_name=gone.name,
        events=[["filled", filled], *mover.events],
        reason=reason[:100],
        done_by=by,
    )
    record(
        "merge_facilities",
        by=by,
        target=into,
        reason=reason,
        detail={"code": gone.code, "name": gone.name},
    )
    return done


@transaction.atomic
def split_facility(
    *,
    facility: Facility,
    version: int,
    code: str,
    name: str,
    chosen: Mapping[str, Iterable[int]],
    reason: str,
    by: User | None,
) -> Reorganisation:
    """Take a second institution out of ``facility``: alike but for code and name, with the chosen
    rows (keys of ``hanging.hanging``). Raises ``EditedMeanwhile``, ``OutsideRegion`` and
    ``CannotReorganise``."""
    (from_,) = _locked({facility.pk: version}, by)
    said = f"分離：{reason}"[:100]
    mover = Mover(said, by)
    values = {
        one.attname: getattr(from_, one.attname)
        for one in Facility._meta.concrete_fields
        if one.attname not in OWN
    }
    made = Facility(**values, code=code, name=name)
    made.search_key = facility_search_key(made)
    for alias in FacilityCode.objects.filter(
        facility=from_, code_system=from_.code_system, code=code
    ):
        mover.remove(alias)
    _free(code, from_.code_system, TAKEN, by)
    made.save_base(raw=True, force_insert=True)
    mover.made(made)
    mover.move(chosen, from_, made)
    keep_states([made.pk], ADDED, reason=said, by=by)
    _write(from_, {}, said, by)
    done = Reorganisation.objects.create(
        kind=Kind.SPLIT,
        facility=from_,
        kept=from_.pk,
        other=made.pk,
        other_code=code,
        other_name=name,
        events=[["filled", {}], *mover.events],
        reason=reason[:100],
        done_by=by,
    )
    record(
        "split_facility",
        by=by,
        target=from_,
        reason=reason,
        detail={"code": code, "name": name},
    )
    return done


@transaction.atomic
def undo_reorganisation(*, done: Reorganisation, by: User | None) -> None:
    """Take a merge or a split back, with everything that still is where it was put.

    Raises ``CannotReorganise`` where a later one rests on it, or its code is used again.
    """
    (facility,) = _locked({done.facility_id: None}, by)
    standing = Reorganisation.objects.filter(undone_at=None)
    pair = [done.kept, done.other]
    later = standing.filter(Q(kept__in=pair) | Q(other__in=pair), pk__gt=done.pk)
    if then := later.order_by("pk").last():
        raise CannotReorganise(
            LATER.format(
                kind=then.get_kind_display(),
                code=then.other_code,
                name=show_private_use(then.other_name),
            )
        )
    claimed = standing.filter(pk=done.pk)
    if not claimed.update(undone_at=timezone.now(), undone_by=by):
        raise CannotReorganise(NOT_STANDING)
    said = f"{done.get_kind_display()}の取消：{done.reason}"[:100]
    (_, filled), *events = done.events
    if done.kind == Kind.MERGED:
        _free(done.other_code, _system_of(events), TAKEN_SINCE, by)
    try:
        with transaction.atomic():
            take_back(events, reason=said, by=by)
    except (InTheWay, Pointless, StillUsed) as stopped:
        raise CannotReorganise(WORDS[type(stopped)].format(what=stopped)) from stopped
    back = {
        name: old
        for name, (old, new) in filled.items()
        if plain(getattr(facility, name)) == new
    }
    _write(facility, back, said, by)
    record("undo_reorganisation", by=by, target=facility, reason=done.reason)


def _free(code: str, system: str, words: str, by: User | None) -> None:
    """Raise ``CannotReorganise`` where a facility has the code; it is named to who may see it."""
    # every region: a code is taken wherever it stands.
    there = Facility.objects.filter(code_system=system, code=code)
    if not there.exists():
        return
    seen = there.first() if by is None else there.visible_to(by).first()
    whose = f"「{seen.shown_name}」" if seen else "ほかの医療機関"
    raise CannotReorganise(words.format(code=code, whose=whose))


def _system_of(events: Sequence[Event]) -> str:
    """The kind of code of the facility that a merge took away."""
    (gone,) = (
        what["fields"]
        for kind, what, *_ in events
        if kind == "removed" and what["model"] == Facility._meta.label_lower
    )
    return gone["code_system"]


def _locked(versions: Mapping[int, int | None], by: User | None) -> list[Facility]:
    """The facilities as they stand, locked, in the order of their keys."""
    rows = Facility.objects.select_for_update().filter(pk__in=list(versions))
    found = list(rows.order_by("pk"))
    if len(found) != len(versions):
        raise CannotReorganise("医療機関がもうありません。一覧から選び直してください。")
    for facility in found:
        within_region(facility, by)
        if versions[facility.pk] not in (None, facility.version):
            raise EditedMeanwhile(facility)
    return found


def _write(
    facility: Facility, values: Mapping[str, object], reason: str, by: User | None
) -> None:
    for name, value in values.items():
        setattr(facility, name, value)
    save_facilities([facility], values, reason, by)
