"""The back office: for the system administrator only, and everything on record."""

from io import BytesIO

import openpyxl
import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import OwnAccount, update_account
from accounts.models import AuditEvent, User
from accounts.roles import Role
from facilities.reference import load_reference
from tests.factories import people, places
from tests.factories.facilities import FIXTURES
from zones.models import HealthCentre, MedicalPlan, Prefecture, RegionGrant

pytestmark = pytest.mark.django_db
PAGES = [
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for model in admin.site._registry
    if model._meta.app_label in {"accounts", "zones", "facilities", "designations"}
]


@pytest.fixture
def administrator(client):
    user = people.administrator()
    client.force_login(user)
    return user


def test_master_tables_and_accounts_are_in_the_back_office():
    expected = {"prefecture", "secondaryarea", "municipality", "healthcentre"}
    expected |= {"filingkind", "user", "regiongrant", "auditevent", "population"}
    assert expected <= {model._meta.model_name for model in admin.site._registry}


def test_business_data_is_not_in_the_back_office():
    for name in (
        "facilities.Facility",
        "zones.HomeCareZone",
        "designations.Designation",
        "auth.Group",
    ):
        assert not admin.site.is_registered(apps.get_model(name))


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_for_the_administrator(client, administrator, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", ["official", "committee_member"])
@pytest.mark.parametrize("address", ["/admin/", *PAGES])
def test_pages_are_refused_to_everybody_else(client, role, address):
    client.force_login(getattr(people, role)())
    assert client.get(address).status_code in {302, 403}


def test_account_is_made_with_its_role_and_group(client, administrator):
    typed = {
        "username": "hc-obihiro",
        "display_name": "保健 花子",
        "department": "帯広保健所",
        "role": "health_centre",
        "password1": "shiken-no-aikotoba-9",
        "password2": "shiken-no-aikotoba-9",
    }
    answer = client.post("/admin/accounts/user/add/", typed)
    made = User.objects.get(username="hc-obihiro")
    assert answer.status_code == 302
    assert [g.name for g in made.groups.all()] == ["保健所担当"]
    assert not made.is_staff
    assert made.check_password("shiken-no-aikotoba-9")
    event = AuditEvent.objects.get(action="create_user", target_id=str(made.pk))
    assert event.actor_id == str(administrator.pk)


def test_role_is_changed_and_a_person_shut_out(client, administrator):
    clerk = people.person(Role.HEALTH_CENTRE, "clerk")
    typed = {"display_name": "氏名", "department": "", "role": "official"}
    client.post(f"/admin/accounts/user/{clerk.pk}/change/", typed)
    clerk.refresh_from_db()
    assert (clerk.role, clerk.is_active) == ("official", False)
    assert [g.name for g in clerk.groups.all()] == ["都道府県担当"]


def test_nobody_takes_the_own_role_away(client, administrator):
    typed = {"display_name": "", "department": "", "role": "official"}
    page = client.post(f"/admin/accounts/user/{administrator.pk}/change/", typed)
    assert "自分の役割と有効は変えられません" in page.content.decode()
    with pytest.raises(OwnAccount):
        update_account(
            user=administrator,
            display_name="",
            department="",
            email="",
            role=Role.ADMINISTRATOR,
            is_active=False,
            by=administrator,
        )


def test_password_set_by_the_administrator_is_on_record(client, administrator):
    clerk = people.person(Role.HEALTH_CENTRE, "clerk")
    new = "atarashii-aikotoba-1"
    typed = {"password1": new, "password2": new, "usable_password": "true"}
    client.post(f"/admin/accounts/user/{clerk.pk}/password/", typed)
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    assert AuditEvent.objects.filter(action="set_password").exists()


def test_region_is_granted_and_revoked(client, administrator):
    clerk = people.person(Role.HEALTH_CENTRE, "clerk")
    centre = places.health_centre([places.municipality("01207")])
    typed = {"user": clerk.pk, "prefecture": "01", "health_centre": centre.pk}
    client.post("/admin/zones/regiongrant/add/", typed)
    grant = RegionGrant.objects.get(user=clerk)
    address = f"/admin/zones/regiongrant/{grant.pk}/delete/"
    client.post(address, {"post": "yes"})
    assert not clerk.regions.exists()
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"grant_region", "revoke_region"} <= set(actions)


def test_plan_begins_with_a_draft(client, administrator):
    places.prefecture("15")
    typed = {
        "prefecture": "15",
        "name": "新潟県保健医療計画",
        "first_fiscal_year": 2024,
        "last_fiscal_year": 2029,
        "hubs_per_zone": "many",
    }
    client.post("/admin/zones/medicalplan/add/", typed)
    assert MedicalPlan.objects.get().versions.get().effective_from is None


def test_master_table_typed_here_is_on_record(client, administrator):
    client.post("/admin/zones/prefecture/add/", {"code": "20", "name": "長野県"})
    event = AuditEvent.objects.get(action="add_master")
    assert event.target == "長野県"


def _export(client, table, kind="xlsx"):
    form = client.get(f"/admin/{table}/export/").context["form"]
    typed = {
        name: "on"
        for name in form.fields
        if name.startswith(form.resources[0].__name__.lower())
    }
    chosen = {"format": _format(form, kind), **typed}
    return client.post(f"/admin/{table}/export/", chosen).content


def _format(form, kind):
    return next(n for n, word in form.fields["format"].choices if word == kind)


def _import(client, table, content, kind="xlsx"):
    form = client.get(f"/admin/{table}/import/").context["form"]
    file = SimpleUploadedFile(f"table.{kind}", content)
    typed = {"format": _format(form, kind), "import_file": file, "resource": ""}
    return client.post(f"/admin/{table}/import/", typed).context


@pytest.mark.parametrize(
    "table",
    [
        "zones/prefecture",
        "zones/secondaryarea",
        "zones/municipality",
        "zones/healthcentre",
        "facilities/filingkind",
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_that_comes_back_changes_nothing(client, administrator, table, kind):
    area = places.secondary_area("0119", "十勝")
    town = places.municipality("01207", "帯広市", area=area)
    places.health_centre([town, places.municipality("01639", area=area)])
    load_reference(FIXTURES)
    result = _import(client, table, _export(client, table, kind), kind)["result"]
    assert [str(row.error) for row in result.invalid_rows] == []
    assert [str(e.error) for _, errors in result.row_errors() for e in errors] == []
    assert result.totals["skip"] == result.total_rows > 0


def test_an_import_is_written_when_confirmed_and_put_on_record(client, administrator):
    places.prefecture("01")
    book = openpyxl.load_workbook(BytesIO(_export(client, "zones/prefecture")))
    book.worksheets[0].cell(2, 3).value = "ほっかいどう"
    changed = BytesIO()
    book.save(changed)
    context = _import(client, "zones/prefecture", changed.getvalue())
    assert context["result"].totals["update"] == 1
    typed = context["confirm_form"].initial
    client.post("/admin/zones/prefecture/process_import/", typed)
    assert Prefecture.objects.get(pk="01").kana == "ほっかいどう"
    event = AuditEvent.objects.get(action="import_master")
    assert (event.detail["table"], event.detail["update"]) == ("zones.prefecture", 1)


def test_an_import_names_an_unknown_code_in_words(client, administrator):
    places.health_centre([places.municipality("01207")])
    book = openpyxl.load_workbook(BytesIO(_export(client, "zones/healthcentre")))
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("municipalities") + 1).value = "01207|99999"
    changed = BytesIO()
    book.save(changed)
    context = _import(client, "zones/healthcentre", changed.getvalue())
    assert "99999" in str(context["result"].row_errors()[0][1][0].error)
    assert HealthCentre.objects.get().municipalities.count() == 1
