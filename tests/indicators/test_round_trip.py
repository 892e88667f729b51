"""Master tables that leave and come back change nothing; a changed row goes through the action."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

import indicators.reference
import zones.reference
from accounts.models import AuditEvent
from indicators.models import AdditionalDemand, Indicator, IndicatorValue, VisitDemand
from indicators.resources import (
    AdditionalDemandResource,
    IndicatorResource,
    PopulationResource,
    TargetResource,
    ValueResource,
    VisitDemandResource,
)
from tests.factories import indicators as factory
from tests.factories import people

FOLDER = Path(settings.BASE_DIR) / "fixtures"
MANY = 150


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """All reference data, once; each test's own writes are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        zones.reference.load_reference(FOLDER)
        indicators.reference.load_reference(FOLDER)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(reference, db):
    one = Indicator.objects.get(code="RP01")
    factory.value(one, "12.5", as_of="2025-03-31", source="NDB")
    factory.value(one, None, year=2023, small_count=True)
    factory.target(one, 100, baseline=True, year=2023)
    factory.target(one, 200)
    AdditionalDemand.objects.create(
        municipality_id="01207", year=2025, home_care=12, care_insurance="3.5"
    )
    return one


@pytest.mark.parametrize(
    "resource",
    [
        IndicatorResource,
        ValueResource,
        TargetResource,
        PopulationResource,
        VisitDemandResource,
        AdditionalDemandResource,
    ],
)
def test_an_export_that_comes_back_changes_nothing(loaded, resource):
    events = AuditEvent.objects.count()
    out = resource().export(resource().get_queryset()[:MANY])

    result = resource().import_data(out, raise_errors=True)
    assert result.totals["skip"] == len(out) > 0
    assert sum(result.totals.values()) == len(out)
    assert AuditEvent.objects.count() == events


def test_the_header_is_in_the_words_of_the_screen(loaded):
    assert "分子" in ValueResource().export().headers


def test_a_changed_row_goes_through_the_action(loaded):
    out = ValueResource().export()
    rows = [dict(zip(out.headers, row, strict=True)) for row in out]
    changed = next(row for row in rows if row["値"])
    changed["値"] = "9"
    out.dict = rows
    user = people.administrator()

    result = ValueResource().import_data(out, raise_errors=True, user=user)
    assert (result.totals["update"], result.totals["skip"]) == (1, 1)
    row = IndicatorValue.objects.get(year=2024)
    assert (row.value, row.small_count) == (9, True)
    assert AuditEvent.objects.filter(action="record_value", actor=str(user)).exists()


def test_an_unknown_indicator_is_said_in_words(loaded):
    out = ValueResource().export()
    rows = [dict(zip(out.headers, row, strict=True)) for row in out]
    rows[0]["指標"] = "01/2024/1/ZZ99"
    out.dict = rows

    result = ValueResource().import_data(out, dry_run=True)
    (error,) = result.row_errors()[0][1]
    assert "指標「01/2024/1/ZZ99」がありません" in str(error.error)


def test_reference_data_loads_once_and_keeps_what_an_official_changed(loaded):
    Indicator.objects.filter(code="DS01").update(status="confirmed")

    counts = indicators.reference.load_reference(FOLDER)
    assert counts["indicators"] == 0
    assert Indicator.objects.get(code="DS01").status == "confirmed"
    assert VisitDemand.objects.count() == 2034


def test_the_catalogue_says_what_nobody_has_confirmed(loaded):
    assert Indicator.objects.order_by("order").first().required_national_target
    unconfirmed = Indicator.objects.filter(status="unconfirmed")
    assert unconfirmed.exists()
    assert all(one.doubt for one in unconfirmed)
