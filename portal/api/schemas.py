"""The shapes of the API's answers. Days are ISO; codes are text with leading zeros."""

from datetime import date, datetime

from ninja import Schema


class PlaceOut(Schema):
    """A municipality: 5-digit code and name."""

    code: str
    name: str


class ZoneOut(Schema):
    """A home-care zone with its municipalities on the day."""

    code: str
    name: str
    prefecture: str
    municipalities: list[PlaceOut]


class DesignatedZoneOut(Schema):
    """A zone of an act; ``municipalities`` is empty where the whole zone is meant."""

    code: str
    name: str
    municipalities: list[PlaceOut]


class DesignationOut(Schema):
    """A designation in force on the day; ``functions`` are codes of the four functions."""

    id: str
    case_number: str
    kind: str
    name: str
    operator_kind: str
    official_code: str
    zones: list[DesignatedZoneOut]
    functions: list[str]
    decided_on: date | None
    effective_from: date | None
    effective_until: date | None
    document_number: str
    legal_basis: str


class IndicatorOut(Schema):
    """A line of the plan's catalogue."""

    code: str
    name: str
    level: str
    function: str
    unit: str
    numerator: str
    denominator: str
    direction: str
    smallest_area: str
    source: str
    status: str


class ValueOut(Schema):
    """A value of an area and fiscal year; null and ``hidden`` where a small count is withheld."""

    area_code: str
    area_name: str
    fiscal_year: int
    value: float | None
    hidden: bool


class ReportOut(Schema):
    """A published edition; ``pdf`` is the address of its file."""

    id: str
    kind: str
    title: str
    number: int
    as_of: date
    published_at: datetime | None
    sha256: str
    pdf: str


class Problem(Schema):
    """Why a request was not answered."""

    detail: str
