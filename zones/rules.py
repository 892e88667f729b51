"""Rules of zones, as pure functions over codes. Each returns messages; none means all is well."""

from collections.abc import Iterable, Mapping
from datetime import date


def z1_every_municipality_once(
    expected: Mapping[str, str], placed: Iterable[tuple[str, str]]
) -> list[str]:
    """Z1. In a version each municipality of the prefecture is in exactly one zone.

    ``expected`` maps municipality codes to names; ``placed`` yields (code, zone name).
    """
    seen: dict[str, list[str]] = {}
    for code, zone in placed:
        seen.setdefault(code, []).append(zone)
    messages = [
        f"{name}がどの圏域にも入っていません。圏域を選んでください。"
        for code, name in expected.items()
        if code not in seen
    ]
    messages += [
        f"{expected.get(code, code)}が{'と'.join(zones)}に入っています。1つにしてください。"
        for code, zones in seen.items()
        if len(zones) > 1
    ]
    messages += [
        f"市区町村コード{code}はこの計画の対象ではありません。外してください。"
        for code in seen
        if code not in expected
    ]
    return messages


def zone_of(
    municipality: str,
    parent: str | None,
    placed: Mapping[str, int],
    *,
    places_wards: bool,
) -> int | None:
    """Z2. A ward follows its city, unless the plan places wards itself."""
    if municipality in placed and (places_wards or parent is None):
        return placed[municipality]
    return placed.get(parent) if parent else placed.get(municipality)


def z3_begins_within_the_plan(day: date, first_year: int, last_year: int) -> list[str]:
    """Z3. A version begins within the fiscal years of its plan."""
    first, end = date(first_year, 4, 1), date(last_year + 1, 4, 1)
    if first <= day < end:
        return []
    return [
        f"適用開始日は計画の期間（{first_year}年4月1日から{last_year + 1}年3月31日まで）の日を入力してください。"
    ]
