"""A form that is sent again: the same page where it says the same, refused where it says another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, SentForm, User
from accounts.sent_forms import FIELD
from programs.models import Grant
from tests.factories import people, programs
from tests.faults.acts import ACTS, official, told

Form = tuple[str, dict[str, str], dict[str, str]]


def decision(key: int) -> Form:
    """The address of a form, what it says, and something else that it might say."""
    grant = Grant.objects.get(pk=key)
    address = reverse("programs:grant-move", args=[key, "decide"])
    said = {"version": grant.version, "on": f"{programs.TODAY}", "amount": "2000"}
    return address, said, said | {"amount": "2500"}


def publication(key: object) -> Form:
    return reverse("reports:publish", args=[key]), {}, {"more": "1"}


def application(key: object) -> Form:
    return reverse("imports:apply", args=[key]), {}, {"scope": "good"}


FORMS = {
    "decision on a grant": decision,
    "publication": publication,
    "application of a list": application,
}


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(official())
    return client


def words_of(client: Client, page: str) -> list[str]:
    answer = client.get(page, follow=True)
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_again_gives_the_same_page(name, signed_in, read_here):
    act = ACTS[name]
    case = act.prepare()
    address, said, _ = FORMS[name](case)
    form = said | {FIELD: str(uuid4())}
    first = signed_in.post(address, form)
    words, done = words_of(signed_in, first.url), act.trace(case)
    again = signed_in.post(address, form)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again.url == first.url
    assert words_of(signed_in, again.url) == words != []
    assert act.trace(case) == done


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_another_content_under_the_same_key_is_refused(name, signed_in, read_here):
    act = ACTS[name]
    case = act.prepare()
    address, said, other = FORMS[name](case)
    key = {FIELD: str(uuid4())}
    signed_in.post(address, said | key)
    done = act.trace(case)
    answer = signed_in.post(address, other | key)
    assert answer.status_code == 409
    assert "すでに別の内容を送っています" in answer.content.decode()
    assert act.trace(case) == done
    refused = AuditEvent.objects.filter(outcome="refused")
    assert refused.get().reason == f"POST {address} 409"


@pytest.mark.django_db
def test_a_key_of_another_person_opens_nothing(signed_in):
    case = ACTS["decision on a grant"].prepare()
    address, said, _ = decision(case)
    form = said | {FIELD: str(uuid4())}
    signed_in.post(address, form)
    signed_in.force_login(people.official())
    assert signed_in.post(address, form).status_code == 409


@pytest.mark.django_db
def test_a_form_whose_act_was_refused_is_not_used_up(signed_in):
    case = ACTS["decision on a grant"].prepare()
    address, said, _ = decision(case)
    key = {FIELD: str(uuid4())}
    answer = signed_in.post(address, said | key | {"amount": "999999999"})
    assert answer.status_code == 200
    assert not SentForm.objects.exists()
    assert signed_in.post(address, said | key).status_code == 302
    assert Grant.objects.get(pk=case).decided == 2_000


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_the_page_brings_a_key_of_its_own_each_time(name, signed_in, read_here):
    case = ACTS[name].prepare()
    address = FORMS[name](case)[0]
    if name == "application of a list":
        address = reverse("imports:preview", args=[case])
    field = f'name="{FIELD}" value="'
    keys = {
        signed_in.get(address).content.decode().split(field)[1].split('"')[0]
        for _ in range(2)
    }
    assert len(keys) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", FORMS)
def test_two_presses_at_once_do_it_once(name, client, fault_rounds, read_here):
    client.force_login(official())
    act = ACTS[name]
    traces = []
    for _ in range(fault_rounds):
        case = act.prepare()
        address, said, _ = FORMS[name](case)
        form = said | {FIELD: str(uuid4())}
        answers = pressed_at_once(client, address, form)
        assert {status for status, _ in answers} == {302}
        assert len({where for _, where in answers}) == 1
        traces.append(act.trace(case))
    assert traces == [traces[0]] * fault_rounds
    assert SentForm.objects.count() == fault_rounds


def pressed_at_once(client: Client, address: str, form: dict[str, str]) -> list:
    """Two presses, each on a connection of its own."""
    barrier, cookie = Barrier(2), client.cookies["sessionid"].value

    def press(_: int) -> tuple[int, str]:
        own = Client(raise_request_exception=False)
        own.cookies["sessionid"] = cookie
        barrier.wait()
        try:
            answer = own.post(address, form)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, range(2)))


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_decide_at_once_spend_the_money_once(fault_rounds):
    """No key in common: the version of the grant decides, and the second sees both values."""
    pair: list[User] = [official(), official("approver")]
    for _ in range(fault_rounds):
        case = ACTS["decision on a grant"].prepare()
        address, said, _ = decision(case)
        barrier = Barrier(2)

        def press(user: User, address=address, said=said, barrier=barrier) -> int:
            own = Client(raise_request_exception=False)
            own.force_login(user)
            barrier.wait()
            try:
                return own.post(address, said | {FIELD: str(uuid4())}).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(press, pair))
        assert answers.count(302) == 1
        assert set(answers) <= {302, 200, 409}
        grant = Grant.objects.get(pk=case)
        assert told(grant).count(("decide_grant", "done")) == 1
