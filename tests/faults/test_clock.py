"""Clock edges: the fiscal year and the day are those of Japan, wherever the server stands."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from formats.dates import fiscal_year, wareki

TOKYO = ZoneInfo("Asia/Tokyo")
EDGES = [
    (datetime(2026, 3, 31, 23, 59, 59, 500_000, TOKYO), date(2026, 3, 31), 2025),
    (datetime(2026, 4, 1, 0, 0, 0, 0, TOKYO), date(2026, 4, 1), 2026),
    (
        datetime(2026, 3, 31, 14, 59, 59, tzinfo=ZoneInfo("UTC")),
        date(2026, 3, 31),
        2025,
    ),
    (datetime(2026, 3, 31, 15, 0, 0, tzinfo=ZoneInfo("UTC")), date(2026, 4, 1), 2026),
    (datetime(2025, 12, 31, 23, 59, 59, tzinfo=TOKYO), date(2025, 12, 31), 2025),
    (datetime(2026, 1, 1, 0, 0, 0, tzinfo=TOKYO), date(2026, 1, 1), 2025),
    (datetime(2028, 2, 29, 0, 0, 0, tzinfo=TOKYO), date(2028, 2, 29), 2027),
    (datetime(2019, 4, 30, 23, 59, 59, tzinfo=TOKYO), date(2019, 4, 30), 2019),
    (datetime(2019, 5, 1, 0, 0, 0, tzinfo=TOKYO), date(2019, 5, 1), 2019),
    (datetime(1989, 1, 7, 23, 59, 59, tzinfo=TOKYO), date(1989, 1, 7), 1988),
    (datetime(1989, 1, 8, 0, 0, 0, tzinfo=TOKYO), date(1989, 1, 8), 1988),
    (datetime(2027, 3, 31, 23, 0, 0, tzinfo=TOKYO), date(2027, 3, 31), 2026),
]
ERAS = {
    date(1989, 1, 7): "昭和64年1月7日",
    date(1989, 1, 8): "平成元年1月8日",
    date(2019, 4, 30): "平成31年4月30日",
    date(2019, 5, 1): "令和元年5月1日",
}


@pytest.mark.parametrize(("moment", "day", "year"), EDGES)
def test_the_day_and_the_fiscal_year_are_japans(moment, day, year):
    with time_machine.travel(moment, tick=False):
        assert timezone.localdate() == day
        assert fiscal_year(timezone.localdate()) == year


@pytest.mark.parametrize(("day", "words"), ERAS.items())
def test_an_era_begins_on_its_day(day, words):
    assert wareki(day) == words


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Pacific/Auckland"])
def test_the_servers_own_time_zone_changes_nothing(zone):
    """A process of its own, since a process reads its zone when it starts."""
    script = (
        "import django, time_machine; django.setup()\n"
        "from datetime import datetime, UTC\n"
        "from django.utils import timezone\n"
        "for hour in (14, 15):\n"
        "    with time_machine.travel(datetime(2026, 3, 31, hour, 59, tzinfo=UTC)):\n"
        "        print(timezone.localdate())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["2026-03-31", "2026-04-01"]


def test_every_moment_falls_into_exactly_one_fiscal_year():
    start = datetime(2026, 3, 31, 12, tzinfo=TOKYO)
    years = [fiscal_year((start + timedelta(hours=h)).date()) for h in range(24)]
    assert years == sorted(years)
    assert set(years) == {2025, 2026}
