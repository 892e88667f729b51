"""The same bytes sent again: each page of the upload says so, whatever became of it."""

from functools import partial

import pytest
from django.urls import reverse

from imports.actions import apply_upload, discard_upload, undo_upload
from imports.models import Upload
from tests.factories import people, places
from tests.factories.uploads import applied, chuo, in_chuo, obihiro, prepared

pytestmark = pytest.mark.usefixtures("in_region")

NOTE = "同じファイルが前にも送られています"
Status = Upload.Status
# A row without a name: the page of problems.
WRONG = {"医療機関名称": ""}


def page_of(client, upload):
    """Where the upload's own address leads, in whatever state it is."""
    return client.get(upload.get_absolute_url(), follow=True).content.decode()


def as_it_is(status, upload, by):
    """The upload brought to a state, by its own way where that is short."""
    ways = {
        Status.APPLIED: [apply_upload],
        Status.UNDONE: [apply_upload, undo_upload],
        Status.DISCARDED: [discard_upload],
    }
    for act in ways.get(status, []):
        act(upload=upload, by=by)
        upload.refresh_from_db()
    if upload.status != status:
        Upload.objects.filter(pk=upload.pk).update(status=status)
        upload.refresh_from_db()
    return upload


def test_every_state_names_the_earlier_upload(client, official):
    client.force_login(official)
    first = prepared(in_chuo(), by=official)
    assert NOTE not in page_of(client, first)
    for status in Status:
        again = as_it_is(status, prepared(in_chuo(), by=official), official)
        text = page_of(client, again)
        assert NOTE in text, status
        assert f'href="{first.get_absolute_url()}"' in text, status
        assert "県庁 花子" in text, status
        again.delete()
    assert NOTE not in page_of(client, first)


@pytest.mark.parametrize("name", ["preview", "problems"])
def test_a_file_with_errors_names_it_on_both_pages(client, official, name):
    client.force_login(official)
    wrong = partial(prepared, in_chuo(**WRONG), by=official)
    first, again = wrong(), wrong()
    assert again.status == Status.HAS_ERRORS
    text = client.get(reverse(f"imports:{name}", args=[again.pk])).content.decode()
    assert NOTE in text
    assert f'href="{first.get_absolute_url()}"' in text
    assert "誤りあり" in text


def test_another_regions_upload_is_never_told(client, official):
    """A clerk learns neither of a neighbour's upload nor of the prefecture's."""
    clerk = people.clerk(places.health_centre([chuo()]))
    next_door = people.clerk(places.health_centre([obihiro()]))
    others = [prepared(in_chuo(), by=one) for one in (official, next_door)]
    client.force_login(clerk)
    for status in Status:
        mine = as_it_is(status, prepared(in_chuo(), by=clerk), clerk)
        text = page_of(client, mine)
        assert NOTE not in text, status
        assert not any(str(one.pk) in text for one in others), status
        mine.delete()


def test_the_latest_of_several_is_named(client, official):
    client.force_login(official)
    applied(in_chuo(), by=official)
    second, third = (prepared(in_chuo(), by=official) for _ in range(2))
    assert f'href="{second.get_absolute_url()}"' in page_of(client, third)
