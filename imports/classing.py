"""What a listed facility is: the filing under which it counts, and hospital or clinic."""

from datetime import date

from imports.listing import ENHANCEMENTS, ListedFiling, SymbolKind
from imports.normalise import Beds

HOSPITAL_FROM = 20  # beds; 医療法第1条の5
# Basic ward fees of hospitals and of clinics: they tell the two apart where beds are unknown.
_HOSPITAL_WARDS = {
    "一般入院",
    "療養入院",
    "精神入院",
    "障害入院",
    "結核入院",
    "特定入院",
    "専門入院",
}
_CLINIC_WARDS = {"診入院", "診療養入院"}
_KIND_OF_SECTOR = {
    "dental": "dental_clinic",
    "pharmacy": "pharmacy",
    "nursing": "nursing_station",
}


def class_that_counts(filings: list[ListedFiling], kinds: dict[str, SymbolKind]) -> str:
    """Return the symbol under which a facility counts: begun last, the better on a tie; or ''.

    A filing whose start is not known counts as begun first.
    """
    if not filings:
        return ""

    def rank(one: ListedFiling) -> tuple[date, int]:
        return one.starts_on or date.min, -ENHANCEMENTS.index(
            kinds[one.symbol].enhancement
        )

    return max(filings, key=rank).symbol


def facility_kind(
    sector: str, written: str, classes: tuple[str, ...], beds: Beds, symbols: set[str]
) -> str:
    """Return what a facility is: from 種別 where it is filled, else from class, beds and wards."""
    if sector in _KIND_OF_SECTOR:
        return _KIND_OF_SECTOR[sector]
    if "病院" in written:
        return "hospital"
    if "診療所" in written:
        return "clinic"
    if "zaishibyo" in classes or "backup_hospital" in classes:
        return "hospital"
    if "zaishishin" in classes:
        return "clinic"
    counted = sum(count for _, count in beds.by_type)
    if counted >= HOSPITAL_FROM or symbols & _HOSPITAL_WARDS:
        return "hospital"
    if beds.state in ("none", "known") or symbols & _CLINIC_WARDS:
        return "clinic"
    return "medical"
