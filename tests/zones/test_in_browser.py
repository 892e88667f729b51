"""A what-if in a real browser: drafted, moved by pressing the map, compared, adopted on a day."""

from datetime import date

import pytest
from django.urls import reverse

from tests.browser import NARROW, OpenPage, axe
from tests.factories import people, places
from zones.models import PlanVersion
from zones.placement import placement

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_of_zones_is_moved_on_the_map_compared_and_adopted(
    open_page: OpenPage,
) -> None:
    towns = [places.municipality(code) for code in ("01207", "01631", "01632")]
    for town in towns:
        places.population(town, 500)
        places.put_on_the_map(town)
    version = places.plan({"東": towns[:2], "西": towns[2:]})
    page = open_page(user=people.official())
    page.goto(reverse("zones:version", args=[version.pk]))
    page.get_by_role("button", name="この版から次の版の案を作る").click()
    axe(page)
    box = page.get_by_role("checkbox", name=towns[1].name)
    place = page.get_by_role("link", name=towns[1].name)
    place.click()
    assert box.is_checked()
    place.press("Enter")
    assert not box.is_checked()
    place.press("Enter")
    page.get_by_label("移す先の圏域").select_option(label="西")
    page.get_by_label("理由").fill("協議会の合意")
    page.get_by_role("button", name="選んだ市区町村を移す").click()
    page.get_by_role("link", name="今の圏域と比べる").click()
    axe(page)
    assert page.get_by_role("cell", name="区域が変わる").count() == 4
    page.get_by_role("link", name="この案を適用する").click()
    page.get_by_label("適用開始日").fill("R9.4.1")
    page.get_by_label("理由").fill("中間見直し")
    axe(page)
    page.get_by_role("button", name="適用する").click()
    page.wait_for_url("**/versions/**")
    draft = PlanVersion.objects.latest("pk")
    assert (draft.name, draft.effective_from) == ("第2版", date(2027, 4, 1))
    code = towns[1].pk
    assert placement("01", date(2027, 3, 31)).zone(code).name == "東"
    assert placement("01", date(2027, 4, 1)).zone(code).name == "西"

    narrow = open_page(user=people.official(), viewport=NARROW)
    narrow.goto(reverse("indicators:draft", args=[draft.pk]))
    wide = narrow.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"]
