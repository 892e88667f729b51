"""The way into the back office: through the one sign-in, for the administrator only."""

import pytest
from django.test import Client

from tests.factories import people


def test_the_way_in_leads_through_the_one_sign_in(db):
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/"


def test_the_administrator_comes_in(db):
    client = Client()
    client.force_login(people.administrator())
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/", follow=True).status_code == 200


@pytest.mark.parametrize("role", [people.official, people.committee_member])
def test_others_are_refused(role, db):
    client = Client()
    client.force_login(role())
    assert client.get("/admin/").status_code == 403
