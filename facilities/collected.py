"""Related rows gathered into one JSON list a row, so that a page of a list is one query."""

import json
from datetime import date

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from accounts.json_list import JSONList
from facilities.classes import Standing


def standing_filings(day: date) -> Subquery:
    """The filings of a facility in force on a day; read them with ``read_standing``."""
    words = JSONObject(
        symbol="kind__symbol",
        shown="kind__symbol_as_printed",
        facility_class="kind__facility_class",
        enhancement="kind__enhancement",
        functions="kind__functions",
        starts_on="starts_on",
    )
    return _gathered(apps.get_model("facilities", "Filing"), day, words)


def standing_provisions(day: date) -> Subquery:
    """The functions in force on a day that a person or a survey said, as a list of words."""
    words = JSONObject(function="function")
    return _gathered(apps.get_model("facilities", "FunctionProvision"), day, words)


def _gathered(model: type, day: date, words: JSONObject) -> Subquery:
    rows = model.objects.in_force_on(day).filter(facility=OuterRef("pk")).order_by()
    lists = rows.values("facility").annotate(gathered=JSONList(words))
    return Subquery(lists.values("gathered"))


def read_standing(gathered: list[dict] | None) -> list[Standing]:
    return [
        Standing(
            row["symbol"],
            row["shown"],
            row["facility_class"],
            row["enhancement"],
            frozenset(_words(row["functions"])),
            date.fromisoformat(row["starts_on"]),
        )
        for row in gathered or ()
    ]


def _words(functions: list[str] | str) -> list[str]:
    # Inside a JSON object PostgreSQL gives the list itself, SQLite its text.
    return json.loads(functions) if isinstance(functions, str) else functions
