"""Reminders of what is missing: yearly values for the officials, lists for the health centres."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from accounts.models import Notice, User
from accounts.notices import Audience, notify, settle
from accounts.roles import Role
from formats.dates import fiscal_year, fiscal_year_label
from indicators.quality import missing_values, stale_lists
from indicators.reach import whole_reach
from zones.models import Prefecture

DAYS = 30
NAMED = 10


@transaction.atomic
def remind(*, prefecture: Prefecture, day: date, by: User | None) -> int:
    """Open a task for the values of the last fiscal year, and one for each health centre that no
    list reaches; close those of which nothing is missing any more. Says how many are open.

    Safe to run every day: a task that stands is left alone, one that was done too early comes back.
    """
    reach = whole_reach(prefecture, day)
    wanted = [*_values(missing_values(reach), prefecture, day)]
    wanted += _lists(stale_lists(reach), prefecture)
    due_on = day + timedelta(days=DAYS)
    for task in wanted:
        notify(**task, due_on=due_on, by=by)
    ours = f"indicators:missing:{prefecture.pk}:"
    standing = Notice.objects.open_tasks().filter(key__startswith=ours)
    keys = set(standing.values_list("key", flat=True))
    settle(keys=sorted(keys - {task["key"] for task in wanted}), by=by)
    return len(wanted)


def _values(
    rows: list[list], prefecture: Prefecture, day: date
) -> list[dict[str, object]]:
    if not rows:
        return []
    year = fiscal_year(day) - 1
    names = list(dict.fromkeys(str(row[0].value) for row in rows))
    more = f"、ほか{len(names) - NAMED}" if len(names) > NAMED else ""
    return [
        {
            "to": Audience(Role.OFFICIAL, prefecture.pk),
            "text": f"{fiscal_year_label(year)}の値がない指標があります",
            "detail": f"{'、'.join(names[:NAMED])}{more}",
            "link": _link(prefecture, "values"),
            "key": f"indicators:missing:{prefecture.pk}:values:{year}",
        }
    ]


def _lists(rows: list[list], prefecture: Prefecture) -> list[dict[str, object]]:
    return [
        {
            "to": Audience(Role.HEALTH_CENTRE, prefecture.pk, code),
            "text": f"{name}の新しい名簿を取り込んでください",
            "detail": f"最後の名簿：{age}",
            "link": reverse("imports:create"),
            "key": f"indicators:missing:{prefecture.pk}:list:{code}",
        }
        for name, code, _, age in rows
    ]


def _link(prefecture: Prefecture, check: str) -> str:
    query = urlencode({"prefecture": prefecture.pk, "check": check})
    return f"{reverse('indicators:quality')}?{query}#found"
