"""Drafts of a version and of the next plan: copies that change nothing before they are adopted."""

from datetime import date

import pytest
from django.urls import reverse

from designations.models import Requirement, SelectionStep
from tests.factories import indicators, people, places
from zones.actions import OutsideRegion
from zones.models import HomeCareZone, MedicalPlan, PlanVersion
from zones.placement import placement, placement_of
from zones.plan_actions import (
    OutsidePlan,
    PlanExists,
    adopt_version,
    draft_next_plan,
    draft_version,
)

pytestmark = pytest.mark.django_db
REVIEW = date(2027, 4, 1)
NEXT = {"name": "次期計画", "first_fiscal_year": 2030, "last_fiscal_year": 2035}


@pytest.fixture
def version():
    towns = [places.municipality("01207"), places.municipality("01631")]
    made = places.plan({"東": towns[:1], "西": towns[1:]})
    one = indicators.indicator(made)
    indicators.target(one, 10)
    Requirement.objects.create(
        version=made, kind="hub", code="H1", order=1, label="会議", description="開く"
    )
    SelectionStep.objects.create(
        version=made,
        kind="hub",
        code="SH1",
        order=1,
        label="1番目",
        candidate="相談窓口",
        scope="zone",
    )
    return made


@pytest.fixture
def official():
    return people.official()


def kept_by(version):
    """What the rooms keep by version, as codes."""
    return (
        sorted(version.indicators.values_list("code", flat=True)),
        sorted(version.indicators.values_list("targets__value", flat=True)),
        sorted(version.requirements.values_list("code", flat=True)),
        sorted(version.selection_steps.values_list("code", flat=True)),
    )


def test_a_draft_copies_zones_indicators_targets_and_requirements(version, official):
    draft = draft_version(version=version, name="第2版（案）", by=official)
    assert kept_by(draft) == kept_by(version)
    assert placement_of(draft).by_municipality == placement_of(version).by_municipality
    draft.requirements.update(label="直した")
    assert version.requirements.get().label == "会議"
    assert draft.requirements.get().history.get().history_user == official


def test_an_adopted_draft_is_no_proposal_any_more(version, official):
    draft = draft_version(version=version, name="第2版（案）", by=official)
    adopt_version(version=draft, effective_from=REVIEW, reason="告示", by=official)
    draft.refresh_from_db()
    assert (draft.name, draft.effective_from) == ("第2版", REVIEW)


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2030, 4, 1)])
def test_a_version_begins_within_the_years_of_its_plan(version, official, day):
    draft = draft_version(version=version, name="案", by=official)
    with pytest.raises(OutsidePlan, match="2024年4月1日から2030年3月31日"):
        adopt_version(version=draft, effective_from=day, reason="", by=official)
    assert PlanVersion.objects.get(pk=draft.pk).effective_from is None


def test_the_next_plan_begins_with_zones_of_its_own(version, official):
    draft = draft_next_plan(version=version, **NEXT, by=official)
    assert kept_by(draft) == kept_by(version)
    zones = placement_of(draft).zones.values()
    assert [zone.name for zone in zones] == ["東", "西"]
    assert not {zone.pk for zone in zones} & set(placement_of(version).zones)
    first = date(2030, 4, 1)
    adopt_version(version=draft, effective_from=first, reason="策定", by=official)
    assert placement("01", date(2030, 3, 31)).version == version
    assert placement("01", first).version == draft


def test_one_plan_begins_in_a_year(version, official):
    draft_next_plan(version=version, **NEXT, by=official)
    with pytest.raises(PlanExists):
        draft_next_plan(version=version, **NEXT, by=official)
    assert MedicalPlan.objects.count() == 2
    assert HomeCareZone.objects.count() == 4


def test_years_of_the_next_plan_are_typed_as_offices_write_them(
    version, official, client
):
    client.force_login(official)
    page = reverse("zones:next-plan", args=[version.pk])
    asked = client.get(page).content.decode()
    assert 'value="令和12年度"' in asked
    years = {"first_fiscal_year": "Ｒ１２", "last_fiscal_year": "令和17年度"}
    client.post(page, {"name": "次期計画", **years})
    made = MedicalPlan.objects.get(name="次期計画")
    assert (made.first_fiscal_year, made.last_fiscal_year) == (2030, 2035)


def test_another_prefecture_drafts_nothing(version):
    stranger = people.official("15")
    with pytest.raises(OutsideRegion):
        draft_version(version=version, name="案", by=stranger)
    with pytest.raises(OutsideRegion):
        draft_next_plan(version=version, **NEXT, by=stranger)
