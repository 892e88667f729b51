"""How fast the list of facilities answers on a registry of national size, next to django-tables2 as it comes.

Prints requests per second of both for the same 50 rows and 10 columns through the same middleware,
for an official of one prefecture and for one of all 47, then the queries and the time of the first,
the middle and the last page, the queries of a zone page and the CPU time of the start page. On
PostgreSQL the CPU is that of the web process; the server's own shows in the wall time. It makes a
database of its own and removes it:

    .venv/bin/python benchmarks/lists.py                  # SQLite
    .ci/postgres .venv/bin/python benchmarks/lists.py     # a throwaway PostgreSQL
"""

import argparse
import re
import secrets
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from figures import DAY, fill

LIST = "/facilities/?on=2025-10-01"
LIBRARY = "/benchmark/?on=2025-10-01"


def library_page(request: Any) -> Any:
    """The same rows and conditions through the libraries' own templates, columns and paging."""
    import django_tables2 as tables
    from django.http import HttpResponse
    from django.template import engines

    from facilities.filters import FacilityFilter
    from facilities.models import Facility
    from facilities.presenters import facility_rows
    from zones.choice import place_choice
    from zones.days import asked_day

    class Library(tables.Table):
        name = tables.Column(
            accessor="facility__shown_name",
            linkify=("facilities:detail", [tables.A("facility__pk")]),
        )
        zone = tables.Column(accessor="zone")
        municipality = tables.Column(accessor="town")
        filing = tables.TemplateColumn(
            "{% for f in record.deciding %}<span class='tag'>{{ f.shown }}</span>{% endfor %}"
        )
        starts = tables.TemplateColumn(
            "{% load portal %}{{ record.deciding.0.starts_on|wareki_short }}"
        )
        beds = tables.Column(accessor="facility__beds")
        discharge = tables.TemplateColumn(
            "{% if 'discharge' in record.functions %}○{% endif %}"
        )
        daily = tables.TemplateColumn(
            "{% if 'daily' in record.functions %}○{% endif %}"
        )
        acute = tables.TemplateColumn(
            "{% if 'acute' in record.functions %}○{% endif %}"
        )
        eol = tables.TemplateColumn("{% if 'eol' in record.functions %}○{% endif %}")

    found = FacilityFilter(
        request.GET,
        queryset=Facility.objects.visible_to(request.user),
        asked=asked_day(request.GET, today=DAY),
        choice=place_choice(request.user, DAY, request.GET),
    )
    ordered = found.qs.order_by("municipality_id", "code", "pk")
    rows = facility_rows(ordered, keys=ordered[:50].values("pk"), day=DAY)
    table = Library(rows)
    tables.RequestConfig(request, paginate={"per_page": 50}).configure(table)
    page = engines["django"].from_string(
        "{% extends 'base.html' %}{% load django_tables2 %}"
        "{% block content %}<form>{{ filter.form.as_p }}</form>{{ count }}{% render_table table 'django_tables2/table.html' %}{% endblock %}"
    )
    context = {"table": table, "count": ordered.count(), "filter": found}
    return HttpResponse(page.render(context, request))


def urlconf() -> SimpleNamespace:
    from django.urls import path

    from config import urls

    own = path("benchmark/", library_page)
    return SimpleNamespace(
        urlpatterns=[own, *urls.urlpatterns],
        handler404=urls.handler404,
        handler500=urls.handler500,
    )


def answer(client: Any, address: str) -> Any:
    got = client.get(address)
    if got.status_code != 200:
        raise SystemExit(f"{address} answered {got.status_code}")
    return got


def seconds(client: Any, address: str, rounds: int, clock: Any) -> float:
    """The median time of a request, after two that warm."""
    for _ in range(2):
        answer(client, address)
    spent = []
    for _ in range(rounds):
        begun = clock()
        answer(client, address)
        spent.append(clock() - begun)
    return statistics.median(spent)


def signed_in(name: str, prefectures: list[str]) -> Any:
    """An official of some prefectures."""
    from django.test import Client

    from accounts.actions import create_user
    from accounts.roles import Role
    from zones.models import RegionGrant

    user = create_user(
        username=name,
        password=secrets.token_urlsafe(),
        role=Role.OFFICIAL,
        by=None,
    )
    for code in prefectures:
        RegionGrant.objects.create(user=user, prefecture_id=code)
    client = Client()
    client.force_login(user)
    return client


def compare(whose: str, client: Any, rounds: int) -> None:
    """The list beside the library's rendering of the same rows, in turn, so that both meet the same load."""
    spent: dict[str, list[float]] = {LIST: [], LIBRARY: []}
    wall: dict[str, list[float]] = {LIST: [], LIBRARY: []}
    for at in range(rounds + 2):
        for address in (LIST, LIBRARY):
            cpu, begun = time.process_time(), time.perf_counter()
            answer(client, address)
            if at >= 2:
                spent[address].append(time.process_time() - cpu)
                wall[address].append(time.perf_counter() - begun)
    for what, times in (("CPU", spent), ("wall", wall)):
        ours, theirs = (statistics.median(times[one]) for one in (LIST, LIBRARY))
        print(
            f"list of {whose}: {1 / ours:5.1f} requests a second of {what}, library's own "
            f"rendering {1 / theirs:5.1f}, ratio {theirs / ours:.1f}"
        )


def deep_pages(client: Any, rounds: int) -> None:
    found = answer(client, LIST).content.decode()
    count = int(re.search(r'role="status"><b>([\d,]+)', found)[1].replace(",", ""))
    last = -(-count // 50)
    times = {}
    for page in (1, last // 2, last):
        address = f"{LIST}&page={page}"
        times[page] = seconds(client, address, rounds, time.process_time)
        wall = seconds(client, address, rounds, time.perf_counter)
        print(
            f"page {page:>6,} {times[page] * 1000:6.1f} ms CPU, "
            f"{times[page] / times[1]:.2f} of the first; {wall * 1000:6.1f} ms wall"
        )


def queries(client: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zones.models import HomeCareZone

    with CaptureQueriesContext(connection) as seen:
        answer(client, LIST)
    rows = [
        q
        for q in seen.captured_queries
        if 'FROM "facilities_' in q["sql"].split("WHERE")[0]
    ]
    print(f"list {len(seen)} queries, {len(rows)} of them for its rows")
    zone = HomeCareZone.objects.filter(plan__prefecture="01").order_by("pk").first()
    if zone:
        address = zone.get_absolute_url()
        answer(client, address)
        with CaptureQueriesContext(connection) as seen:
            answer(client, address)
        print(f"zone page {len(seen)} queries")


def measure(rounds: int) -> None:
    from zones.models import Prefecture

    everywhere = list(Prefecture.objects.values_list("pk", flat=True))
    one = signed_in("benchmark", ["01"])
    every = signed_in("benchmark-all", everywhere)
    compare("one prefecture", one, rounds)
    compare("all prefectures", every, rounds)
    deep_pages(every, rounds)
    queries(one)
    spent = seconds(one, "/", rounds, time.process_time)
    print(f"start page {spent * 1000:.0f} ms CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facilities", type=int, default=110_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    import django
    from django.conf import settings

    django.setup()
    from django.db import connection

    # Not the test environment: it records every template, which would slow the library most.
    settings.ALLOWED_HOSTS = ["*"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"database: {connection.vendor}")
        fill(options.facilities)
        sys.modules["benchmark_urls"] = urlconf()
        settings.ROOT_URLCONF = "benchmark_urls"
        settings.DEBUG = False
        measure(options.rounds)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
