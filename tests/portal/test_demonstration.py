"""What the demonstration shows of the room of programs, made through the actions of people."""

import pytest
from django.conf import settings

import designations.reference
import programs.reference
import zones.reference
from accounts.models import User
from designations.actions import enter_designation
from designations.kinds import Kind
from portal import demonstration, demonstration_programs
from programs.grant_totals import check
from programs.models import Grant, HubReport, MunicipalInitiative, ProgramYear
from tests.factories import designations as made
from tests.factories import facilities
from zones.models import HomeCareZone, Municipality

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.fixture
def shown() -> User:
    """The reference data, the accounts and the demonstration's hubs; twice, as people may."""
    for room in (zones, designations, programs):
        room.reference.load_reference(FIXTURES)
    demonstration.make_accounts()
    demonstration.make_designations()
    by = User.objects.get(username="pref")
    town = Municipality.objects.get(pk="01208")
    zone = HomeCareZone.objects.get(name="北見", plan__prefecture="01")
    for _ in range(7):
        applicant = made.institution(facilities.facility(town))
        act = made.act(zone, applicant, Kind.ACTIVE)
        enter_designation(act=act, on=made.TODAY, reason="試験", by=by)
    for _ in range(2):
        demonstration_programs.make_work()
    return by


def test_the_demonstration_fills_the_room_of_programs_once(shown: User) -> None:
    year = ProgramYear.objects.get(program__code="P02", fiscal_year=2024)
    found = check(year, Grant.objects.filter(year=year))
    assert (found.budget, found.complaint) == (94_420, "")
    assert set(Grant.objects.values_list("status", flat=True)) == {
        "applied",
        "decided",
        "reported",
        "final",
        "rejected",
        "revoked",
    }
    states = HubReport.objects.order_by("fiscal_year", "pk")
    assert list(states.values_list("fiscal_year", "status")) == [
        (2024, "checked"),
        (2025, "checked"),
        (2025, "received"),
        (2025, "received"),
        (2025, "received"),
        (2025, "open"),
    ]
    places = MunicipalInitiative.objects.values("municipality").distinct()
    assert places.count() == 38
    assert MunicipalInitiative.objects.count() == 8 * 38
