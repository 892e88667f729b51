"""How long figures of all zones and municipalities take on a registry of national size.

Prints queries, seconds and the ratio to the bare grouped SQL of the same counts, then the CPU time
of the matrix and the map, warm. It makes a database of its own and removes it:

    .venv/bin/python benchmarks/figures.py                  # SQLite
    .ci/postgres .venv/bin/python benchmarks/figures.py     # a throwaway PostgreSQL
"""

import argparse
import gc
import os
import random
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "1"

DAY = date(2025, 10, 1)
STARTED = date(2022, 4, 1)
# Symbol and how many of 1,000 facilities have it, about as in the lists of 2025.
SHARES = {
    "支援診1": 3,
    "支援診2": 50,
    "支援診3": 80,
    "支援病1": 4,
    "支援病2": 8,
    "支援病3": 15,
    "在後病": 4,
    "在医総管1": 220,
    "入退支": 90,
    "在緩診実": 12,
}
PAGES = {
    "matrix": "/indicators/functions/?prefecture=01&on=2025-10-01",
    "map": "/indicators/map/?prefecture=01&on=2025-10-01",
}


TOWNS_A_ZONE = 5


def draw_zones() -> None:
    """A plan for each prefecture that has none, with zones of some neighbours, and people."""
    from zones.models import (
        HomeCareZone,
        MedicalPlan,
        Municipality,
        PlanVersion,
        Population,
        ZoneMembership,
    )

    towns = Municipality.objects.placed_by_plans().order_by("pk")
    planned = set(MedicalPlan.objects.values_list("prefecture", flat=True))
    by_prefecture: dict[str, list[str]] = {}
    for prefecture, code in towns.values_list("prefecture", "pk"):
        by_prefecture.setdefault(prefecture, []).append(code)
    for prefecture, codes in by_prefecture.items():
        if prefecture in planned:
            continue
        plan = MedicalPlan.objects.create(
            prefecture_id=prefecture,
            name=f"試験計画{prefecture}",
            first_fiscal_year=2024,
            last_fiscal_year=2029,
        )
        version = PlanVersion.objects.create(
            plan=plan, number=1, name="初版", effective_from=date(2024, 4, 1)
        )
        for start in range(0, len(codes), TOWNS_A_ZONE):
            zone = HomeCareZone.objects.create(
                plan=plan, code=f"Z{start:03}", name=f"試験圏域{start}"
            )
            ZoneMembership.objects.bulk_create(
                ZoneMembership(version=version, zone=zone, municipality_id=code)
                for code in codes[start : start + TOWNS_A_ZONE]
            )
    counts = {"total": 70_000, "over65": 21_000, "over75": 11_000, "over85": 4_000}
    counted = Population.objects.filter(kind="resident").values("municipality")
    Population.objects.bulk_create(
        Population(municipality_id=code, year=2025, kind="resident", **counts)
        for code in towns.exclude(pk__in=counted).values_list("pk", flat=True)
    )


def fill(number: int) -> None:
    """Facilities of all prefectures with fictional names, their filings, and the lists."""
    import facilities.reference
    import indicators.reference
    import programs.reference
    import zones.reference
    from facilities.models import (
        CapacitySurvey,
        Facility,
        Filing,
        FilingKind,
        FunctionProvision,
        OfficialList,
    )
    from zones.models import Municipality, Prefecture

    folder = ROOT / "fixtures"
    for room in (zones, facilities, programs, indicators):
        room.reference.load_reference(folder)
    draw_zones()
    chance = random.Random(20251001)
    towns = list(
        Municipality.objects.filter(northern_territory=False)
        .order_by("pk")
        .values_list("pk", "prefecture")
    )
    made = []
    for at in range(number):
        town, prefecture = towns[chance.randrange(len(towns))]
        made.append(
            Facility(
                code=f"{prefecture}1{at:07}",
                kind="hospital" if at % 14 == 0 else "clinic",
                sector="medical",
                name=f"試験{at}医院",
                search_key=f"試験{at}医院",
                prefecture_id=prefecture,
                municipality_id=town,
                first_seen_on=DAY,
            )
        )
    made = Facility.objects.bulk_create(made, batch_size=2000)
    kinds = {kind.symbol: kind.pk for kind in FilingKind.objects.order_by("pk")}
    filings = [
        Filing(facility=one, kind_id=kinds[symbol], number=str(at), starts_on=STARTED)
        for one in made
        for at, (symbol, share) in enumerate(SHARES.items())
        if chance.randrange(1000) < share
    ]
    Filing.objects.bulk_create(filings, batch_size=5000)
    CapacitySurvey.objects.bulk_create(
        (
            CapacitySurvey(
                facility=one, fiscal_year=2025, patients_now=10, patients_possible=15
            )
            for one in made[::20]
        ),
        batch_size=5000,
    )
    FunctionProvision.objects.bulk_create(
        (
            FunctionProvision(
                facility=one, function="daily", evidence="survey", starts_on=STARTED
            )
            for one in made[::40]
        ),
        batch_size=5000,
    )
    OfficialList.objects.bulk_create(
        OfficialList(prefecture=one, sector="medical", as_of=DAY)
        for one in Prefecture.objects.all()
    )
    from django.db import connection

    with connection.cursor() as cursor:
        # As the server does by itself between an import and the next morning.
        vacuum = connection.vendor == "postgresql"
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")
    print(f"{len(made):,} facilities, {len(filings):,} filings")


def figures() -> int:
    """All figures of every zone and municipality of the nation."""
    from indicators.figures import as_object
    from indicators.kinds import AreaKind
    from indicators.picture import Picture

    picture = Picture(DAY)
    rows = [
        as_object(picture, area)
        for kind in (AreaKind.ZONE, AreaKind.MUNICIPALITY)
        for area in picture.areas(kind)
    ]
    return len(rows)


def grouped_statements() -> list[tuple[str, tuple]]:
    """The grouping statements alone, as the database gets them, without Python around.

    One with per-facility flags and a window over the filings, written by hand, takes longer than
    these on both databases: they are an honest floor.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from facilities.figures import figures_on

    with CaptureQueriesContext(connection) as seen:
        figures_on(DAY)
    return [q["sql"] for q in seen.captured_queries if "GROUP BY" in q["sql"]]


def timed(*what: Callable[[], object], rounds: int) -> list[float]:
    """The median seconds of each, after a round that warms; by turns, so that a machine that
    grows busy meanwhile is as busy for all of them."""
    seconds: list[list[float]] = [[] for _ in what]
    for at in range(rounds + 1):
        for one, spent in zip(what, seconds, strict=True):
            begun = time.perf_counter()
            one()
            if at:
                spent.append(time.perf_counter() - begun)
    return [statistics.median(spent) for spent in seconds]


def run_bare(statements: list[str]) -> int:
    from django.db import connection

    rows = 0
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            rows += len(cursor.fetchall())
    return rows


def measure_pages(rounds: int) -> None:
    from django.test import Client

    from accounts.actions import create_user
    from accounts.roles import Role
    from zones.models import RegionGrant

    user = create_user(
        username="benchmark",
        password=secrets.token_urlsafe(),
        role=Role.OFFICIAL,
        by=None,
    )
    RegionGrant.objects.create(user=user, prefecture_id="01")
    client = Client()
    client.force_login(user)
    for name, address in PAGES.items():
        client.get(address)
        spent = []
        for _ in range(rounds):
            begun = time.process_time()
            answer = client.get(address)
            spent.append(time.process_time() - begun)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
        print(f"page {name:<7} {statistics.median(spent) * 1000:6.0f} ms CPU, warm")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facilities", type=int, default=110_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    import django
    from django.conf import settings

    django.setup()
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"database: {connection.vendor}")
        fill(options.facilities)
        # The log of statements is full of filling, and a full one counts nothing.
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            areas = figures()
        statements = grouped_statements()
        settings.DEBUG = False
        ours, bare = timed(figures, lambda: run_bare(statements), rounds=options.rounds)
        print(f"{areas:,} areas in {len(queries)} queries")
        print(
            f"figures {ours:.3f} s, bare grouped SQL {bare:.3f} s, ratio {ours / bare:.2f}"
        )
        # A worker that answers pages holds nothing of the filling and the nation's figures.
        gc.collect()
        gc.freeze()
        measure_pages(options.rounds)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
