"""The list of zones, the page of one, and the pages that change them."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from facilities.kinds import CareFunction
from tests.factories import facilities, people, places
from zones.models import HomeCareZone, PlanVersion

pytestmark = pytest.mark.django_db
ON = {"on": "2025-11-20"}


@pytest.fixture
def towns():
    return [
        places.municipality(code, name)
        for code, name in [("01207", "帯広市"), ("01639", "更別村")]
    ]


@pytest.fixture
def version(towns):
    return places.plan({"東": towns[:1], "西": towns[1:]})


@pytest.fixture
def official(client, version):
    user = people.official()
    client.force_login(user)
    return user


@pytest.fixture
def listed(towns):
    facilities.official_list()
    one = facilities.facility(towns[0])
    facilities.filing(one, "支援診1")
    facilities.provision(one, CareFunction.DISCHARGE)
    return one


def column(context, label):
    """The cells of a column of the list of zones, by zone name."""
    (board,) = context["boards"]
    return {
        row["zone"].name: next(cell for name, _, cell in row["cells"] if name == label)
        for row in board["rows"]
    }


def matrix(context, place="main"):
    panels = (
        context["panels"] if "panels" in context else context["boards"][0]["panels"]
    )
    panel = next(p for p in panels[place] if p.key == "functions")
    return {row["label"]: row for row in panel.context["rows"]}


# --- The list ---------------------------------------------------------------------------
def test_list_counts_and_opens_what_it_counts(client, official, listed):
    cells = column(client.get("/zones/", ON).context, "在支診")
    assert {name: cell.value for name, cell in cells.items()} == {"東": 1, "西": 0}
    opened = client.get(cells["東"].url).context["rows"]
    assert [row.facility for row in opened] == [listed]


def test_list_says_no_list_before_the_first(client, official, listed):
    day = {"on": "2025-09-30"}
    cells = column(client.get("/zones/", day).context, "在支診")
    assert {cell.value for cell in cells.values()} == {"名簿なし"}


def test_list_counts_people(client, official, towns):
    places.population(towns[0], 59821)
    cells = column(client.get("/zones/", ON).context, "75歳以上（人）")
    assert (cells["東"].value, cells["西"].value) == (59821, None)


def test_list_matrix_names_the_functions_without_provider(client, official, listed):
    rows = matrix(client.get("/zones/", ON).context)
    assert rows["東"]["gaps"] == ""
    assert rows["西"]["gaps"] == "退院支援、日常の療養支援、急変時の対応、看取り"
    first = rows["東"]["cells"][0]
    assert first["value"] == 1
    assert len(client.get(first["url"]).context["rows"]) == 1


def test_list_of_a_clerk_holds_the_zones_of_the_area(client, version, towns, listed):
    client.force_login(people.clerk(places.health_centre([towns[1]])))
    context = client.get("/zones/", ON).context
    assert list(column(context, "在支診")) == ["西"]
    assert "圏域を編集する" not in client.get("/zones/").content.decode()


def test_list_without_a_plan_says_so(client):
    client.force_login(people.official("15"))
    assert "この日の圏域はありません" in client.get("/zones/").content.decode()


# --- The page ---------------------------------------------------------------------------
def test_page_answers_by_role_and_region(client, version, towns):
    east = places.zone("東")
    answers = {
        people.official("01"): (200, 200),
        people.official("15"): (404, 404),
        people.clerk(places.health_centre([towns[0]])): (200, 403),
        people.clerk(places.health_centre([towns[1]])): (404, 403),
        people.committee_member(): (403, 403),
        people.administrator(): (403, 403),
    }
    for person, expected in answers.items():
        client.force_login(person)
        address = east.get_absolute_url()
        got = (
            client.get(address).status_code,
            client.get(f"{address}edit/").status_code,
        )
        assert got == expected, person
        version_page = client.get(f"/zones/versions/{version.pk}/").status_code
        assert version_page == expected[1], person


def test_page_matrix_counts_by_group_and_names_who_has_none(
    client, official, listed, towns
):
    other = facilities.facility(towns[0])
    facilities.provision(other, CareFunction.DAILY)
    context = client.get(places.zone("東").get_absolute_url(), ON).context
    daily = matrix(context)["日常の療養支援"]
    hospitals, clinics, others, nurses, *_ = daily["cells"]
    assert hospitals == {"none": True}
    assert clinics["value"] == 1
    assert others["value"] == 1
    assert nurses["value"] == "名簿なし"
    for cell, facility in ((clinics, listed), (others, other)):
        opened = client.get(cell["url"]).context["rows"]
        assert [row.facility for row in opened] == [facility]
    west = client.get(places.zone("西").get_absolute_url(), ON).context
    assert matrix(west)["看取り"]["gaps"] == "更別村"


def test_page_gives_the_rate_and_the_outlook(client, official, listed, towns):
    places.population(towns[0], 50000)
    later = {"year": 2040, "kind": "projection"}
    places.population(towns[0], 60000, **later)
    context = client.get(places.zone("東").get_absolute_url(), ON).context
    figures = {item["label"]: item for item in context["figures"]}
    assert figures["75歳以上人口"]["note"] == "2040年 60,000人"
    assert figures["75歳以上10万人あたり"]["value"] == "2.0"
    assert figures["在支診"]["note"] == "機能強化型 1"


def test_pages_ask_the_same_at_10_and_at_3000_facilities(client, official, towns):
    east = places.zone("東").get_absolute_url()
    addresses = ["/zones/", east, f"{east}part/outlook/", f"{east}part/work/"]
    facilities.official_list()
    facilities.many_facilities(10, towns)
    few = [_queries(client, address) for address in addresses]
    facilities.many_facilities(2990, towns)
    many = [_queries(client, address) for address in addresses]
    assert many == few
    assert max(many) <= 25


def test_the_parts_that_follow_are_pages_and_pieces(client, official, towns):
    east = places.zone("東").get_absolute_url()
    page = client.get(f"{east}part/outlook/").content.decode()
    piece = client.get(f"{east}part/outlook/", headers={"HX-Request": "true"})
    assert "指標と目標" in page
    assert "<html" in page
    assert "<html" not in piece.content.decode()
    assert "この半年の変更" in client.get(f"{east}part/work/").content.decode()
    assert client.get(f"{east}part/nothing/").status_code == 404


def _queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# --- Changes ----------------------------------------------------------------------------
def test_municipalities_are_moved(client, official, version):
    address = f"/zones/versions/{version.pk}/"
    west = places.zone("西")
    typed = {"municipalities": ["01207"], "zone": west.pk, "reason": "協議会"}
    assert client.post(address, typed).status_code == 302
    assert version.memberships.filter(zone=west).count() == 2


def test_moving_nothing_says_what_to_choose(client, official, version):
    page = client.post(f"/zones/versions/{version.pk}/", {}).content.decode()
    assert "移す市区町村を1つ以上選んでください。" in page
    assert "移す先の圏域を選んでください。" in page


def test_zone_is_edited_and_a_taken_code_refused(client, official, version):
    east = places.zone("東")
    address = east.get_absolute_url() + "edit/"
    typed = {
        "code": "ｚ０９",
        "name": "東部",
        "kana": "",
        "basis": "",
        "reason": "改称",
    }
    assert client.post(address, typed).status_code == 302
    east.refresh_from_db()
    assert (east.code, east.name) == ("Z09", "東部")
    taken = client.post(address, {**typed, "code": places.zone("西").code})
    assert "ほかの圏域が使っています" in taken.content.decode()


def test_draft_is_made_and_adopted(client, official, version):
    client.post(f"/zones/versions/{version.pk}/draft/")
    draft = PlanVersion.objects.get(effective_from=None)
    assert (
        "まだ適用していない案です"
        in client.get(f"/zones/versions/{draft.pk}/").content.decode()
    )
    adopt = f"/zones/versions/{draft.pk}/adopt/"
    early = client.post(adopt, {"effective_from": "R6.4.1", "reason": "告示"})
    assert "別の日を入力してください" in early.content.decode()
    client.post(adopt, {"effective_from": "R9.4.1", "reason": "告示"})
    draft.refresh_from_db()
    assert draft.effective_from == date(2027, 4, 1)


def test_zone_is_added(client, official, version):
    typed = {
        "code": "Z7",
        "name": "南",
        "kana": "",
        "basis": "町村会",
        "reason": "分割",
    }
    client.post(f"/zones/versions/{version.pk}/new/", typed)
    assert HomeCareZone.objects.get(code="Z7").plan == version.plan


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_list_goes_to_excel_and_csv(client, official, listed, towns, form):
    places.population(towns[0], 100)
    answer = client.get("/zones/", {**ON, "format": form})
    if form == "csv":
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    else:
        book = load_workbook(BytesIO(answer.content))
        rows = [[str(v) for v in row] for row in book.worksheets[0].values]
    assert "75歳以上" in "".join(rows[0])
    east = next(row for row in rows if "東" in row)
    assert {"100", "1"} <= set(east)
