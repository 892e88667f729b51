"""What the selection rule answers, as the command and the page show it and take it up."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from designations.models import Designation, SelectionStep
from designations.reference import load_reference
from facilities.models import FilingKind
from facilities.reference import load_reference as load_filing_kinds
from tests.factories import people, places
from tests.factories.selection import FIXTURES, Corner, holder
from zones.reference import load_reference as load_places

pytestmark = pytest.mark.django_db


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
