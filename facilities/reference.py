"""Loads the dated code table of filings from ``fixtures/``; safe to run again."""

from pathlib import Path

from django.db import transaction

from facilities.filings import FROM_THE_START
from facilities.kinds import FacilityClass
from facilities.models import FilingKind
from formats.tabular import optional_date, read_rows


@transaction.atomic
def load_reference(folder: Path) -> dict[str, int]:
    """Insert or update the filing kinds; gives their number."""
    rows = [
        FilingKind(
            symbol=r["symbol"],
            symbol_as_printed=r["symbol_as_printed"],
            name=r["name"],
            sector=r["sector"],
            # The table also says "other": a filing that makes no class.
            facility_class=r["class"] if r["class"] in FacilityClass else "",
            enhancement=r["enhancement"],
            functions=[f for f in r["functions"].split(";") if f],
            basis=r["basis"],
            valid_from=optional_date(r["valid_from"]) or FROM_THE_START,
            valid_until=optional_date(r["valid_to"]),
            tracked=r["tracked"] == "yes",
            confidence=r["confidence"],
            note=r["note"],
        )
        for r in read_rows(folder / "filing_kinds.csv")
    ]
    FilingKind.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["symbol", "valid_from"],
        update_fields=[
            f.name
            for f in FilingKind._meta.concrete_fields
            if f.name not in {"id", "symbol", "valid_from"}
        ],
    )
    return {"filing_kinds": len(rows)}
