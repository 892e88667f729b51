"""Residents see what was released, all of it, and nothing else; the open data says the same."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from designations.kinds import Kind
from designations.models import ConsultationDesk
from facilities.kinds import CareFunction
from portal.models import PublicExclusion, PublicRelease
from portal.public import open_data
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
from programs.models import DeskDetails
from tests.factories import designations, facilities, people, places
from tests.test_repository import OUTSIDE
from zones.models import Prefecture

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)
CANARY = "未公表の機関"


class Ground:
    """One zone with a hub, an active clinic, a desk and a clinic that has nothing to do with it."""

    def __init__(self) -> None:
        self.town = places.municipality("01207", "帯広市")
        self.other = places.municipality("01631", "音更町")
        places.plan({"十勝": [self.town, self.other]})
        self.zone = places.zone("十勝")
        self.official = people.official()
        self.hub = designations.association("十勝試験医師会")
        designations.entered(self.zone, self.hub, published_name="十勝連携センター")
        self.clinic = facilities.facility(self.town, name="あおば試験クリニック")
        facilities.filing(self.clinic, "支援診1")
        designations.entered(
            self.zone,
            designations.institution(self.clinic),
            Kind.ACTIVE,
            functions=["acute"],
        )
        self.plain = facilities.facility(self.town, name="何も担わない試験医院")
        desk = ConsultationDesk.objects.create(
            municipality=self.other,
            operator=designations.association("音更試験社協"),
        )
        self.desk = DeskDetails.objects.create(
            desk=desk, name="音更の相談窓口", phone="0155-00-0001", hours="平日9時から"
        )

    @property
    def prefecture(self) -> Prefecture:
        return self.town.prefecture

    def draft(self) -> PublicRelease:
        return make_release(prefecture=self.prefecture, on=DAY, by=self.official)

    def released(self) -> PublicRelease:
        draft = self.draft()
        publish_release(release=draft, by=self.official)
        draft.refresh_from_db()
        return draft


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def public(settings) -> None:
    settings.PUBLIC_PAGES = True


def names(release: PublicRelease) -> set[str]:
    return {body.name for body in contents(release).bodies}


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


PUBLIC_NAMES = ["list", "csv", "json", "catalogue", "dictionary"]


def addresses() -> list[str]:
    return [
        reverse("public:index"),
        *(reverse(f"public:{name}", args=["01"]) for name in PUBLIC_NAMES),
    ]


def test_public_pages_are_off_until_switched_on(client: Client, ground):
    ground.released()
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_drafts_and_withdrawn_releases_are_not_public(client: Client, ground, public):
    ground.draft()
    assert {client.get(address).status_code for address in addresses()} == {404}
    release = ground.released()
    assert client.get(addresses()[1]).status_code == 200
    withdraw_release(release=release, reason="試験", by=ground.official)
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_the_list_is_read_without_a_sign_in_or_a_cookie(client: Client, ground, public):
    ground.released()
    answer = client.get(reverse("public:list", args=["01"]))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "public" in answer["Cache-Control"]
    again = client.get(
        reverse("public:list", args=["01"]), headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_the_list_asks_the_database_for_the_release_only(
    client: Client, ground, public, django_assert_num_queries
):
    contents(ground.released())
    with django_assert_num_queries(1):
        client.get(reverse("public:list", args=["01"]))


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("area=01631", "音更の相談窓口", "何も担わない試験医院"),
        ("area=01207", "十勝連携センター", "音更の相談窓口"),
        ("area=zZ01", "あおば試験クリニック", "何も担わない試験医院"),
        ("what=desk", "音更の相談窓口", "十勝連携センター"),
        ("what=acute", "あおば試験クリニック", "音更の相談窓口"),
        ("q=ｱｵﾊﾞ", "あおば試験クリニック", "音更の相談窓口"),
        ("area=99999&what=x", "音更の相談窓口", "何も担わない試験医院"),
        ("what=hub&q=nobody", "見つかりませんでした", "十勝連携センター"),
    ],
)
def test_the_list_finds_by_place_and_need(
    client: Client, ground, public, query, shown, hidden
):
    ground.released()
    text = client.get(f"{reverse('public:list', args=['01'])}?{query}")
    body = text.content.decode()
    assert shown in body
    assert f">{hidden}<" not in body


def test_a_later_change_is_not_public_before_its_release(
    client: Client, ground, public
):
    ground.released()
    facilities.filing(facilities.facility(ground.town, name=CANARY), "支援診3")
    for address in addresses():
        assert CANARY not in client.get(address, follow=True).content.decode("utf-8")


def test_a_body_has_a_stable_address(client: Client, ground, public):
    first = contents(ground.released()).by_key
    address = reverse("public:body", args=["01", f"medical-{ground.clinic.code}"])
    assert f"medical-{ground.clinic.code}" in first
    ground.clinic.name = "あおば改め試験クリニック"
    ground.clinic.save()
    ground.released()
    assert "あおば改め" in client.get(address).content.decode()
    missing = reverse("public:body", args=["01", "medical-0000000000"])
    assert client.get(missing).status_code == 404


def test_csv_and_json_say_the_same_and_the_dictionary_explains_each(
    client: Client, ground, public
):
    ground.released()
    written = client.get(reverse("public:csv", args=["01"])).content
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    told = client.get(reverse("public:json", args=["01"])).json()
    assert [row["番号"] for row in rows] == [body["id"] for body in told["bodies"]]
    assert rows[0]["担当する市区町村コード"] == " ".join(told["bodies"][0]["areas"])
    explained = client.get(reverse("public:dictionary", args=["01"])).content.decode()
    for header, name, _, _ in open_data.FIELDS:
        assert header in rows[0]
        assert name in told["bodies"][0]
        assert header in explained


def test_no_public_page_names_an_address_of_others(client: Client, ground, public):
    ground.released()
    told = client.get(reverse("public:json", args=["01"])).json()
    pages = [
        reverse("public:list", args=["01"]),
        reverse("public:body", args=["01", told["bodies"][0]["id"]]),
        reverse("public:dictionary", args=["01"]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        named = OUTSIDE.findall(answer.content.decode())
        assert [a for a in named if not a.startswith("http://testserver/")] == []


def test_formula_like_names_are_harmless_in_csv(client: Client, ground, public):
    ground.clinic.name = "=HYPERLINK()"
    ground.clinic.save()
    ground.released()
    written = client.get(reverse("public:csv", args=["01"])).content.decode("utf-8-sig")
    assert "'=HYPERLINK()" in written


def test_the_catalogue_leads_to_both_files(client: Client, ground, public):
    ground.released()
    answer = client.get(reverse("public:catalogue", args=["01"]))
    assert answer["Content-Type"] == "application/ld+json"
    links = {one["dcat:downloadURL"] for one in answer.json()["dcat:distribution"]}
    assert {client.get(link).status_code for link in links} == {200}


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
