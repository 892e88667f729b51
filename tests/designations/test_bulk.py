"""Several cases at once: all or none, one reason, undone as one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from designations.actions import (
    BulkValues,
    advance,
    edit_in_bulk,
    undo_bulk_edit,
)
from designations.errors import NotAllowed, RuleBroken
from designations.kinds import Status
from designations.models import BulkEdit, Designation, DesignationZone
from designations.workflow import Move
from tests.factories import designations as make
from tests.factories import people, places
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
FIRST = date(2026, 4, 1)


@pytest.fixture
def zone() -> HomeCareZone:
    return make.zone(hubs_per_zone="many")


def change(cases: list[Designation], by: object = None, **values: object) -> BulkEdit:
    return edit_in_bulk(
        designations=cases,
        values=BulkValues(**values),
        on=TODAY,
        reason="年度当初の指定",
        by=by or people.official(),
    )


def test_status_day_and_number_are_set_with_one_reason(zone: HomeCareZone) -> None:
    cases = [make.in_review(zone) for _ in range(2)]
    change(
        cases,
        move=Move.DESIGNATE,
        decided_on=TODAY,
        effective_from=FIRST,
        document_number="地医第50号",
    )
    for case in cases:
        case.refresh_from_db()
        assert case.status == Status.DESIGNATED
        assert (case.effective_from, case.document_number) == (FIRST, "地医第50号")
        assert case.steps.first().reason == "年度当初の指定"


def test_one_that_a_rule_refuses_leaves_all_as_they_were(zone: HomeCareZone) -> None:
    by = people.official()
    good, own = make.in_review(zone), make.in_review(zone, by=by)
    with pytest.raises(RuleBroken, match=f"{own.case_number}：D5"):
        change([good, own], by=by, move=Move.DESIGNATE)
    good.refresh_from_db()
    assert good.status == Status.IN_REVIEW
    assert not BulkEdit.objects.exists()


def test_what_is_designated_is_not_overwritten(zone: HomeCareZone) -> None:
    with pytest.raises(RuleBroken, match="まとめて変えられません"):
        change([make.entered(zone)], document_number="地医第51号")


def test_a_reason_a_value_and_an_official_are_needed(zone: HomeCareZone) -> None:
    case = make.candidate(zone)
    with pytest.raises(RuleBroken, match="変えるものを"):
        change([case])
    with pytest.raises(NotAllowed):
        change([case], by=people.clerk(places.health_centre()), move=Move.COORDINATE)


def test_undoing_puts_everything_back_and_frees_the_zone(zone: HomeCareZone) -> None:
    case = make.in_review(zone)
    case.refresh_from_db()
    names = [f.attname for f in Designation._meta.concrete_fields]
    moving = {"version", "updated_at"}
    stood = {n: getattr(case, n) for n in names if n not in moving}
    edit = change([case], move=Move.DESIGNATE, effective_from=FIRST)
    assert DesignationZone.objects.get().counts
    undone = undo_bulk_edit(edit=edit, on=TODAY, reason="取違え", by=people.official())
    case.refresh_from_db()
    assert undone.back == (case.case_number,)
    assert {n: getattr(case, n) for n in names if n not in moving} == stood
    assert not DesignationZone.objects.get().counts


def test_undoing_leaves_what_was_changed_since_and_names_it(zone: HomeCareZone) -> None:
    cases = [make.candidate(zone) for _ in range(2)]
    edit = change(cases, move=Move.COORDINATE)
    touched = Designation.objects.get(pk=cases[0].pk)
    by = people.official()
    advance(designation=touched, move=Move.SUBMIT, on=TODAY, by=by)
    undone = undo_bulk_edit(edit=edit, on=TODAY, reason="取違え", by=by)
    assert undone.kept == (touched.case_number,)
    assert undone.back == (cases[1].case_number,)
    with pytest.raises(RuleBroken, match="すでに取り消されて"):
        undo_bulk_edit(edit=edit, on=TODAY, reason="もう一度", by=by)


def test_the_page_changes_the_ticked_cases_and_undoes_them(
    client: Client, zone: HomeCareZone
) -> None:
    cases = [make.candidate(zone) for _ in range(2)]
    client.force_login(people.official())
    url, keys = reverse("designations:bulk"), [str(case.pk) for case in cases]
    shown = client.get(url, {"pk": [*keys, "no-uuid"]}).content.decode()
    assert all(case.case_number in shown for case in cases)
    sent = {"pk": keys, "move": "coordinate", "reason": "開始"}
    preview = client.post(url, sent).content.decode()
    statuses = Designation.objects.order_by("pk").values_list("status", flat=True)
    assert set(statuses) == {Status.CANDIDATE}
    assert not BulkEdit.objects.exists()
    assert preview.count("調整中</ins>") == 2
    client.post(url, confirmed(sent, cases))
    assert set(statuses.all()) == {Status.COORDINATING}
    undo = reverse("designations:undo-bulk", args=[BulkEdit.objects.get().pk])
    asked = client.get(undo).content.decode()
    assert all(case.case_number in asked for case in cases)
    client.post(undo, {"reason": "取違え"})
    assert set(statuses.all()) == {Status.CANDIDATE}


def confirmed(sent: dict[str, object], cases: list[Designation]) -> dict[str, object]:
    """What the page of differences sends for the cases as they stand."""
    seen = [f"{case.pk}:{case.version}" for case in cases]
    return {**sent, "seen": seen, "confirmed": "yes"}


def test_what_was_changed_since_it_was_confirmed_is_named_and_nothing_changes(
    client: Client, zone: HomeCareZone
) -> None:
    cases = [make.candidate(zone) for _ in range(2)]
    by = people.official()
    client.force_login(by)
    url = reverse("designations:bulk")
    sent = {
        "pk": [str(case.pk) for case in cases],
        "move": "coordinate",
        "reason": "開始",
    }
    page = client.post(url, sent).content.decode()
    assert all(f'value="{case.pk}:{case.version}"' in page for case in cases)
    touched = Designation.objects.get(pk=cases[0].pk)
    edit_in_bulk(
        designations=[touched],
        values=BulkValues(document_number="地医第9号"),
        on=TODAY,
        reason="番号",
        by=by,
    )
    answer = client.post(url, confirmed(sent, cases)).content.decode()
    assert f"{touched.case_number}：内容を確かめたあとに" in answer
    assert f"{cases[1].case_number}：内容を" not in answer
    statuses = Designation.objects.values_list("status", flat=True)
    assert set(statuses) == {Status.CANDIDATE}


def test_nothing_is_confirmed_that_was_not_seen(
    client: Client, zone: HomeCareZone
) -> None:
    case = make.candidate(zone)
    client.force_login(people.official())
    sent = {"pk": str(case.pk), "move": "coordinate", "reason": "開始"}
    for seen in ([], ["no-uuid:1"], [f"{case.pk}:x"], [f"{case.pk}:99"]):
        client.post(
            reverse("designations:bulk"), {**sent, "seen": seen, "confirmed": "yes"}
        )
    case.refresh_from_db()
    assert case.status == Status.CANDIDATE


def test_all_cases_that_a_list_shows_are_taken(
    client: Client, zone: HomeCareZone
) -> None:
    shown = [make.in_review(zone) for _ in range(2)]
    client.force_login(people.official())
    query = {"view": "cases", "all": "yes"}
    asked = client.get(reverse("designations:bulk"), query)
    assert asked.context["chosen"] == sorted(shown, key=lambda c: c.case_number)
    by_zone = client.get(reverse("designations:bulk"), {"all": "yes"})
    assert by_zone.context["chosen"] == []


def test_cases_of_another_prefecture_cannot_be_ticked(
    client: Client, zone: HomeCareZone
) -> None:
    case = make.candidate(zone)
    client.force_login(people.official("15"))
    data = {"pk": str(case.pk), "move": "coordinate", "reason": "開始"}
    client.post(reverse("designations:bulk"), {**data, "confirmed": "yes"})
    case.refresh_from_db()
    assert case.status == Status.CANDIDATE
