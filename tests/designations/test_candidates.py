"""The selection rule: which step answers for a municipality, in which order, and why."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designations.actions import (
    StepValues,
    edit_selection_steps,
    set_consultation_desk,
    take_up_candidate,
)
from designations.candidates import Answer, candidates_of
from designations.errors import NotAllowed, RuleBroken
from designations.kinds import Kind, OperatorKind, Status
from designations.models import Designation, SelectionStep
from designations.reference import load_reference
from facilities.kinds import FacilityKind
from facilities.models import FilingKind
from facilities.reference import load_reference as load_filing_kinds
from tests.factories import designations as make
from tests.factories import facilities, people, places
from zones.models import Municipality, PlanVersion
from zones.reference import load_reference as load_places

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DAY, TODAY = make.BEGINS, make.TODAY


class Corner:
    """One secondary area with a hospital town, a clinic town, two empty towns; a ward; another area."""

    def __init__(self) -> None:
        area = places.secondary_area("0104", "札幌")
        other = places.secondary_area("0107", "中空知")

        def town(code: str, name: str, where: float, **more: object) -> Municipality:
            office = {"latitude": 43.0, "longitude": 141.0 + where}
            return places.municipality(code, name, **({"area": area} | office | more))

        self.hospital_town = town("01711", "病院町", 0.0)
        self.clinic_town = town("01712", "診療所町", 0.1)
        self.empty = town("01713", "無医町", 0.15)
        self.alone = town("01714", "離れ町", 0.9, area=other)
        self.city = town("01100", "試験市", 0.5)
        self.ward = town("01101", "試験市区", 0.5, parent=self.city)
        self.version: PlanVersion = places.plan(
            {
                "東": [self.hospital_town, self.clinic_town, self.empty, self.city],
                "西": [self.alone],
            }
        )
        load_filing_kinds(FIXTURES)
        load_reference(FIXTURES)

    def answer(self, town: Municipality, kind: str = Kind.ACTIVE) -> Answer:
        return candidates_of("01", kind, DAY, municipalities=[town.pk])[0]


@pytest.fixture
def corner(db: None) -> Corner:
    return Corner()


def holder(town: Municipality, symbol: str, **more: object) -> str:
    facility = facilities.facility(town, **more)
    facilities.filing(facility, symbol)
    return facility.code


def test_a_hospital_answers_first_and_all_of_them(corner: Corner) -> None:
    codes = [holder(corner.hospital_town, "支援病3") for _ in range(2)]
    holder(corner.hospital_town, "支援診1")
    found = corner.answer(corner.hospital_town)
    assert found.step_code == "SA1"
    assert [c.code for c in found.candidates] == sorted(codes)


def test_without_a_hospital_the_clinics_answer_the_enhanced_first(
    corner: Corner,
) -> None:
    plain = holder(corner.clinic_town, "支援診3")
    enhanced = holder(corner.clinic_town, "支援診2")
    found = corner.answer(corner.clinic_town)
    assert found.step_code == "SA2"
    assert [c.code for c in found.candidates] == [enhanced, plain]
    assert "機能強化型を優先" in found.candidates[0].reason
    assert found.candidates[0].filing == "支援診２"


def test_an_empty_town_is_answered_by_the_nearest_of_its_area(corner: Corner) -> None:
    far = holder(corner.hospital_town, "支援病1")
    near = holder(corner.clinic_town, "支援診3")
    holder(corner.alone, "支援病1")
    found = corner.answer(corner.empty)
    assert found.step_code == "SA3"
    assert [c.code for c in found.candidates] == [near, far]
    assert found.candidates[0].distance_km == pytest.approx(4.1, abs=0.1)
    assert "診療所町" in found.candidates[0].reason


def test_where_the_area_has_nobody_no_step_answers(corner: Corner) -> None:
    holder(corner.hospital_town, "支援病1")
    found = corner.answer(corner.alone)
    assert (found.step_code, found.candidates) == ("none", ())
    assert "中空知" in found.missing


def test_an_institution_of_a_ward_counts_for_its_city(corner: Corner) -> None:
    code = holder(corner.ward, "支援病2")
    found = corner.answer(corner.city)
    assert (found.step_code, found.candidates[0].code) == ("SA1", code)


def test_a_backup_hospital_or_a_closed_one_is_no_candidate(corner: Corner) -> None:
    holder(corner.hospital_town, "在後病")
    holder(corner.hospital_town, "支援病1", closed_on=DAY.replace(day=1, month=9))
    assert corner.answer(corner.hospital_town).step_code == "none"


def test_a_filing_that_begins_later_does_not_count_yet(corner: Corner) -> None:
    facility = facilities.facility(corner.hospital_town)
    facilities.filing(facility, "支援病1", starts_on=TODAY)
    assert corner.answer(corner.hospital_town).step_code == "none"


def test_a_candidate_says_that_it_is_designated_already(corner: Corner) -> None:
    facility = facilities.facility(corner.hospital_town)
    facilities.filing(facility, "支援病1")
    zone = places.zone("東")
    act = make.entered(zone, make.institution(facility), Kind.ACTIVE)
    found = corner.answer(corner.hospital_town).candidates[0]
    assert found.designated == (f"指定中（R7.10.1から） {act.case_number}",)


def test_hubs_begin_with_the_consultation_desk(corner: Corner) -> None:
    by = people.official()
    desk = make.association("相談窓口", kind=OperatorKind.SUPPORT_CENTRE)
    make.association("試験医師会", municipality=corner.hospital_town)
    set_consultation_desk(municipality=corner.empty, operator=desk, by=by)
    assert corner.answer(corner.empty, Kind.HUB).step_code == "SH1"
    assert corner.answer(corner.empty, Kind.HUB).candidates[0].name == "相談窓口"
    set_consultation_desk(
        municipality=corner.empty, operator=desk, ends_on=DAY.replace(month=9), by=by
    )
    assert corner.answer(corner.empty, Kind.HUB).step_code == "SH2"


def test_hubs_go_on_with_the_association_of_the_zone_then_the_municipality(
    corner: Corner,
) -> None:
    alone = corner.answer(corner.alone, Kind.HUB)
    assert (alone.step_code, alone.candidates[0].name) == ("SH3", "離れ町")
    make.association("試験医師会", municipality=corner.hospital_town)
    found = corner.answer(corner.empty, Kind.HUB)
    assert (found.step_code, found.candidates[0].name) == ("SH2", "試験医師会")


def test_an_association_is_chosen_where_it_works_not_only_at_its_seat(
    corner: Corner,
) -> None:
    body = make.association("広域医師会", municipality=corner.hospital_town)
    body.area.add(corner.alone)
    assert corner.answer(corner.alone, Kind.HUB).candidates[0].name == "広域医師会"


def test_a_support_centre_of_the_registry_stands_beside_its_municipality(
    corner: Corner,
) -> None:
    facilities.facility(corner.alone, kind=FacilityKind.SUPPORT_CENTRE, name="包括")
    names = {c.name for c in corner.answer(corner.alone, Kind.HUB).candidates}
    assert names == {"包括", "離れ町"}


def test_the_steps_are_asked_as_officials_order_them(corner: Corner) -> None:
    holder(corner.hospital_town, "支援病1")
    clinic = holder(corner.hospital_town, "支援診3")
    by = people.official()
    clinics_first = StepValues(
        "SA2", 5, "①", "在支診", "municipality", ["zaishishin"], False, [], True
    )
    given = {"kind": Kind.ACTIVE, "steps": [clinics_first], "version": corner.version}
    with pytest.raises(RuleBroken):
        edit_selection_steps(**given, reason=" ", by=by)
    clerk = people.clerk(places.health_centre())
    with pytest.raises(NotAllowed):
        edit_selection_steps(**given, reason="順", by=clerk)
    edit_selection_steps(**given, reason="順を変える", by=by)
    found = corner.answer(corner.hospital_town)
    assert (found.step_code, found.candidates[0].code) == ("SA2", clinic)
    step = SelectionStep.objects.get(code="SA2")
    assert step.history.first().history_user == by


def test_a_later_version_gets_steps_of_its_own_when_edited(corner: Corner) -> None:
    later = places.version(
        corner.version.plan, {"東": [corner.empty]}, effective_from=TODAY
    )
    values = StepValues(
        "SA1", 10, "①", "在支病", "municipality", ["zaishibyo"], False, [], False
    )
    edit_selection_steps(
        version=later,
        kind=Kind.ACTIVE,
        steps=[values],
        reason="改定",
        by=people.official(),
    )
    assert SelectionStep.objects.get(version=later, code="SA1").in_use is False
    assert SelectionStep.objects.get(version=corner.version, code="SA1").in_use is True
    assert SelectionStep.objects.filter(version=later).count() == 6


def test_one_click_makes_a_case_that_says_why(corner: Corner) -> None:
    code = holder(corner.clinic_town, "支援診1")
    by = people.official()
    key = corner.answer(corner.empty).candidates[0].key
    given = {"kind": Kind.ACTIVE, "municipality": corner.empty, "key": key}
    made = take_up_candidate(**given, on=TODAY, by=by)
    assert made.status == Status.CANDIDATE
    assert made.operator.facility.code == code
    assert made.selection_step == "SA3"
    assert "支援診１" in made.selection_reason
    assert [z.name for z in made.zones.all()] == ["東"]
    with pytest.raises(RuleBroken, match="D12"):
        take_up_candidate(**given, on=TODAY, by=by)


def test_a_candidate_that_the_rule_no_longer_chooses_is_refused(corner: Corner) -> None:
    facility = facilities.facility(corner.clinic_town)
    with pytest.raises(RuleBroken, match="選ばれません"):
        take_up_candidate(
            kind=Kind.ACTIVE,
            municipality=corner.clinic_town,
            key=f"facility:{facility.pk}",
            on=TODAY,
            by=people.official(),
        )


def test_the_answers_ask_as_often_for_many_institutions_as_for_few(
    corner: Corner,
) -> None:
    counts = []
    for _ in range(2):
        for symbol in ("支援病1", "支援診1", "支援診3"):
            holder(corner.hospital_town, symbol)
            holder(corner.clinic_town, symbol)
        make.association(municipality=corner.empty)
        with CaptureQueriesContext(connection) as asked:
            candidates_of("01", Kind.ACTIVE, DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def run(*more: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("candidates", *more, "--as-of", "2025-10-01", "--json", stdout=out)
    (line,) = out.getvalue().splitlines()
    return json.loads(line)


def test_the_command_gives_one_object_a_municipality(corner: Corner) -> None:
    code = holder(corner.hospital_town, "支援病1")
    found = run("--kind", "active", "--all-municipalities")
    by_code = {one["municipality"]: one for one in found}
    assert set(by_code) == {"01711", "01712", "01713", "01714", "01100"}
    first = by_code["01711"]
    assert first["step"] == "SA1"
    assert first["candidates"][0]["code"] == code
    assert {"name", "code", "filing", "reason"} <= set(first["candidates"][0])
    assert by_code["01714"]["step"] == "none"


def test_the_command_takes_a_zone_or_a_municipality(corner: Corner) -> None:
    zone = places.zone("西")
    assert [o["municipality"] for o in run("--kind", "hub", "--zone", zone.code)] == [
        "01714"
    ]
    for code in ("01101", "011011", "01100"):
        found = run("--kind", "hub", "--municipality", code)
        assert [o["municipality"] for o in found] == ["01100"]
    with pytest.raises(CommandError):
        run("--kind", "hub", "--zone", "Z99")
    with pytest.raises(CommandError):
        run("--kind", "hub", "--municipality", "99999")


def test_hokkaido_has_179_municipalities_without_wards_and_northern_villages(
    db: None,
) -> None:
    load_places(FIXTURES)
    load_filing_kinds(FIXTURES)
    load_reference(FIXTURES)
    assert FilingKind.objects.exists()
    found = run("--kind", "hub", "--all-municipalities")
    assert len(found) == 179
    assert {one["step"] for one in found} == {"SH3"}
    assert len(run("--kind", "active", "--all-municipalities")) == 179


def test_the_page_shows_compares_and_takes_up(client: Client, corner: Corner) -> None:
    for symbol in ("支援病1", "支援病2"):
        holder(corner.hospital_town, symbol, name=f"{symbol}試験病院")
    client.force_login(people.official())
    url = reverse("designations:candidates")
    assert "離れ町" in client.get(url).content.decode()
    query = {"municipality": corner.hospital_town.pk, "on": "2025-10-01"}
    keys = [c.key for c in corner.answer(corner.hospital_town).candidates]
    picked = [f"{corner.hospital_town.pk}|{key}" for key in keys]
    shown = client.get(url, query | {"compare": picked}).content.decode()
    assert shown.count('<th scope="col">支援病') == 2
    data = {"kind": "active", "municipality": corner.hospital_town.pk, "key": keys[0]}
    answer = client.post(reverse("designations:take-up"), data)
    assert answer.headers["Location"] == Designation.objects.get().get_absolute_url()


def test_a_clerk_is_shown_the_own_area_only(client: Client, corner: Corner) -> None:
    client.force_login(people.clerk(places.health_centre([corner.alone])))
    shown = client.get(reverse("designations:candidates")).content.decode()
    assert "離れ町" in shown
    assert "病院町" not in shown
    data = {"kind": "hub", "municipality": corner.empty.pk, "key": "x"}
    assert client.post(reverse("designations:take-up"), data).status_code == 404
    assert client.get(reverse("designations:rule")).status_code == 403


def test_an_official_reorders_the_steps_on_the_page(
    client: Client, corner: Corner
) -> None:
    client.force_login(people.official())
    url = reverse("designations:rule")
    formset = client.get(url).context["formset"]
    data = {"reason": "順を変える"}
    for name, value in formset.management_form.initial.items():
        data[f"form-{name}"] = value
    for form in formset:
        for name in form.fields:
            data[form.add_prefix(name)] = form[name].value()
    data["form-0-order"] = 99
    data = {name: value for name, value in data.items() if value not in (False, None)}
    assert client.post(url, data).status_code == 302
    assert SelectionStep.objects.get(code="SA1").order == 99
