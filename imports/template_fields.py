"""What the rows of our own form say of a facility, as fields of the registry.

An empty cell of an optional column says nothing, nor does an empty address; what stands so already
is left as it is.
"""

from collections.abc import Mapping
from typing import Any

from facilities.kinds import BedsState, FacilityKind
from formats.text import show_private_use
from imports.classing import facility_kind
from imports.normalise import Beds
from imports.partial import KnownFacility, Said

_PLAIN = ("name", "postal_code", "address", "phone")
_KEPT = ("office_number", "corporation_number", "kana")


def fields_of(
    values: Mapping[str, Any],
    said: Said,
    before: KnownFacility | None,
    *,
    symbols: set[str],
    tracked: Mapping[str, int],
    classes: Mapping[int, str],
) -> dict[str, Any]:
    """The fields of a facility. `values` are its cells; `symbols` those of all its rows.

    `tracked` are the symbols that become filings; `classes` maps their kinds to a class or ''.
    """
    fields = {name: values.get(name) or "" for name in _PLAIN}
    if before is not None and fields["name"] in (
        before.corrected_name,
        show_private_use(before.known.name),
    ):
        fields["name"] = before.known.name
    if before is not None and not fields["address"]:
        fields["address"] = before.fields["address"]
    fields |= {name: values[name] for name in _KEPT if values.get(name)}
    if said.system == "care_office":
        fields["office_number"] = said.code
    made = {classes.get(kind, "") for kind, _ in said.filings} - {""}
    fields["kind"] = values.get("kind") or _kind(values, said, before, made, symbols)
    fields["municipality_id"] = said.municipality
    known = before.fields["other_symbols"] if before else []
    others = symbols - tracked.keys()
    if not others <= set(known):
        fields["other_symbols"] = sorted({*known, *others})
    return fields | _beds(values.get("beds"), before)


def _kind(
    values: Mapping[str, Any],
    said: Said,
    before: KnownFacility | None,
    classes: set[str],
    symbols: set[str],
) -> str:
    """What the registry knows stands, unless it could not tell a hospital from a clinic."""
    if before is not None and before.fields["kind"] != FacilityKind.MEDICAL:
        return before.fields["kind"]
    state, total, by_type = values.get("beds") or ["none", None, []]
    counted = [(name, number) for name, number in by_type] or [("", total or 0)]
    beds = Beds(state, total, tuple(counted))
    return facility_kind(said.sector, "", tuple(sorted(classes)), beds, symbols)


def beds_stand_so(stated: list[Any] | None, known: str, count: int | None) -> bool:
    """Whether stated beds are those that stand; a form that names types is not asked here."""
    state, total, by_type = stated or ["none", None, []]
    if by_type:
        return False
    if state == "known":
        return count is not None and count == total
    if state == "none":
        return known == BedsState.NONE or (known == BedsState.KNOWN and not count)
    return known in (BedsState.UNKNOWN, BedsState.PARTLY)


def _beds(stated: list[Any] | None, before: KnownFacility | None) -> Mapping[str, Any]:
    """Beds as fields; a total that stands so already keeps its types."""
    state, total, by_type = stated or ["none", None, []]
    if before is not None and beds_stand_so(
        stated, before.fields["beds_state"], before.fields["beds"]
    ):
        return {}
    return {"beds": total, "beds_by_type": dict(by_type), "beds_state": state}
