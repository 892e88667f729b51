"""Forms that were changed on the way: nothing half done, nothing told, and a page in words."""

import unicodedata

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from accounts.records.seen import marks_of
from accounts.sessions import SEEN_AT
from designations.models import Designation, SelectionStep
from designations.reference import load_reference
from facilities.models import Facility
from imports.models import Upload
from tests.factories import designations, facilities, people, places, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> User:
    user = people.official()
    client.force_login(user)
    return user


@pytest.fixture
def own(official: User) -> Facility:
    return facilities.facility(places.municipality("01101"), phone="011-1")


@pytest.fixture
def others() -> Facility:
    return facilities.facility(places.municipality("15201"), phone="025-1")


def words(answer: object) -> str:
    return answer.content.decode()


# --- The version that a form was read at (25, 22, 3) -------------------------------------------


def edited(client: Client, facility: Facility, **changes: str) -> object:
    """The form of a facility as its page gives it, sent with changes; None leaves a field out."""
    address = reverse("facilities:edit", args=[facility.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {"reason": "電話で確認", **changes}
    sent = {n: v for n, v in (shown | typed).items() if v is not None}
    return client.post(address, sent)


def test_the_form_as_it_is_read_is_saved(client, own):
    assert edited(client, own, phone="011-2").status_code == 302


@pytest.mark.parametrize("version", ["0", "-1", "99", "9" * 30])
def test_another_version_shows_both_values(client, own, version):
    answer = edited(client, own, phone="011-2", version=version)
    assert answer.status_code == 409
    assert "011-1" in words(answer)
    assert "011-2" in words(answer)
    own.refresh_from_db()
    assert own.phone == "011-1"


@pytest.mark.parametrize("version", ["x", "1.5", "", None])
def test_a_version_that_is_no_number_saves_nothing(client, own, version):
    answer = edited(client, own, phone="011-2", version=version)
    assert answer.status_code == 200
    assert 'role="alert"' in words(answer)
    assert "011-2" in words(answer), "what was typed is kept"
    own.refresh_from_db()
    assert own.phone == "011-1"


def test_a_form_sent_after_the_session_ended_leads_to_the_sign_in(client, own):
    session = client.session
    session[SEEN_AT] -= settings.SESSION_IDLE_SECONDS + 1
    address = reverse("facilities:edit", args=[own.pk])
    session.save()
    answer = client.post(address, {"phone": "011-2"})
    assert answer.url == f"{reverse('account_login')}?next={address}"
    own.refresh_from_db()
    assert own.phone == "011-1"


@pytest.mark.parametrize("length", [201, 1_000_000])
def test_a_text_beyond_its_limit_names_the_limit(client, own, length):
    most = Facility._meta.get_field("name").max_length
    answer = edited(client, own, name="院" * max(length, most + 1))
    assert answer.status_code == 200
    assert str(most) in words(answer)


@pytest.mark.parametrize("typed", ["", " ", "　", "\u200b", None])
def test_a_required_field_of_blanks_is_empty(client, own, typed):
    answer = edited(client, own, name=typed, phone="011-2")
    assert answer.status_code == 200
    assert "011-2" in words(answer), "what was typed is kept"


# --- How letters are stored (5, 6) -------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("か\u3099んの病院", "がんの病院"),
        ("ｶﾞﾝﾉ病院", "ｶﾞﾝﾉ病院"),
        ("髙﨑𠮷葛\U000e0100病院", "髙﨑𠮷葛\U000e0100病院"),
    ],
)
def test_a_name_is_stored_in_one_form_and_found_in_each(client, own, typed, stored):
    assert edited(client, own, name=typed).status_code == 302
    own.refresh_from_db()
    assert own.name == stored
    for asked in (typed, stored, unicodedata.normalize("NFKC", stored)):
        found = client.get(reverse("facilities:list"), {"q": asked})
        assert own.get_absolute_url() in words(found)


# --- Several at once (38, 39) ------------------------------------------------------------------


def in_bulk(client: Client, keys: list[object], **more: str) -> object:
    data = {"pk": keys, "reason": "まとめて", "confirmed": "1", **more}
    data["seen"] = marks_of(Facility.objects.filter(pk__in=keys))
    return client.post(reverse("portal:bulk", args=["facility"]), data)


def test_one_of_another_region_among_many_changes_nothing(
    client, official, own, others
):
    facilities.many_facilities(20, [own.municipality])
    mine = list(Facility.objects.editable_by(official).values_list("pk", flat=True))
    value = {"note": "まとめて直す"}
    before = list(Facility.objects.order_by("pk").values())
    refused = in_bulk(client, [*mine, others.pk], **value)
    missing = in_bulk(client, [*mine, 10**9], **value)
    assert refused.status_code == missing.status_code == 404
    assert others.name not in words(refused)
    assert list(Facility.objects.order_by("pk").values()) == before
    assert in_bulk(client, mine, **value).status_code == 302


def test_a_case_of_another_region_among_own_ones_changes_nothing(client, official):
    cases = []
    for code, name, prefecture in [("01601", "十勝", "01"), ("15201", "新潟", "15")]:
        places.plan({name: [places.municipality(code)]}, prefecture_code=prefecture)
        zone = places.zone(name)
        cases.append(designations.entered(zone, designations.association(name)))
    before = list(Designation.objects.order_by("pk").values())
    data = {"pk": [c.pk for c in cases], "reason": "まとめて", "owner": official.pk}
    assert client.post(reverse("designations:bulk"), data).status_code == 404
    assert list(Designation.objects.order_by("pk").values()) == before


def test_more_than_can_be_sent_at_once_is_said_with_the_number(client, own):
    answer = in_bulk(client, list(range(5000)))
    assert answer.status_code == 400
    assert f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}項目まで" in words(answer)
    assert "何回かに分けて" in words(answer)


def test_more_files_than_can_be_sent_at_once_are_said_with_the_number(client, own):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    files = [SimpleUploadedFile(f"{n}.csv", b"x") for n in range(most + 1)]
    answer = client.post(reverse("imports:create"), {"file": files})
    assert answer.status_code == 400
    assert f"一度に送れるのは{most}件まで" in words(answer)


def test_more_text_than_can_be_sent_at_once_is_said_with_both_bounds(client, own):
    address = reverse("facilities:edit", args=[own.pk])
    before = list(Facility.objects.values())
    answer = client.post(address, {"note": "あ" * 1_800_000, "reason": "試験"})
    assert answer.status_code == 413
    assert "ファイルは20MBまで、入力した文字は合わせて5MBまで" in words(answer)
    assert list(Facility.objects.values()) == before


def test_a_body_beyond_all_bounds_is_refused_before_it_is_kept(client, own, settings):
    settings.BODY_MAX_BYTES = 10_000
    for size, status in ((9_000, 302), (11_000, 413)):
        file = SimpleUploadedFile("一覧.csv", b"x" * size)
        answer = client.post(reverse("imports:create"), {"file": file})
        assert answer.status_code == status
    assert "送られた内容が大きすぎます" in words(answer)
    assert Upload.objects.count() == 1
    refused = AuditEvent.objects.filter(action="request", outcome="refused").first()
    assert refused.reason.endswith(" 413")


def test_a_file_beyond_its_bound_is_refused_on_its_own_page(client, own, settings):
    settings.UPLOAD_MAX_BYTES = 10_000
    file = SimpleUploadedFile("一覧.csv", b"x" * 11_000)
    answer = client.post(reverse("imports:create"), {"file": file})
    assert answer.status_code == 413
    assert "ファイルが大きすぎます" in words(answer)
    assert "送って検査する" in words(answer)


# --- A table of forms (35) ---------------------------------------------------------------------


@pytest.fixture
def steps(client: Client, official: User) -> dict[str, object]:
    """The form of the steps as its page gives it."""
    places.plan({"十勝": [places.municipality("01601")]})
    load_reference(facilities.FIXTURES)
    formset = client.get(reverse("designations:rule")).context["formset"]
    data = {f"form-{n}": v for n, v in formset.management_form.initial.items()}
    for form in formset:
        data |= {form.add_prefix(name): form[name].value() for name in form.fields}
    data["reason"] = "順を変える"
    return {name: value for name, value in data.items() if value not in (False, None)}


@pytest.mark.parametrize("total", ["1000000", "-1", "", "x", None])
def test_a_table_of_forms_with_another_count_saves_nothing(client, steps, total):
    sent = steps | {"form-0-order": "99", "form-TOTAL_FORMS": total}
    sent = {name: value for name, value in sent.items() if value is not None}
    answer = client.post(reverse("designations:rule"), sent)
    assert answer.status_code == 200
    assert not SelectionStep.objects.filter(order=99).exists()
    assert SelectionStep.objects.filter(code=steps["form-0-code"]).exists()


def test_the_same_row_twice_saves_nothing(client, steps):
    sent = steps | {"form-0-order": "99", "form-1-code": steps["form-0-code"]}
    answer = client.post(reverse("designations:rule"), sent)
    assert answer.status_code == 200
    assert not SelectionStep.objects.filter(order=99).exists()


# --- What others rest on is not removed (40) ---------------------------------------------------


def test_what_a_designation_rests_on_is_not_removed(official):
    town = places.municipality("01601")
    places.plan({"十勝": [town]})
    zone = places.zone("十勝")
    designations.entered(zone)
    for thing in (zone, town):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_the_back_office_says_what_rests_on_it(client, own):
    client.force_login(people.administrator())
    town = own.municipality
    address = reverse("admin:zones_municipality_delete", args=[town.pk])
    answer = client.post(address, {"post": "yes"})
    assert answer.status_code == 200
    assert own.name in words(answer)
    assert type(town).objects.filter(pk=town.pk).exists()


# --- Addresses (14, 37) ------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [str.upper, "{{{}}}".format, "urn:uuid:{}".format])
def test_a_number_in_another_shape_is_found_or_not_found(client, official, shape):
    places.plan({"十勝": [places.municipality("01601")]})
    case = designations.entered(places.zone("十勝"))
    answer = client.get(f"/designations/{shape(str(case.pk))}/")
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("day", ["1900-01-01", "2100-01-01"])
@pytest.mark.parametrize("page", ["/designations/register/", "/indicators/figures/"])
def test_a_day_without_data_gives_a_page_that_is_empty(client, official, page, day):
    answer = client.get(page, {"on": day, "as_of": day, "day": day})
    assert answer.status_code in {200, 404}


def test_cookies_beyond_measure_give_the_page_or_a_refusal(client, own):
    for number in range(200):
        client.cookies[f"c{number}"] = "x" * 40
    assert client.get(reverse("facilities:list")).status_code == 200


def test_the_tag_of_a_file_opens_it_to_nobody(client, official):
    edition = reports.edition()
    address = reverse("reports:pdf", args=[edition.pk])
    mine = client.get(address)
    assert mine.status_code == 200
    client.force_login(people.official("15"))
    tags = {"If-None-Match": mine.headers.get("ETag", '"*"')}
    assert client.get(address, headers=tags).status_code == 404
