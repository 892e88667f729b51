"""Reference tables of designations: out and in again without a change, and edited with history."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import AuditEvent
from designations.models import ConsultationDesk, Requirement, SelectionStep
from designations.reference import load_reference
from designations.resources import (
    DecisionResource,
    DeskResource,
    RequirementResource,
    RoadmapTargetResource,
    SelectionStepResource,
)
from tests.factories import designations as make
from tests.factories import people

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@pytest.fixture
def loaded():
    """What the project brings, over one zone, and a body with two desks."""
    zone = make.zone()
    load_reference(FIXTURES)
    town = zone.memberships.order_by("pk").first().municipality
    body = make.association("試験町医師会")
    for starts_on in (None, date(2025, 4, 1)):
        ConsultationDesk.objects.create(
            municipality=town, operator=body, starts_on=starts_on
        )
    return zone


@pytest.mark.parametrize(
    "resource",
    [
        RequirementResource,
        SelectionStepResource,
        RoadmapTargetResource,
        DecisionResource,
        DeskResource,
    ],
)
def test_an_export_that_comes_back_changes_nothing(loaded, resource):
    out = resource().export()
    result = resource().import_data(out, raise_errors=True)
    assert result.totals["skip"] == len(out) > 0
    assert sum(result.totals.values()) == len(out)


@pytest.mark.parametrize(
    ("resource", "header", "typed", "told"),
    [
        (RoadmapTargetResource, "医療計画", "01/1999", "計画「01/1999」がありません"),
        (RequirementResource, "計画の版", "01", "計画の版「01」がありません"),
        (DeskResource, "実施主体", "無い会", "実施主体「無い会」がありません"),
    ],
)
def test_what_is_not_known_is_said_in_words(loaded, resource, header, typed, told):
    out = resource().export()
    rows = [dict(zip(out.headers, row, strict=True)) for row in out]
    rows[0][header] = typed
    out.dict = rows
    result = resource().import_data(out, dry_run=True)
    (error,) = result.row_errors()[0][1]
    assert told in str(error.error)


def test_an_imported_change_names_the_person_in_the_history(loaded):
    out = RequirementResource().export()
    rows = [dict(zip(out.headers, row, strict=True)) for row in out]
    rows[0]["label"] = "直した名"
    out.dict = rows
    user = people.administrator()
    result = RequirementResource().import_data(out, raise_errors=True, user=user)
    assert result.totals["update"] == 1
    changed = Requirement.objects.get(label="直した名")
    assert changed.history.first().history_user == user


def test_a_step_of_the_rule_is_edited_in_the_back_office(client, loaded):
    user = people.administrator()
    client.force_login(user)
    step = SelectionStep.objects.first()
    address = f"/admin/designations/selectionstep/{step.pk}/change/"
    form = client.get(address).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None}
    typed |= {"candidate": "直した候補", "filing_classes": "[]", "operator_kinds": "[]"}
    typed = {name: value for name, value in typed.items() if value is not False}
    assert client.post(address, typed).status_code == 302
    step.refresh_from_db()
    assert step.candidate == "直した候補"
    assert step.history.first().history_user == user
    assert AuditEvent.objects.filter(action="change_master").exists()


def test_a_requirement_that_was_answered_is_not_deleted(client, loaded):
    client.force_login(people.administrator())
    answered = make.candidate(loaded).checks.first().requirement
    free = Requirement.objects.exclude(kind=answered.kind).first()
    for one, status in ((answered, 403), (free, 200)):
        address = f"/admin/designations/requirement/{one.pk}/delete/"
        assert client.get(address).status_code == status
