"""The rules for admission and discharge of each zone: states, days, review, documents, scope."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions import attach_document, set_discharge_rule
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.kinds import RuleState
from programs.models import DischargeRule
from tests.factories import people, places
from tests.programs.sheets import below, rows_of
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 2)


@pytest.fixture
def zone() -> HomeCareZone:
    towns = {
        "東": [places.municipality("01101", "試験市")],
        "西": [places.municipality("01207", "離れた市")],
    }
    return places.plan(towns).plan.zones.get(name="東")


@pytest.fixture
def clerk(zone: HomeCareZone) -> User:
    return people.clerk(places.health_centre([places.municipality("01101")]))


def rule_of(
    zone: HomeCareZone,
    by: User,
    state: RuleState = RuleState.AGREED,
    version: int = 0,
    **more: Any,
) -> bool:
    values = {
        "name": "試験ルール",
        "agreed_on": date(2025, 4, 1),
        "review_on": date(2026, 4, 1),
        "parties": "試験病院、試験医師会",
        "hospitals": 4,
        "municipalities": 3,
        "note": "",
    }
    return set_discharge_rule(
        zone=zone, version=version, state=state, values={**values, **more}, by=by
    )


def test_agreed_rules_have_a_name_and_a_day(zone: HomeCareZone, clerk: User) -> None:
    for lacking in ({"name": ""}, {"agreed_on": None}):
        with pytest.raises(RuleBroken, match="名称と策定日"):
            rule_of(zone, clerk, **lacking)
    with pytest.raises(RuleBroken, match="策定日以後"):
        rule_of(zone, clerk, review_on=date(2025, 3, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        DischargeRule.objects.create(zone=zone, state=RuleState.AGREED)


def test_a_zone_goes_from_none_to_agreed_with_its_history(
    zone: HomeCareZone, clerk: User
) -> None:
    work = {"name": "", "agreed_on": None, "review_on": None}
    assert rule_of(zone, clerk, RuleState.IN_WORK, **work)
    assert rule_of(zone, clerk, version=1)
    with pytest.raises(Stale):
        rule_of(zone, clerk, version=1, note="先を越された")
    rule = DischargeRule.objects.get()
    states = rule.history.order_by("history_id").values_list("state", flat=True)
    assert list(states) == ["in_work", "agreed"]


def test_others_do_not_write(zone: HomeCareZone) -> None:
    away = people.clerk(places.health_centre([places.municipality("01207")]))
    for user in (away, people.official("15"), people.committee_member()):
        with pytest.raises(NotAllowed):
            rule_of(zone, user)
    assert not DischargeRule.objects.exists()


def test_the_page_tells_states_reviews_that_are_due_and_documents(
    zone: HomeCareZone, clerk: User, client: Client
) -> None:
    rule_of(zone, clerk)
    attach_document(
        owner=DischargeRule.objects.get(),
        title="手引き",
        file_name="手引き.pdf",
        content=b"%PDF-1.7",
        by=clerk,
    )
    client.force_login(people.official())
    asked = {"on": DAY.isoformat()}
    page = client.get(reverse("programs:rules"), asked).content.decode()
    assert "見直しの時期を過ぎた" in page
    assert "東　登録" in page
    found = below(rows_of(client, "programs:rules", **asked), "圏域コード")
    assert [(row[1], row[2], row[6], row[-1]) for row in found] == [
        ("東", "策定済み", "試験病院、試験医師会", "手引き"),
        ("西", "なし", None, None),
    ]
    none = rows_of(client, "programs:rules", **asked, state="none")
    late = rows_of(client, "programs:rules", **asked, late="on")
    assert [row[1] for row in below(none, "圏域コード")] == ["西"]
    assert [row[1] for row in below(late, "圏域コード")] == ["東"]
    before = {"on": "2026-04-01", "late": "on"}
    assert below(rows_of(client, "programs:rules", **before), "圏域コード") == []
