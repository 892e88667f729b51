"""Somebody who signs in, and who helps when that fails."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories.people import administrator, person


@pytest.fixture
def sato() -> User:
    return person(Role.OFFICIAL, "sato")


@pytest.fixture
def signed_in(sato) -> Client:
    client = Client()
    client.force_login(sato)
    return client


@pytest.fixture
def chief() -> User:
    return administrator("chief")
