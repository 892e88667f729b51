"""Two entries made one and one made two, with everything that hangs on them, and back again."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from designations.models import Designation, Operator
from facilities.actions import EditedMeanwhile, OutsideRegion, update_facility
from facilities.merging import (
    CannotReorganise,
    merge_facilities,
    split_facility,
    undo_reorganisation,
)
from facilities.models import (
    CapacitySurvey,
    Facility,
    FacilityCode,
    Filing,
    FunctionProvision,
    Reorganisation,
)
from programs.models import CooperatingDoctor, ShortStayVacancy
from tests.facilities.hung import everything
from tests.factories import designations, people, places
from tests.factories import facilities as registry
from tests.factories.facilities import LISTED_ON, STARTED_ON


@pytest.fixture
def town(db):
    return places.municipality("01101", "札幌市中央区")


@pytest.fixture
def official(town):
    return people.official()


@pytest.fixture
def pair(town):
    """Two entries of one clinic: each has a filing, a survey and a provision; one is more."""
    stays = registry.facility(town, name="そらね医院")
    goes = registry.facility(
        town, name="そら音医院", phone="011-000-0009", note="往診可"
    )
    for one, symbol in ((stays, "支援診1"), (goes, "支援診2")):
        registry.filing(one, symbol)
        registry.provision(one)
        CapacitySurvey.objects.create(facility=one, fiscal_year=2025, patients_now=3)
    registry.filing(goes, "支援診1")
    CapacitySurvey.objects.create(facility=goes, fiscal_year=2024, patients_now=5)
    ShortStayVacancy.objects.create(
        facility=goes, week=LISTED_ON, free=2, confirmed_on=LISTED_ON
    )
    CooperatingDoctor.objects.create(
        facility=goes, health_centre=places.health_centre([town]), name="山田"
    )
    return stays, goes


def merge(stays, goes, by, **more):
    stays.refresh_from_db()
    goes.refresh_from_db()
    versions = {"version": stays.version, "gone_version": goes.version} | more
    return merge_facilities(
        facility=stays, gone=goes, reason="同じ医院", by=by, **versions
    )


def test_a_merge_takes_everything_over(pair, official):
    stays, goes = pair
    merge(stays, goes, official)
    (facility,) = Facility.objects.all()
    assert facility.pk == stays.pk
    assert (facility.phone, facility.note) == ("011-000-0009", "往診可")
    assert sorted(facility.filings.values_list("kind__symbol", flat=True)) == [
        "支援診1",
        "支援診2",
    ]
    assert list(
        facility.surveys.order_by("fiscal_year").values_list("patients_now", flat=True)
    ) == [5, 3]
    assert facility.provisions.count() == 1
    assert facility.doctors.count() == facility.short_stay_vacancies.count() == 1
    alias = FacilityCode.objects.get(facility=facility)
    assert (alias.code, alias.reason) == (goes.code, "merged")
    assert AuditEvent.objects.filter(action="merge_facilities").count() == 1
    last = Facility.history.filter(id=goes.pk).latest("history_id")
    assert (last.history_type, last.history_user) == ("-", official)


def test_a_merge_is_taken_back_to_the_letter(pair, official):
    before = everything()
    done = merge(*pair, official)
    assert everything() != before
    undo_reorganisation(done=done, by=official)
    assert everything() == before
    done.refresh_from_db()
    assert done.undone_by == official
    with pytest.raises(CannotReorganise, match="もう"):
        undo_reorganisation(done=done, by=official)


def test_designations_move_with_their_institution(pair, town, official):
    stays, goes = pair
    version = places.plan({"札幌": [town]}, hubs_per_zone="many")
    act = designations.entered(
        version.plan.zones.get(), designations.institution(goes), "active", by=official
    )
    before = everything()
    done = merge(stays, goes, official)
    assert Designation.objects.get(pk=act.pk).operator.facility_id == stays.pk
    undo_reorganisation(done=done, by=official)
    assert everything() == before


def test_acts_of_both_institutions_meet_or_refuse(pair, town, official):
    stays, goes = pair
    other = places.municipality("01102", "札幌市北区")
    version = places.plan({"札幌": [town], "北": [other]}, hubs_per_zone="many")
    zones = {zone.name: zone for zone in version.plan.zones.all()}
    one, two = designations.institution(stays), designations.institution(goes)
    designations.entered(zones["札幌"], one, "active", by=official)
    act = designations.entered(zones["北"], two, "active", by=official)
    before = everything()
    done = merge(stays, goes, official)
    assert Designation.objects.get(pk=act.pk).operator_id == one.pk
    assert not Operator.objects.filter(pk=two.pk).exists()
    undo_reorganisation(done=done, by=official)
    assert everything() == before
    designations.entered(zones["札幌"], two, "active", by=official)
    before = everything()
    with pytest.raises(CannotReorganise, match="指定"):
        merge(stays, goes, official)
    assert everything() == before


def test_an_edit_after_the_merge_stays_when_it_is_taken_back(pair, official):
    stays, goes = pair
    done = merge(stays, goes, official)
    stays.refresh_from_db()
    update_facility(
        facility=stays,
        version=stays.version,
        values={"phone": "011-555-0001"},
        reason="電話",
        by=official,
    )
    undo_reorganisation(done=done, by=official)
    stays.refresh_from_db()
    assert (stays.phone, stays.note) == ("011-555-0001", "")
    assert Facility.objects.get(pk=goes.pk).phone == "011-000-0009"


def test_a_chain_is_taken_back_from_its_end(pair, town, official):
    stays, goes = pair
    third = registry.facility(town, name="そらねクリニック")
    before = everything()
    first = merge(stays, goes, official)
    second = merge(third, stays, official)
    first.refresh_from_db()
    with pytest.raises(
        CannotReorganise, match=f"統合（{stays.code} そらね医院）を、先に"
    ):
        undo_reorganisation(done=first, by=official)
    for done in (second, first):
        done.refresh_from_db()
        undo_reorganisation(done=done, by=official)
    assert everything() == before


def test_a_merge_refuses_a_stale_version_and_another_region(pair, town, official):
    before = everything()
    with pytest.raises(EditedMeanwhile):
        merge(*pair, official, gone_version=9)
    far = people.clerk(places.health_centre([places.municipality("01207", "帯広市")]))
    with pytest.raises(OutsideRegion):
        merge(*pair, far)
    assert everything() == before


def split(facility, by, **more):
    facility.refresh_from_db()
    values = {"code": "0119999999", "name": "別の医院", "chosen": {}} | more
    return split_facility(
        facility=facility,
        version=facility.version,
        reason="別の医院が混ざっていた",
        by=by,
        **values,
    )


def test_a_split_takes_what_was_chosen_and_goes_back(pair, official):
    _, facility = pair
    before = everything()
    filing = facility.filings.get(kind__symbol="支援診2")
    chosen = {
        "facilities.filing": [filing.pk],
        "facilities.functionprovision": [FunctionProvision.objects.last().pk],
    }
    done = split(facility, official, chosen=chosen)
    made = Facility.objects.get(code="0119999999")
    assert (made.name, made.address) == ("別の医院", facility.address)
    assert list(made.filings.all()) == [filing]
    assert made.provisions.count() == 1
    assert made.history.get().history_user == official
    undo_reorganisation(done=done, by=official)
    assert everything() == before


def test_a_split_in_use_is_not_taken_back(pair, official):
    done = split(pair[1], official)
    registry.filing(Facility.objects.get(code="0119999999"), "支援診3")
    before = everything()
    with pytest.raises(CannotReorganise, match="届出1件が加わった"):
        undo_reorganisation(done=done, by=official)
    assert everything() == before


def test_a_split_refuses_a_code_in_use(pair, official):
    stays, goes = pair
    with pytest.raises(CannotReorganise, match="番号"):
        split(goes, official, code=stays.code)


def test_an_old_code_becomes_a_facility_again(pair, official):
    stays, goes = pair
    merge(stays, goes, official)
    moved = Filing.objects.filter(kind__symbol="支援診2", starts_on=STARTED_ON)
    chosen = {"facilities.filing": list(moved.values_list("pk", flat=True))}
    split(stays, official, code=goes.code, chosen=chosen)
    assert not FacilityCode.objects.exists()
    assert Facility.objects.get(code=goes.code).filings.count() == 1


def test_the_pages_merge_and_take_back(client, pair, official):
    stays, goes = pair
    client.force_login(official)
    address = reverse("facilities:merge", args=[stays.pk])
    Facility.objects.filter(pk=stays.pk).update(phone=goes.phone)
    assert f"?code={goes.code}" in client.get(address).content.decode()
    unknown = client.get(address, {"code": "0110000000"}).content.decode()
    assert "担当の範囲にありません" in unknown
    abroad = registry.facility(
        places.municipality("15201", prefecture_code="15"), name="そら音歯科"
    )
    found = client.get(address, {"code": "ｿﾗ音"}).content.decode()
    assert f"?code={goes.code}" in found
    assert abroad.name not in found
    page = client.get(f"{address}?code={goes.code}")
    words = {row.field: row.badge["text"] for row in page.context["rows"]}
    assert (words["名称"], words["電話番号"]) == ("違う", "同じ")
    form = {"reason": "同じ医院", "version": 1, "gone_version": 1}
    shown = client.post(f"{address}?code={goes.code}", form, follow=True)
    assert "そら音医院を統合しました" in shown.content.decode()
    # The old address leads to the one that stays.
    old = client.get(reverse("facilities:detail", args=[goes.pk]))
    assert "そら音医院" in old.content.decode()
    assert old.context["facility"] == stays
    done = Reorganisation.objects.get()
    undo = reverse("facilities:reorganisation-undo", args=[stays.pk, done.pk])
    text = client.post(undo, follow=True).content.decode()
    assert "統合を取り消しました" in text
    assert Facility.objects.filter(pk=goes.pk).exists()


def test_the_page_splits_what_was_ticked(client, pair, official):
    _, facility = pair
    client.force_login(official)
    filing = facility.filings.get(kind__symbol="支援診2")
    form = {
        "code": "0119999999",
        "name": "別の医院",
        "reason": "混ざっていた",
        "version": facility.version,
        "facilities.filing": [filing.pk],
    }
    address = reverse("facilities:split", args=[facility.pk])
    taken = client.post(address, form | {"code": pair[0].code}).content.decode()
    assert "もう登録されています" in taken or "検証番号" in taken
    client.post(address, form | {"code": "0110800000"})
    made = Facility.objects.get(code="0110800000")
    assert list(made.filings.all()) == [filing]
