"""Words find uploads, grants and activities in the database, in any width, kana or old form."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from imports.models import Upload
from programs.models import Activity, Grant, Program
from tests.factories import designations, facilities, people, places, uploads
from tests.factories import programs as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    town = places.municipality("01101", "札幌市")
    return places.plan({"試験": [town]}).plan.zones.get()


@pytest.fixture
def official(client, zone):
    user = people.official()
    client.force_login(user)
    return user


def _grant(zone, number):
    applicant = designations.institution(facilities.facility(name=f"髙橋{number}内科"))
    year = make.year(make.program(name="ﾎｰﾑ事業"))
    made = make.applied(year, applicant, zone=zone)
    made.purpose = "訪問車両"
    made.save(update_fields=["purpose"])
    return made


def _activity(zone, number):
    return make.activity(
        zone=zone,
        name=f"ｹｱ会議{number}",
        actor="髙橋医師会",
        program=make.program(name="ﾎｰﾑ事業"),
    )


def _upload(zone, number):
    made = uploads.bare(places.health_centre())
    made.file_name = f"髙橋ｹｱ{number}.xlsx"
    made.uploaded_by = people.official()
    made.save()
    User.objects.filter(pk=made.uploaded_by_id).update(display_name="﨑山")
    return made


CASES = {
    "programs:grants": (
        _grant,
        ["高橋", "髙橋１内科", "ほーむ", "車両", "１内科　ホーム"],
        "ない 高橋",
    ),
    "programs:activities": (
        _activity,
        ["高橋", "けあ会議", "ケア", "ホーム", "ｹｱ　髙橋"],
        "高橋 外科",
    ),
    "imports:list": (
        _upload,
        ["高橋", "けあ", "ＸＬＳＸ", "届出受理", "崎山", "高橋 崎山"],
        "高橋 外科",
    ),
}


@pytest.fixture
def seen(client, official):
    """How many rows a list shows for what is typed."""

    def count(which, typed):
        answer = client.get(reverse(which), {"q": typed, "year": make.YEAR})
        return answer.context["listing"].table.page.paginator.count

    return count


@pytest.mark.parametrize("which", CASES)
def test_words_meet_in_any_width_kana_and_form(which, zone, seen):
    make_one, found, missing = CASES[which]
    make_one(zone, 1)
    assert {typed: seen(which, typed) for typed in found} == dict.fromkeys(found, 1)
    assert seen(which, missing) == 0


@pytest.mark.parametrize("which", CASES)
def test_words_cost_no_query_a_row(which, zone, seen):
    make_one, (typed, *_), _ = CASES[which]

    def queries(words):
        with CaptureQueriesContext(connection) as asked:
            seen(which, words)
        return len(asked)

    make_one(zone, 1)
    make_one(zone, 2)
    queries(typed)
    # The staff who upload are read once, beside the list.
    most = queries("") + (which == "imports:list")
    assert queries(typed) <= most
    make_one(zone, 3)
    assert queries(typed) <= most
    assert seen(which, typed) == 3


@pytest.mark.parametrize(
    ("migration", "models"),
    [
        ("programs.migrations.0005_fill_search_keys", (Program, Grant, Activity)),
        ("imports.migrations.0005_fill_search_key", (Upload,)),
    ],
)
def test_migration_gives_the_same_keys_as_saving(migration, models, zone, official):
    for make_one, *_ in CASES.values():
        make_one(zone, 1)
    written = {m: set(m.objects.values_list("pk", "search_key")) for m in models}
    for model in models:
        model.objects.update(search_key="")
    import_module(migration).fill(apps, None)
    for model in models:
        assert set(model.objects.values_list("pk", "search_key")) == written[model]


def test_prepared_upload_is_found_by_the_title_it_got(seen):
    uploads.region()
    uploads.prepared(uploads.in_chuo())
    assert seen("imports:list", "医科　令和7年10月1日") == 1
    assert seen("imports:list", "ｼｽﾃﾑ 名簿") == 1
    assert seen("imports:list", "歯科") == 0
