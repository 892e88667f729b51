"""Making, releasing and taking back what residents read. The only writer of releases."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from portal.models import PublicExclusion, PublicRelease
from portal.public.bodies import release_data
from zones.models import Prefecture

State = PublicRelease.State


class NothingToRelease(Exception):
    """The prefecture has nothing that residents could read on that day."""


class StaleRelease(Exception):
    """The release is no longer in the state that the button was pressed in."""


@transaction.atomic
def make_release(*, prefecture: Prefecture, on: date, by: User) -> PublicRelease:
    """Freeze what residents could read on a day as a draft. Raises NothingToRelease."""
    left_out = PublicExclusion.objects.filter(prefecture=prefecture)
    keys = frozenset(left_out.values_list("key", flat=True))
    data = release_data(prefecture.pk, on, keys)
    if not data["bodies"]:
        raise NothingToRelease
    # A new draft takes the place of the one before, which nobody has seen outside the office.
    PublicRelease.objects.filter(prefecture=prefecture, state=State.DRAFT).delete()
    release = PublicRelease.objects.create(
        prefecture=prefecture,
        as_of=on,
        data=data,
        sha256=_sum(prefecture.pk, on, data),
        made_by=by,
    )
    record(
        "make_release", by=by, target=release, detail={"bodies": len(data["bodies"])}
    )
    return release


@transaction.atomic
def publish_release(*, release: PublicRelease, by: User) -> None:
    """Put a draft on the public pages. Raises StaleRelease where it is no draft any more."""
    draft = PublicRelease.objects.filter(pk=release.pk, state=State.DRAFT)
    changed = draft.update(
        state=State.RELEASED, released_by=by, released_at=timezone.now()
    )
    if not changed:
        raise StaleRelease
    record("publish_release", by=by, target=release, detail={"sha256": release.sha256})


@transaction.atomic
def withdraw_release(*, release: PublicRelease, reason: str, by: User) -> None:
    """Take a release off the public pages. Raises StaleRelease where it is not public."""
    public = PublicRelease.objects.filter(pk=release.pk, state=State.RELEASED)
    changed = public.update(
        state=State.WITHDRAWN, withdrawn_at=timezone.now(), reason=reason
    )
    if not changed:
        raise StaleRelease
    record("withdraw_release", by=by, target=release, reason=reason)


@transaction.atomic
def exclude_body(
    *, prefecture: Prefecture, key: str, name: str, reason: str, by: User
) -> PublicExclusion:
    """Keep a body out of the releases made from now on; told twice, it is excluded once."""
    row, made = PublicExclusion.objects.get_or_create(
        prefecture=prefecture,
        key=key,
        defaults={"name": name, "reason": reason, "by": by},
    )
    if made:
        record("exclude_body", by=by, target=row, reason=reason, detail={"key": key})
    return row


@transaction.atomic
def include_body(*, exclusion: PublicExclusion, by: User) -> None:
    """Let a body into the releases made from now on."""
    record("include_body", by=by, target=exclusion, detail={"key": exclusion.key})
    exclusion.delete()


def _sum(prefecture: str, on: date, data: dict[str, list]) -> str:
    """SHA-256 of the canonical JSON of all that a release says."""
    written = json.dumps(
        [prefecture, on.isoformat(), data],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(written.encode()).hexdigest()
