"""Work in the background: what changed between asking and running counts, is on record, and is told."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEvent, Notice, User
from accounts.roles import Role
from imports.models import Upload
from imports.tasks import look_after, prepare
from reports.actions.making import Stopped
from reports.kinds import EditionStatus
from reports.models import Edition
from reports.tasks import typeset
from tests.factories import people, places, reports, uploads

pytestmark = pytest.mark.django_db
Change = Callable[[User], None]


def shut(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def other_role(user: User) -> None:
    User.objects.filter(pk=user.pk).update(role=Role.COMMITTEE)
    user.groups.clear()


def other_region(user: User) -> None:
    user.regions.update(prefecture=places.prefecture("15"), health_centre=None)


def no_region(user: User) -> None:
    user.regions.all().delete()


def gone(user: User) -> None:
    user.regions.all().delete()
    User.objects.filter(pk=user.pk).delete()


CHANGES = [shut, other_role, other_region, no_region]


def refused(target: object) -> list[str]:
    events = AuditEvent.objects.filter(outcome="refused", target_id=str(target.pk))
    return list(events.values_list("action", flat=True))


@pytest.fixture
def official() -> User:
    return people.official()


@pytest.fixture
def frozen() -> Edition:
    return reports.edition(status=EditionStatus.RENDERING)


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be typeset; nothing is."""
    asked: list[str] = []

    def stop(*_: object, **__: object) -> None:
        asked.append("typeset")
        raise Stopped

    monkeypatch.setattr("reports.actions.making.render_pdf", stop)
    return asked


@pytest.mark.parametrize("change", [*CHANGES, gone])
def test_a_report_is_not_made_for_who_may_no_longer(
    change: Change, official: User, frozen: Edition, rendering: list[str]
) -> None:
    change(official)
    typeset.func(str(frozen.pk), asked_by=official.pk)
    frozen.refresh_from_db()
    assert frozen.status == EditionStatus.FAILED
    assert "権限か担当区域が" in frozen.message
    assert refused(frozen) == ["render_edition"]
    assert rendering == []
    told = Notice.objects.filter(user=official.pk)
    assert told.count() == (0 if change is gone else 1)


def test_a_report_is_made_for_who_still_may(
    official: User, frozen: Edition, rendering: list[str]
) -> None:
    typeset.func(str(frozen.pk), asked_by=official.pk)
    assert rendering == ["typeset"]
    assert refused(frozen) == []


def waiting(by: User) -> Upload:
    uploads.region()
    return uploads.received(uploads.in_chuo(), by=by)


@pytest.mark.parametrize("task", [prepare, look_after])
@pytest.mark.parametrize("change", CHANGES)
def test_a_list_is_not_prepared_for_who_may_no_longer(
    change: Change, task: object, official: User, read_here: None
) -> None:
    upload = waiting(official)
    change(official)
    task.func(str(upload.pk), asked_by=official.pk)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.FAILED
    assert "権限か担当区域が" in upload.message
    assert not upload.changes.exists()
    assert refused(upload) == ["prepare_upload"]
    assert Notice.objects.filter(user=official).count() == 1


def test_a_clerk_who_moved_to_another_centre_is_refused(read_here: None) -> None:
    near = places.health_centre([uploads.chuo()])
    far = places.health_centre([uploads.obihiro()])
    clerk = people.clerk(near)
    upload = waiting(clerk)
    clerk.regions.update(health_centre=far)
    prepare.func(str(upload.pk), asked_by=clerk.pk)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.FAILED
    assert not upload.changes.exists()


def test_what_a_colleague_asks_for_has_the_colleagues_rights(
    official: User, read_here: None
) -> None:
    """Who uploaded may; who asked to read it again may no longer."""
    colleague = people.official()
    upload = waiting(official)
    shut(colleague)
    prepare.func(str(upload.pk), asked_by=colleague.pk)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.FAILED
    assert Notice.objects.filter(user=colleague).count() == 1


def test_a_list_is_prepared_for_who_still_may(official: User, read_here: None) -> None:
    upload = waiting(official)
    prepare.func(str(upload.pk), asked_by=official.pk)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY
    assert refused(upload) == []
