"""What a grant says is corrected by whom it should be, one at a time and in bulk; its documents."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BulkChange, User
from designations.models import Operator
from programs.actions import (
    attach_document,
    edit_grant,
)
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.kinds import GrantStatus
from programs.models import Grant, ProgramYear
from tests.factories import designations, facilities, people, places
from tests.factories import programs as make
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_as_it_came_and_others_are_refused(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    made = make.applied(year, applicant)
    kept = attach_document(
        owner=made,
        title="交付申請書",
        file_name="..\\folder/申請書.pdf",
        content=b"%PDF-1.7 test",
        by=official,
    )
    assert (kept.file_name, bytes(kept.content)) == ("申請書.pdf", b"%PDF-1.7 test")
    for name, content in (
        ("申請書.pdf", b"MZ program"),
        ("申請書.exe", b"MZ program"),
        ("申請書.html", b"<script>"),
    ):
        with pytest.raises(RuleBroken, match="添付できるのは"):
            attach_document(
                owner=made, title="x", file_name=name, content=content, by=official
            )
    with pytest.raises(NotAllowed):
        attach_document(
            owner=made,
            title="x",
            file_name="x.pdf",
            content=b"%PDF-",
            by=people.official("15"),
        )


def _edit(grant: Grant, by: User, **values: object) -> bool:
    return edit_grant(
        grant=grant, version=grant.version, values=values, reason="訂正", by=by
    )


def test_application_is_corrected_by_who_entered_it(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    grant = make.applied(year, applicant, zone=zone, by=clerk)
    assert _edit(grant, clerk, purpose="往診車の購入")
    grant.refresh_from_db()
    assert (grant.purpose, grant.version) == ("往診車の購入", 2)
    assert grant.history.first().history_change_reason == "訂正"
    with pytest.raises(RuleBroken, match="G8"):
        _edit(grant, clerk, document_number="第1号")
    with pytest.raises(Stale):
        edit_grant(
            grant=grant, version=1, values={"purpose": "別"}, reason="訂正", by=clerk
        )


def test_decided_grant_is_corrected_by_head_office_alone(
    zone: HomeCareZone,
    year: ProgramYear,
    applicant: Operator,
    official: User,
    client: Client,
) -> None:
    grant = make.grant(year, applicant, GrantStatus.DECIDED, zone=zone)
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    with pytest.raises(NotAllowed):
        _edit(grant, clerk, purpose="別")
    with pytest.raises(NotAllowed):
        _edit(grant, people.official("15"), purpose="別")
    assert _edit(grant, official, document_number="地医第12号")
    address = reverse("programs:grant-edit", args=[grant.pk])
    client.force_login(clerk)
    assert client.get(address).status_code == 403
    client.force_login(official)
    assert "地医第12号" in client.get(address).content.decode()
    sent = {"version": grant.version, "purpose": "器材", "zone": zone.pk}
    sent |= {"document_number": "地医第13号", "reason": "番号の訂正"}
    answer = client.post(address, sent)
    assert answer.url == grant.get_absolute_url()
    grant.refresh_from_db()
    assert (grant.purpose, grant.document_number) == ("器材", "地医第13号")


def test_all_grants_that_are_shown_are_changed_at_once_and_back(
    zone: HomeCareZone, year: ProgramYear, official: User, client: Client
) -> None:
    client.force_login(official)
    grants = [
        make.applied(year, designations.institution(facilities.facility()), by=official)
        for _ in range(3)
    ]
    page = client.get(reverse("programs:grants"), {"year": make.YEAR})
    assert page.content.decode().count('name="pk"') == 3
    bulk = reverse("portal:bulk", args=["grant"])
    found = client.get(bulk, {"all": "yes", "prefecture": "01", "year": make.YEAR})
    assert found.context["chosen"] == grants
    sent = {"pk": [one.pk for one in grants], "zone": zone.pk, "reason": "圏域の記入"}
    preview = client.post(bulk, sent)
    assert len(preview.context["preview"]) == 3
    client.post(bulk, sent | {"confirmed": "yes", "seen": preview.context["seen"]})
    assert set(Grant.objects.values_list("zone", flat=True)) == {zone.pk}
    change = BulkChange.objects.get(by=official)
    client.post(reverse("portal:bulk-undo", args=[change.pk]), {"reason": "誤り"})
    assert set(Grant.objects.values_list("zone", flat=True)) == {None}
