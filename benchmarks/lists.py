"""How fast the list of facilities answers on a registry of national size, next to django-tables2 as it comes.

Prints requests per second of both for the same 50 rows and 10 columns through the same middleware,
then the queries and the time of the first, the middle and the last page, the queries of a zone page
and the CPU time of the start page. It makes a database of its own and removes it:

    .venv/bin/python benchmarks/lists.py                  # SQLite
    .ci/postgres .venv/bin/python benchmarks/lists.py     # a throwaway PostgreSQL
"""

import argparse
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
    """The same rows through the library's own template, columns and paging."""
    import django_tables2 as tables
    from django.http import HttpResponse
    from django.template import engines

    from facilities.models import Facility
    from facilities.presenters import facility_rows
    from zones.region import region_on

    class Library(tables.Table):
        name = tables.Column(
            accessor="facility__shown_name",
            linkify=("facilities:detail", [tables.A("facility__pk")]),
        )
        zone = tables.Column(accessor="place__zone_name")
        municipality = tables.Column(accessor="place__name")
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

    region = region_on(request.user, DAY)
    ordered = Facility.objects.visible_to(request.user).open_on(DAY)
    ordered = ordered.order_by("municipality_id", "code", "pk")
    rows = facility_rows(ordered, 0, 50, day=DAY, region=region)
    table = Library(rows)
    tables.RequestConfig(request, paginate={"per_page": 50}).configure(table)
    page = engines["django"].from_string(
        "{% extends 'base.html' %}{% load django_tables2 %}"
        "{% block content %}{{ count }}{% render_table table 'django_tables2/table.html' %}{% endblock %}"
    )
    context = {"table": table, "count": ordered.count()}
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


def signed_in() -> Any:
    """An official who may see every prefecture."""
    from django.test import Client

    from accounts.actions import create_user
    from accounts.roles import Role
    from zones.models import Prefecture, RegionGrant

    user = create_user(
        username="benchmark",
        password=secrets.token_urlsafe(),
        role=Role.OFFICIAL,
        by=None,
    )
    for one in Prefecture.objects.all():
        RegionGrant.objects.create(user=user, prefecture=one)
    client = Client()
    client.force_login(user)
    return client


def measure(client: Any, rounds: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zones.models import HomeCareZone

    # CPU, since other work on the machine must not count.
    ours = seconds(client, LIST, rounds, time.process_time)
    theirs = seconds(client, LIBRARY, rounds, time.process_time)
    print(
        f"list {1 / ours:5.1f} requests a second of CPU, library's own rendering "
        f"{1 / theirs:5.1f}, ratio {theirs / ours:.1f}"
    )
    last = answer(client, LIST).context["table"].paginator.num_pages
    times = {}
    for page in (1, last // 2, last):
        times[page] = seconds(client, f"{LIST}&page={page}", rounds, time.perf_counter)
        print(
            f"page {page:>6,} {times[page] * 1000:6.1f} ms, {times[page] / times[1]:.2f} of the first"
        )
    with CaptureQueriesContext(connection) as seen:
        answer(client, LIST)
    rows = [
        q
        for q in seen.captured_queries
        if 'FROM "facilities_' in q["sql"].split("WHERE")[0]
    ]
    print(f"list {len(seen)} queries, {len(rows)} of them for its rows")
    zone = HomeCareZone.objects.order_by("pk").first()
    if zone:
        address = zone.get_absolute_url()
        answer(client, address)
        with CaptureQueriesContext(connection) as seen:
            answer(client, address)
        print(f"zone page {len(seen)} queries")
    spent = seconds(client, "/", rounds, time.process_time)
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
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"database: {connection.vendor}")
        fill(options.facilities)
        sys.modules["benchmark_urls"] = urlconf()
        settings.ROOT_URLCONF = "benchmark_urls"
        settings.DEBUG = False
        measure(signed_in(), options.rounds)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
