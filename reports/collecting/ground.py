"""What all kinds of reports stand on: the register, the areas and the figures of one day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from designations.register import Register, ZoneRegister, register_on
from facilities.figures import Figures
from facilities.kinds import Sector
from facilities.models import OfficialList
from formats.dates import fiscal_year_short, wareki, wareki_short
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.picture import Picture
from reports.collecting.asked import Asked, NoPlan
from reports.snapshots.shared import Source
from reports.wording import whole_of
from zones.models import MedicalPlan, Population

NOTICE = "試験用のデータによる。指定の内容は架空である。"
NONE_LISTED = "名簿なし"


@dataclass(frozen=True, slots=True)
class Line:
    """One zone: its acts, its area with people, and its counts."""

    register: ZoneRegister
    area: Area
    figures: Figures

    @property
    def code(self) -> str:
        return self.register.zone.code

    @property
    def name(self) -> str:
        return self.register.zone.name


class Ground:
    """Reads of one prefecture and day, each made once. Raises ``NoPlan`` where no plan is in force."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.as_of = asked, asked.as_of
        self.prefecture = asked.prefecture
        if self.register.version is None:
            raise NoPlan.on(self.prefecture, self.as_of)

    @cached_property
    def register(self) -> Register:
        return register_on(self.prefecture.pk, self.as_of)

    @cached_property
    def picture(self) -> Picture:
        return Picture(self.as_of, self.prefecture.pk)

    @property
    def plan(self) -> MedicalPlan:
        return self.register.version.plan

    @cached_property
    def lines(self) -> list[Line]:
        """The zones of the report, by code."""
        areas = {area.pk: area for area in self.picture.areas(AreaKind.ZONE)}
        wanted = set(self.asked.zone_codes)
        return [
            Line(line, areas[line.zone.pk], self.picture.figures(areas[line.zone.pk]))
            for line in self.register.zones
            if not wanted or line.zone.code in wanted
        ]

    @property
    def is_whole(self) -> bool:
        return len(self.lines) == len(self.register.zones)

    @property
    def everywhere(self) -> Area:
        """The whole prefecture."""
        return self.picture.area(AreaKind.PREFECTURE, self.prefecture.pk)

    def common(self, title: str) -> dict[str, Any]:
        """The fields that every report on a plan has."""
        asked = self.asked
        return {
            "title": asked.title or title,
            "prefecture": self.prefecture.name,
            "prefecture_code": self.prefecture.pk,
            "as_of": self.as_of,
            "whole": whole_of(self.prefecture.name)
            if self.is_whole
            else f"対象{len(self.lines)}圏域",
            "plan": plan_words(self.plan),
            "scope": self._scope(),
            "parts": asked.parts,
            "meeting": asked.meeting,
            "edition": asked.edition,
            "notice": NOTICE if self.plan.demonstration else "",
            "foreword": asked.foreword,
            "comments": asked.comments,
        }

    def _scope(self) -> str:
        note = "（試験用に定めた在宅医療圏による）" if self.plan.demonstration else ""
        if self.is_whole:
            return f"{self.prefecture.name}の在宅医療圏{len(self.lines)}圏域{note}"
        names = "、".join(line.name for line in self.lines)
        return f"{self.prefecture.name}の在宅医療圏のうち{names}{note}"

    def unlisted(self) -> Iterator[str]:
        """The caveat that names the municipalities of the report which its counts leave out."""
        towns = [one for line in self.lines for one in self.picture.members(line.area)]
        if without := self.picture.unlisted(towns):
            names = "、".join(town.name for town in without)
            yield f"基準日までに名簿がない市区町村は、圏域などの数に入っていない（{names}）。"

    # --- Sources ------------------------------------------------------------------------
    def filings(self) -> Source:
        day = list_day(self.prefecture.pk, Sector.MEDICAL, self.as_of)
        return Source(
            "filings",
            "地方厚生局 届出受理医療機関名簿（医科）",
            f"{wareki(day)}現在" if day else NONE_LISTED,
            f"{wareki_short(day)}現在" if day else NONE_LISTED,
        )

    def registry(self) -> Source:
        return Source(
            "registry",
            f"{self.prefecture.name}の医療機関台帳",
            f"{wareki(self.as_of)}現在",
            f"{wareki_short(self.as_of)}現在",
        )

    def population(self) -> Iterator[Source]:
        year = self._people(Population.Kind.RESIDENT, year__lte=self.as_of.year)
        if year:
            day = date(year, 1, 1)
            yield Source(
                "population",
                "総務省 住民基本台帳に基づく人口",
                f"{wareki(day)}現在",
                f"{wareki_short(day)}現在",
            )

    def projection(self) -> Iterator[Source]:
        if last := self._people(Population.Kind.PROJECTION):
            years = f"{last}年まで"
            yield Source(
                "projection",
                "国立社会保障・人口問題研究所 日本の地域別将来推計人口",
                years,
                years,
            )

    def _people(self, kind: str, **conditions: object) -> int | None:
        people = Population.objects.filter(
            municipality__prefecture=self.prefecture, kind=kind, **conditions
        )
        return people.order_by("-year").values_list("year", flat=True).first()

    def designations(self) -> Source:
        return Source(
            "designations",
            f"{self.prefecture.name}の指定の記録",
            f"{wareki(self.as_of)}現在",
            f"{wareki_short(self.as_of)}現在",
            processed=False,
        )


def plan_words(plan: MedicalPlan) -> str:
    first = fiscal_year_short(plan.first_fiscal_year).removeprefix("R")
    last = fiscal_year_short(plan.last_fiscal_year).removeprefix("R")
    return f"{plan.name}（令和{first}〜{last}年度）在宅医療の提供体制"


def list_day(prefecture: str, sector: str, day: date) -> date | None:
    """The as-of day of the newest official list of a sector by a day."""
    lists = OfficialList.objects.filter(
        prefecture=prefecture, sector=sector, as_of__lte=day
    )
    return lists.order_by("-as_of").values_list("as_of", flat=True).first()
