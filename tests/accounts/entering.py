"""Signing in as the page does it."""

from django.test import Client

from tests.factories.people import PASSWORD


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> int:
    typed = {"login": name, "password": password}
    return client.post("/account/login/", typed, **more).status_code
