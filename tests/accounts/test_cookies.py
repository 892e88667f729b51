"""The cookies of production, as a portal with its settings hands them out."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.factories import people

# Cookies know nothing of the database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
SIGN_IN = """
import json, django
from django.conf import settings
# Nobody has collected the static files of a test.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client

client = Client(headers={"host": "portal.example.lg.jp"})
person = get_user_model().objects.get()
person.set_password("of-one-test-9")
person.save(update_fields=["password"])
client.get("/account/login/", secure=True)
sent = {"login": person.username, "password": "of-one-test-9"}
client.post("/account/login/", sent, secure=True)
client.post("/saved-views/", {"which": "x"}, secure=True)
print(json.dumps([[name, one.OutputString()] for name, one in client.cookies.items()]))
"""


def test_every_cookie_of_production_is_for_this_host_over_tls_only(child_environment):
    people.official()
    environment = {
        **child_environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "SECRET_KEY": "of-one-test-" * 6,
        "ALLOWED_HOSTS": "portal.example.lg.jp",
        "MFA_REQUIRED": "0",
        "REPLICA_URL": child_environment["DATABASE_URL"],
    }
    said = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    cookies = dict(json.loads(said.stdout.splitlines()[-1]))
    assert set(cookies) == {
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-messages",
        "__Host-just_wrote",
    }
    for name, words in cookies.items():
        assert "Secure" in words, name
        assert "SameSite=Lax" in words, name
        assert "Path=/" in words, name
        assert "Domain" not in words, name
        assert "HttpOnly" in words or name == "__Host-csrftoken"
