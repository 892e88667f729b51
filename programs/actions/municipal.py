"""Writing what municipalities do of the scheme, and their consultation desks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from designations.actions import set_consultation_desk
from designations.models import ConsultationDesk, Operator
from formats.dates import fiscal_year_label
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require_place,
)
from programs.kinds import (
    ENTRUSTED,
    HandledBy,
    MunicipalItem,
)
from programs.models import (
    DeskDetails,
    MunicipalInitiative,
)
from zones.models import Municipality


@dataclass(frozen=True, slots=True)
class ItemDone:
    """How a municipality does one item, and who does it where it is entrusted."""

    handled_by: HandledBy
    entrusted_to: Operator | None = None
    entrusted_name: str = ""
    note: str = ""

    @property
    def partner(self) -> str:
        return str(self.entrusted_to) if self.entrusted_to else self.entrusted_name


@transaction.atomic
def set_initiatives(
    *,
    municipality: Municipality,
    fiscal_year: int,
    items: Mapping[MunicipalItem, ItemDone | None],
    by: User,
) -> int:
    """Say how a municipality does its items in a year; gives how many changed.

    None takes an item back to «not known»; items that are not named stay as they are.
    """
    require_place(municipality, by)
    refuse(
        [
            f"（{item.value}）{message}"
            for item, done in items.items()
            if done
            for message in rules.m1_partner_is_named(
                entrusted=done.handled_by in ENTRUSTED, partner=done.partner
            )
        ]
    )
    known = {
        one.item: one
        for one in MunicipalInitiative.objects.filter(
            municipality=municipality, fiscal_year=fiscal_year
        )
    }
    changed = 0
    for item, done in items.items():
        changed += _set_item(known.get(item), municipality, fiscal_year, item, done, by)
    if changed:
        audit(
            "set_initiatives",
            municipality,
            detail={"fiscal_year": fiscal_year, "items": changed},
            by=by,
        )
    return changed


def _set_item(
    one: MunicipalInitiative | None,
    municipality: Municipality,
    fiscal_year: int,
    item: MunicipalItem,
    done: ItemDone | None,
    by: User,
) -> bool:
    if done is None:
        if one is None:
            return False
        one._history_user = by
        one.delete()
        return True
    values = {
        "handled_by": done.handled_by,
        "entrusted_to": done.entrusted_to,
        "entrusted_name": "" if done.entrusted_to else done.entrusted_name,
        "note": done.note,
    }
    if one is not None:
        return change(one, values, by=by)
    create(
        MunicipalInitiative(
            municipality=municipality, fiscal_year=fiscal_year, item=item, **values
        ),
        by=by,
    )
    return True


@transaction.atomic
def copy_initiatives(*, municipality: Municipality, to: int, by: User) -> int:
    """Take what stood in the year before as a start for a fiscal year."""
    require_place(municipality, by)
    rows = MunicipalInitiative.objects.filter(municipality=municipality)
    if rows.filter(fiscal_year=to).exists():
        refuse([f"{fiscal_year_label(to)}はもう登録されています。"])
    items = {
        MunicipalItem(one.item): ItemDone(
            HandledBy(one.handled_by), one.entrusted_to, one.entrusted_name, one.note
        )
        for one in rows.filter(fiscal_year=to - 1).select_related("entrusted_to")
    }
    return set_initiatives(
        municipality=municipality, fiscal_year=to, items=items, by=by
    )


@transaction.atomic
def set_desk(
    *,
    municipality: Municipality,
    operator: Operator,
    name: str,
    address: str,
    phone: str,
    hours: str,
    public: bool = True,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User,
) -> ConsultationDesk:
    """Say who runs the consultation desk of a municipality and how residents reach it.

    It feeds the candidates for hubs and the list for residents.
    """
    require_place(municipality, by)
    refuse(rules.a4_period_in_order(starts_on=starts_on, ends_on=ends_on))
    desk = set_consultation_desk(
        municipality=municipality,
        operator=operator,
        starts_on=starts_on,
        ends_on=ends_on,
        source="市町村からの報告",
        by=by,
    )
    values = {
        "name": name,
        "address": address,
        "phone": phone,
        "hours": hours,
        "public": public,
    }
    details = DeskDetails.objects.filter(desk=desk).first()
    if details is None:
        create(DeskDetails(desk=desk, **values), by=by)
    else:
        change(details, values, by=by)
    return desk
