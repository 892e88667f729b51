"""Who is designated on a day: the two known cases, and what zones lack."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from designations.actions import enter_designation
from designations.differences import changes_between
from designations.kinds import Kind
from designations.models import Designation
from designations.register import register_on
from tests.factories import designations as make
from tests.factories import people, places
from zones.models import PlanVersion

pytestmark = pytest.mark.django_db
TOKACHI = ("東十勝", "西十勝", "南十勝", "北十勝")
KITAMI = ("北見市", "美幌町", "津別町", "訓子府町", "置戸町")


@pytest.fixture
def version() -> PlanVersion:
    """Kitami with its five municipalities, and the four zones of Tokachi; members are made up."""
    zones = {"北見": [places.municipality(name=name) for name in KITAMI]}
    zones |= {name: [places.municipality(name=f"{name}町")] for name in TOKACHI}
    return places.plan(zones, hubs_per_zone="one")


@pytest.fixture
def tokachi(version: PlanVersion) -> Designation:
    """One hub for four zones, from 2025-10-01."""
    return make.entered(
        [places.zone(name) for name in TOKACHI], make.association("試験十勝医師会")
    )


@pytest.fixture
def kitami(version: PlanVersion) -> Designation:
    """A hub from August 2025; the day is not confirmed."""
    return make.entered(
        places.zone("北見"),
        make.association("試験北見センター"),
        decided_on=date(2025, 8, 1),
        effective_from=date(2025, 8, 1),
        unconfirmed=True,
    )


def test_asked_for_september_only_kitami_is_designated(
    tokachi: Designation, kitami: Designation
) -> None:
    found = register_on("01", date(2025, 9, 1))
    assert found.designations == (kitami,)
    assert found.of(places.zone("北見")).hubs == (kitami,)
    assert {zone.name for zone in found.lacking_hub} == set(TOKACHI)


def test_from_october_one_hub_stands_in_all_four_zones_and_counts_once(
    tokachi: Designation, kitami: Designation
) -> None:
    found = register_on("01", date(2025, 10, 1))
    assert set(found.designations) == {tokachi, kitami}
    assert all(found.of(places.zone(name)).hubs == (tokachi,) for name in TOKACHI)
    assert found.lacking_hub == ()
    assert len(found.lacking_active) == 5


def test_before_the_plan_there_are_no_zones(tokachi: Designation) -> None:
    found = register_on("01", date(2024, 3, 31))
    assert (found.version, found.zones) == (None, ())


def test_a_clerk_sees_the_acts_that_touch_the_own_area(
    tokachi: Designation, kitami: Designation
) -> None:
    town = places.zone("北見").memberships.order_by("pk").first().municipality
    clerk = people.clerk(places.health_centre([town]))
    assert Designation.objects.visible_to(clerk).get() == kitami
    assert set(Designation.objects.visible_to(people.official())) == {tokachi, kitami}
    assert not Designation.objects.visible_to(people.official("15")).exists()
    assert not Designation.objects.visible_to(people.committee_member()).exists()


def test_the_register_asks_as_often_for_many_zones_as_for_one() -> None:
    counts = []
    by = people.official()
    for code, number in (("01", 1), ("15", 12)):
        zones = {
            f"{code}圏域{at}": [places.municipality(prefecture_code=code)]
            for at in range(number)
        }
        places.plan(zones, prefecture_code=code, hubs_per_zone="many")
        for name in zones:
            make.entered(
                places.zone(name), make.association(prefecture_code=code), by=by
            )
            make.candidate(places.zone(name), make.institution(), Kind.ACTIVE, by=by)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            register_on(code, date(2025, 10, 1))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_came_went_and_changed_between_two_days(
    tokachi: Designation, kitami: Designation
) -> None:
    by = people.official()
    end = enter_designation(
        act=make.act(
            [places.zone(name) for name in TOKACHI[:3]],
            tokachi.operator,
            decided_on=date(2025, 11, 1),
            effective_from=date(2025, 11, 10),
        ),
        on=make.TODAY,
        reason="北十勝を外す",
        predecessor=tokachi,
        by=by,
    )
    short = make.entered(
        places.zone("北十勝"),
        effective_from=date(2025, 11, 12),
        effective_until=date(2025, 11, 15),
    )
    found = changes_between("01", date(2025, 9, 1), date(2025, 10, 1))
    assert [(c.kind, c.act) for c in found] == [("新規", tokachi)]
    found = changes_between("01", date(2025, 10, 1), date(2025, 11, 20))
    assert [(c.kind, c.act) for c in found] == [("変更", end), ("期間中のみ", short)]
    assert "圏域：" in found[0].words
    found = changes_between("01", date(2025, 11, 12), date(2025, 11, 20))
    assert [(c.kind, c.act) for c in found] == [("終了", short)]


def test_the_register_goes_out_as_page_workbook_and_csv(
    client: Client, tokachi: Designation, kitami: Designation
) -> None:
    client.force_login(people.official())
    query = {"on": "令和7年9月1日", "since": "2025-10-01"}
    shown = client.get(reverse("designations:register"), query).content.decode()
    assert "<b>1</b>件" in shown
    assert "試験北見センター" in shown
    sheet = client.get(reverse("designations:register-sheet"), query)
    book = load_workbook(BytesIO(sheet.content))
    assert book.sheetnames == ["指定の登録", "圏域別", "変化", "出典"]
    names = [
        row[5] for row in book["指定の登録"].iter_rows(min_row=2, values_only=True)
    ]
    assert names == ["試験北見センター"]
    file = client.get(
        reverse("designations:register-csv"), query | {"on": "2025-10-01"}
    )
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 1 + 4
    assert "2025-10-01" in lines[-1]


def test_the_register_of_a_clerk_holds_the_own_area(
    client: Client, tokachi: Designation, kitami: Designation
) -> None:
    town = places.zone("北見").memberships.order_by("pk").first().municipality
    client.force_login(people.clerk(places.health_centre([town])))
    file = client.get(reverse("designations:register-csv"), {"on": "2025-10-01"})
    assert "試験十勝医師会" not in file.content.decode("utf-8-sig")
    assert "試験北見センター" in file.content.decode("utf-8-sig")
