"""Every word of the libraries is Japanese on the screen, and form errors say what to write."""

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.utils import translation

from accounts.roles import Role
from tests.factories import people, places
from tests.portal.library_words import words_of
from zones.models import Prefecture

COMPILED = settings.LOCALE_PATHS[0] / "ja" / "LC_MESSAGES" / "django.mo"
LIBRARIES = [
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.admin",
    "django_filters",
    "django_tables2",
    "django_tasks_db",
    "import_export",
    "simple_history",
]
# The same in every language.
NAMES = {"WebAuthn", "%(class_name)s %(instance)s"}

pytestmark = pytest.mark.skipif(
    not COMPILED.exists(), reason="words are not compiled: make setup (needs gettext)"
)


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_speaks_japanese(library):
    words = words_of(library)
    assert words, "nothing was read from the library"
    with translation.override("ja"):
        left = {text for text in words if translation.gettext(text) == text}
    assert left - NAMES == set()


class SampleForm(forms.Form):
    text = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=0, max_value=9)
    day = forms.DateField()
    choice = forms.ChoiceField(choices=[("a", "甲")])
    file = forms.FileField()


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({}, "text", "入力してください。"),
        ({}, "choice", "選んでください。"),
        (
            {"text": "あいうえ"},
            "text",
            "3文字までで入力してください。いまは4文字あります。",
        ),
        ({"number": "1.5"}, "number", "整数を入力してください。"),
        ({"number": "10"}, "number", "9以下の数を入力してください。"),
        ({"number": "-1"}, "number", "0以上の数を入力してください。"),
        ({"day": "きのう"}, "day", "令和7年4月1日、R7.4.1、2025-04-01"),
        (
            {"choice": "乙"},
            "choice",
            "「乙」は選べません。一覧にあるものから選んでください。",
        ),
    ],
)
def test_form_error_says_what_to_write(given, field, words):
    assert words in SampleForm(given).errors[field][0]


def test_missing_file_is_asked_for_in_words():
    form = SampleForm({}, {})
    assert form.errors["file"] == ["ファイルを選んでください。"]


@pytest.mark.django_db
def test_model_error_names_the_fields_in_words():
    places.prefecture("01")
    with pytest.raises(forms.ValidationError) as refused:
        Prefecture(code="02", name="北海道").full_clean()
    assert refused.value.message_dict["name"] == [
        "同じ名称の都道府県がすでにあります。別の値を入力してください。"
    ]


# --- A typed day is said back -------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["令和7年4月1日", "R7.4.1", "2025-04-01", "２０２５／４／１", "20250401"]
)
def test_typed_day_is_said_in_both_calendars(text):
    client = Client()
    client.force_login(people.person(Role.OFFICIAL))
    answer = client.get("/day/", {"text": text}).json()
    assert answer == {
        "right": True,
        "words": "令和7年4月1日（2025年4月1日・火曜日）　令和7年度",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "令和7年2月30日", "あした", "R7.4"])
def test_what_is_no_day_is_said_to_be_none(text):
    client = Client()
    client.force_login(people.person(Role.OFFICIAL))
    answer = client.get("/day/", {"text": text}).json()
    assert answer["right"] is False
    assert answer["words"].endswith("ください。")


@pytest.mark.django_db
def test_day_is_not_said_to_strangers():
    assert Client().get("/day/", {"text": "R7.4.1"}).status_code == 302
