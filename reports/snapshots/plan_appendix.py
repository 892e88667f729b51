"""Schema of the plan appendix (別表): the names of institutions by zone and function.

A medical plan lists them for each of the four functions of home medical care.
"""

from dataclasses import dataclass
from typing import Literal

from reports.snapshots.shared import Report

Kind = Literal[
    "hospital",
    "clinic",
    "medical",
    "dental_clinic",
    "pharmacy",
    "nursing_station",
    "care_manager",
    "support_centre",
    "short_stay",
    "consultation",
    "other",
]
Function = Literal["discharge", "daily", "acute", "eol"]


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution that takes on at least one function; `hub` and `active` are its designations."""

    kind: Kind
    town: str
    name: str
    functions: tuple[Function, ...]
    kana: str = ""
    hub: bool = False
    active: bool = False


@dataclass(frozen=True, slots=True)
class AppendixZone:
    """A zone with its institutions in the order of municipalities and kana.

    `unlisted` are the kinds whose official list does not reach the zone by the day (名簿なし).
    """

    code: str
    name: str
    towns: tuple[str, ...]
    hubs: tuple[str, ...]
    actives: tuple[str, ...]
    institutions: tuple[Institution, ...]
    unlisted: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAppendix(Report):
    """The whole appendix."""

    zones: tuple[AppendixZone, ...]
    kind: Literal["plan_appendix"] = "plan_appendix"
