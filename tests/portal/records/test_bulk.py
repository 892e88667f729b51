"""Several records changed at once, and that undone."""

import pytest
from django.urls import reverse

from accounts.models import BulkChange
from accounts.records.actions import AlreadyUndone, change_in_bulk, undo_bulk_change
from accounts.records.history import changes_of, history_url
from accounts.records.kinds import RECORDS, Refused
from accounts.records.seen import marks_of
from facilities.kinds import FacilityKind
from facilities.models import Facility
from tests.browser import axe
from tests.factories import facilities, people, places, programs
from tests.portal.records.editing import edit

FACILITY = "facility"


@pytest.fixture
def two(clinic, town):
    return [clinic, facilities.facility(town, name="更別医院")]


def send(client, two, **more):
    sent = {"pk": [one.pk for one in two], "reason": "窓口の統一", **more}
    sent.setdefault("seen", marks_of(two))
    return client.post(reverse("portal:bulk", args=[FACILITY]), sent)


def test_all_that_a_list_shows_can_be_changed_at_once(client, official, town):
    made = facilities.many_facilities(60, [town])
    facilities.facility(town, name="薬局", kind=FacilityKind.PHARMACY)
    shown = client.get("/facilities/", {"kind": "clinic"}).content.decode()
    assert "条件に合う60件すべてを変更する" in shown
    address = reverse("portal:bulk", args=[FACILITY])
    asked = client.get(address, {"kind": "clinic", "all": "yes"})
    assert {one.pk for one in asked.context["chosen"]} == {one.pk for one in made}
    # One page shows all that is there.
    assert (
        "すべてを変更する"
        not in client.get("/facilities/?kind=pharmacy").content.decode()
    )


def test_all_that_a_list_shows_stays_in_the_region(client, official, town):
    abroad = places.municipality("15201", prefecture_code="15")
    facilities.facility(abroad)
    mine = facilities.facility(town)
    asked = client.get(reverse("portal:bulk", args=[FACILITY]), {"all": "yes"})
    assert asked.context["chosen"] == [mine]


def test_more_than_can_be_written_at_once_is_refused(client, official, town):
    facilities.many_facilities(501, [town])
    address = reverse("portal:bulk", args=[FACILITY])
    asked = client.get(address, {"all": "yes"})
    assert asked.context["chosen"] == []
    assert "一度に変えられるのは500件まで" in asked.content.decode()
    assert "すべてを変更する" not in client.get("/facilities/").content.decode()


def test_all_programs_and_activities_of_a_year(client, official):
    year = programs.year()
    activity = programs.activity()
    query = {"all": "yes", "prefecture": "01", "year": year.fiscal_year}
    asked = client.get(reverse("portal:bulk", args=["program"]), query)
    assert asked.context["chosen"] == [year.program]
    query["year"] = activity.fiscal_year
    asked = client.get(reverse("portal:bulk", args=["activity"]), query)
    assert asked.context["chosen"] == [activity]
    other = client.get(
        reverse("portal:bulk", args=["activity"]), query | {"prefecture": "15"}
    )
    assert other.status_code == 404


def test_change_is_shown_before_it_is_made(client, official, two):
    shown = send(client, two, contact_window="地域連携室").content.decode()
    assert "この内容で変える" in shown
    assert "地域連携室" in shown
    assert not Facility.objects.filter(contact_window="地域連携室").exists()
    send(client, two, contact_window="地域連携室", confirmed="yes")
    assert Facility.objects.filter(contact_window="地域連携室").count() == 2
    assert changes_of(two[0])[0].why == "窓口の統一"


def test_what_was_changed_since_it_was_shown_is_named_and_nothing_is_written(
    client, official, two
):
    shown = send(client, two, contact_window="地域連携室").content.decode()
    assert all(f'name="seen" value="{mark}"' in shown for mark in marks_of(two))
    edit(Facility.objects.get(pk=two[1].pk), official, contact_window="医事課")
    answer = send(client, two, contact_window="地域連携室", confirmed="yes")
    page = answer.content.decode()
    assert "更別医院：内容を確かめたあとに、ほかの人が変えました" in page
    assert "十勝診療所：内容" not in page
    assert 'value="地域連携室"' in page
    windows = Facility.objects.order_by("pk").values_list("contact_window", flat=True)
    assert list(windows) == ["", "医事課"]


@pytest.mark.parametrize("seen", [[], ["x"], ["{pk}:"], ["{pk}:99"]])
def test_nothing_is_confirmed_that_was_not_shown(client, official, clinic, seen):
    marks = [mark.format(pk=clinic.pk) for mark in seen]
    send(client, [clinic], note="確認済み", confirmed="yes", seen=marks)
    assert not Facility.objects.filter(note="確認済み").exists()


def test_nothing_to_change_is_said(client, official, two):
    assert "変える項目を1つ以上選んでください" in send(client, two).content.decode()
    page = client.get(reverse("portal:bulk", args=[FACILITY]), {"pk": "x"})
    assert "何も選ばれていません" in page.content.decode()


def test_a_record_of_another_region_keeps_all_as_they_were(client, official, clinic):
    abroad = places.municipality("15201", prefecture_code="15")
    other = facilities.facility(abroad)
    answer = send(client, [clinic, other], note="確認済み", confirmed="yes")
    assert answer.status_code == 404
    assert not Facility.objects.filter(note="確認済み").exists()


def test_one_that_cannot_be_changed_keeps_all_as_they_were(official, two):
    stale = two[1]
    edit(Facility.objects.get(pk=stale.pk), official, note="先に直した")
    with pytest.raises(Refused, match="更別医院：ほかの人が先に直しました"):
        change_in_bulk(
            kind=RECORDS[FACILITY],
            things=two,
            values={"contact_window": "連携室"},
            reason="x",
            by=official,
        )
    assert not Facility.objects.filter(contact_window="連携室").exists()
    assert not BulkChange.objects.exists()


def test_field_outside_the_table_is_refused(official, two):
    with pytest.raises(Refused):
        change_in_bulk(
            kind=RECORDS[FACILITY],
            things=two,
            values={"name": "同じ名"},
            reason="x",
            by=official,
        )


def test_undo_puts_back_and_leaves_what_was_edited_since(client, official, two):
    send(client, two, kind=FacilityKind.PHARMACY, confirmed="yes")
    change = BulkChange.objects.get()
    edit(Facility.objects.get(pk=two[1].pk), official, kind=FacilityKind.HOSPITAL)
    address = reverse("portal:bulk-undo", args=[change.pk])
    asked = client.get(address).content.decode()
    assert "取り消しますか" in asked
    assert "十勝診療所、更別医院" in asked
    assert "窓口の統一" in asked
    page = client.post(address, {"reason": "誤り"}, follow=True).content.decode()
    assert "1件を元に戻しました" in page
    assert "そのまま残したもの：更別医院" in page
    kinds = dict(Facility.objects.values_list("name", "kind"))
    assert kinds == {"十勝診療所": "clinic", "更別医院": "hospital"}
    with pytest.raises(AlreadyUndone):
        undo_bulk_change(change=change, reason="もう一度", by=official)
    again = client.post(address, {"reason": "もう一度"}, follow=True)
    assert "すでに取り消されています" in again.content.decode()


def test_somebody_elses_change_is_not_mine_to_undo(client, official, two):
    send(client, two, note="x", confirmed="yes")
    client.force_login(people.official())
    address = reverse("portal:bulk-undo", args=[BulkChange.objects.get().pk])
    assert client.get(address).status_code == 404


def test_activity_gets_its_program_in_bulk_and_loses_it_again(client, official):
    made = programs.activity("01")
    program = programs.program("01")
    sent = {"pk": made.pk, "program": program.pk, "reason": "整理", "confirmed": "yes"}
    sent["seen"] = marks_of([made])
    client.post(reverse("portal:bulk", args=["activity"]), sent)
    made.refresh_from_db()
    assert made.program == program
    undo_bulk_change(change=BulkChange.objects.get(), reason="戻す", by=official)
    made.refresh_from_db()
    assert made.program is None


def test_bulk_change_in_a_browser(open_page, official, two):
    page = open_page(user=official)
    page.goto("/facilities/")
    for name in ("十勝診療所", "更別医院"):
        page.get_by_label(f"{name}を選ぶ").check()
    page.get_by_role("button", name="選んだものをまとめて変更する").click()
    page.get_by_label("相談窓口").fill("地域連携室")
    page.get_by_label("理由").fill("窓口の統一")
    axe(page)
    page.get_by_role("button", name="内容を確かめる").click()
    axe(page)
    page.get_by_role("button", name="この内容で変える").click()
    page.get_by_text("2件を変えました").wait_for()
    axe(page)
    page.goto(history_url(two[0]))
    axe(page)
