"""What a release holds, and how it is made, published and taken back."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from facilities.kinds import CareFunction
from portal.models import PublicExclusion, PublicRelease
from portal.public.bodies import bodies_on
from portal.public.reading import contents, differences
from portal.public.releases import (
    NothingToRelease,
    StaleRelease,
    exclude_body,
    include_body,
    make_release,
    publish_release,
    withdraw_release,
)
from tests.factories import designations, facilities, people, places
from tests.portal.public.ground import DAY, names

pytestmark = pytest.mark.django_db
CANARY = "未公表の機関"


def test_a_release_holds_desks_designated_bodies_and_those_with_a_function(ground):
    assert names(ground.draft()) == {
        "十勝連携センター",
        "あおば試験クリニック",
        "音更の相談窓口",
    }


def test_a_body_says_what_it_does_and_whom_it_serves(ground):
    by_name = {body.name: body for body in bodies_on("01", DAY)}
    clinic = by_name["あおば試験クリニック"]
    assert clinic.roles == ["active"]
    assert set(clinic.functions) > {CareFunction.ACUTE.value}
    assert by_name["十勝連携センター"].areas == ["01207", "01631"]
    assert by_name["音更の相談窓口"].town == "01631"
    assert by_name["音更の相談窓口"].hours == "平日9時から"


def test_what_ended_closed_or_is_not_public_stays_out(ground):
    ground.desk.public = False
    ground.desk.save()
    ground.clinic.closed_on = date(2025, 3, 31)
    ground.clinic.save()
    ground.clinic.operator.designations.all().delete()
    assert names(ground.draft()) == {"十勝連携センター"}


def test_a_candidate_is_never_released(ground):
    designations.candidate(ground.zone, designations.association(CANARY))
    assert CANARY not in json.dumps(ground.draft().data, ensure_ascii=False)


def test_nothing_to_release_is_said(ground):
    niigata = places.prefecture("15")
    with pytest.raises(NothingToRelease):
        make_release(prefecture=niigata, on=DAY, by=ground.official)


def test_a_release_is_published_once(ground):
    draft = ground.draft()
    publish_release(release=draft, by=ground.official)
    with pytest.raises(StaleRelease):
        publish_release(release=draft, by=ground.official)
    assert AuditEvent.objects.filter(action="publish_release").count() == 1


def test_a_draft_cannot_be_withdrawn(ground):
    with pytest.raises(StaleRelease):
        withdraw_release(release=ground.draft(), reason="試験", by=ground.official)


def test_the_database_refuses_a_release_without_a_day(ground):
    draft = ground.draft()
    draft.state = PublicRelease.State.RELEASED
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


def test_an_excluded_body_stays_out_until_taken_back(ground):
    key = next(b.key for b in bodies_on("01", DAY) if b.name == "あおば試験クリニック")
    row = exclude_body(
        prefecture=ground.prefecture,
        key=key,
        name="あおば試験クリニック",
        reason="休止の予定",
        by=ground.official,
    )
    assert "あおば試験クリニック" not in names(ground.draft())
    include_body(exclusion=row, by=ground.official)
    assert "あおば試験クリニック" in names(ground.draft())


def test_differences_are_told_body_by_body(ground):
    before = contents(ground.released()).bodies
    ground.desk.phone = "0155-00-0002"
    ground.desk.save()
    facilities.filing(ground.plain, "支援診3")
    found = differences(before, contents(ground.draft()).bodies)
    assert {(one.kind, one.name, one.words) for one in found} == {
        ("new", "何も担わない試験医院", "診療所"),
        ("changed", "音更の相談窓口", "電話"),
    }


def test_an_official_drafts_excludes_and_publishes_in_the_browser(
    client: Client, ground, public
):
    client.force_login(ground.official)
    listed = reverse("portal:release-list")
    made = client.post(listed, {"on": "令和7年11月20日"})
    release = PublicRelease.objects.get()
    assert made.url == release.get_absolute_url()
    key = f"medical-{ground.clinic.code}"
    out = reverse("portal:body-exclude", args=[release.pk])
    client.post(out, {"key": key, "reason": "休止"})
    assert PublicExclusion.objects.get().name == "あおば試験クリニック"
    client.post(listed, {"on": "R7.11.20"})
    release = PublicRelease.objects.get()
    client.post(reverse("portal:release-publish", args=[release.pk]))
    shown = client.get(reverse("public:list", args=["01"])).content.decode()
    assert "十勝連携センター" in shown
    assert "あおば試験クリニック" not in shown


def test_a_day_to_come_is_refused(client: Client, ground):
    client.force_login(ground.official)
    answer = client.post(reverse("portal:release-list"), {"on": "2099-01-01"})
    assert "今日までの日" in answer.content.decode()
    assert not PublicRelease.objects.exists()


def test_taking_back_asks_for_a_reason(client: Client, ground, public):
    client.force_login(ground.official)
    release = ground.released()
    address = reverse("portal:release-withdraw", args=[release.pk])
    assert client.post(address, {}).status_code == 200
    release.refresh_from_db()
    assert release.is_public
    client.post(address, {"reason": "電話番号の誤り"})
    release.refresh_from_db()
    assert release.state == PublicRelease.State.WITHDRAWN


def test_another_prefectures_release_is_not_found(client: Client, ground):
    release = ground.draft()
    client.force_login(people.official("15"))
    for name in ("release-detail", "release-publish", "release-withdraw"):
        address = reverse(f"portal:{name}", args=[release.pk])
        assert client.get(address).status_code == 404
    assert (
        client.post(reverse("portal:release-publish", args=[release.pk])).status_code
        == 404
    )
