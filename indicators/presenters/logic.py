"""The logic model as rows: what is done, what that changes, and what it is for."""

from dataclasses import dataclass, field

from django.urls import reverse

from formats.tables import Column
from indicators.kinds import AreaKind, LogicStage
from indicators.models import Indicator, LogicItem
from indicators.reach import Reach
from indicators.reading import Readings
from indicators.sheets import Mark, Sheet
from indicators.wording import grade_mark, reading_cell, when
from zones.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a box with its value now."""

    name: str
    url: str
    value: str
    when: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Box:
    """One box as the page shows it. ``links`` are the measures and programs of an activity."""

    pk: int
    title: str
    text: str
    edit_url: str
    figures: list[Figure] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; a box that spans several lines stands in the first of them."""

    final: Box | None
    final_span: int
    middle: Box | None
    middle_span: int
    activity: Box | None


class LogicModel:
    """The boxes of a version with their links, read in five queries."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        version: PlanVersion | None = reach.version
        self.items: list[LogicItem] = []
        if version is not None:
            rows = version.logic_items.visible_to(reach.user).prefetch_related(
                "leads_to", "indicators", "measures", "programs"
            )
            self.items = list(rows.order_by("order", "pk"))
        used = {one.pk: one for item in self.items for one in item.indicators.all()}
        catalogue = [one for one in reach.catalogue if one.pk in used]
        self.readings = Readings(catalogue, AreaKind.PREFECTURE, reach.picture)
        self.boxes = {item.pk: self._box(item) for item in self.items}

    def of_stage(self, stage: LogicStage) -> list[LogicItem]:
        return [item for item in self.items if item.stage == stage]

    def under(self, item: LogicItem) -> list[LogicItem]:
        """What leads to a box."""
        return [one for one in self.items if item in one.leads_to.all()]

    def _box(self, item: LogicItem) -> Box:
        links = [(str(one), one.get_absolute_url()) for one in item.measures.all()]
        links += [(str(one), one.get_absolute_url()) for one in item.programs.all()]
        return Box(
            item.pk,
            item.title,
            item.text,
            reverse("indicators:logic-edit", args=[item.pk]),
            [self._figure(one) for one in item.indicators.all()],
            links,
        )

    def _figure(self, one: Indicator) -> Figure:
        now = mark = None
        known = self.readings.indicators.get(one.code)
        if known is not None and self.reach.whole is not None:
            now = self.readings.now(known, self.reach.whole)
            mark = grade_mark(self.readings.progress(known, self.reach.whole))
        cell = reading_cell(one, now, with_unit=True)
        url = one.get_absolute_url() + self.reach.query()
        return Figure(one.name, url, cell.words or "値なし", when(now), mark)

    def rows(self) -> list[Row]:
        """Final outcomes with what leads to each; a box that leads to two stands twice."""
        rows = []
        for final in self.of_stage(LogicStage.FINAL):
            lines = [
                (middle, activities)
                for middle in self.under(final)
                for activities in [self.under(middle) or [None]]
            ] or [(None, [None])]
            span = sum(len(activities) for _, activities in lines)
            for at, (middle, activities) in enumerate(lines):
                for place, activity in enumerate(activities):
                    first = at == 0 and place == 0
                    rows.append(
                        Row(
                            self.boxes[final.pk] if first else None,
                            span,
                            self.boxes[middle.pk] if middle and not place else None,
                            len(activities),
                            self.boxes[activity.pk] if activity else None,
                        )
                    )
        return rows

    def loose(self) -> list[Box]:
        """Boxes that lead nowhere although they should."""
        return [
            self.boxes[item.pk]
            for item in self.items
            if item.stage != LogicStage.FINAL and not item.leads_to.all()
        ]

    def sheet(self) -> Sheet:
        """The chain as a table: one line an activity and what it leads to."""
        rows = []
        for final in self.of_stage(LogicStage.FINAL):
            for middle in self.under(final) or [None]:
                activities = self.under(middle) if middle else []
                rows += [self._line(final, middle, one) for one in activities or [None]]
        return Sheet(
            "logic",
            f"{self.reach.prefecture}のロジックモデル",
            [
                Column("最終アウトカム"),
                Column("最終アウトカムの指標"),
                Column("中間アウトカム"),
                Column("中間アウトカムの指標"),
                Column("施策・事業の項目"),
                Column("施策・事業"),
                Column("施策・事業の指標"),
            ],
            rows,
            as_of=self.reach.day,
            empty="この版の計画に、ロジックモデルがありません",
        )

    def _line(
        self, final: LogicItem, middle: LogicItem | None, activity: LogicItem | None
    ) -> list[str]:
        found: list[str] = []
        for item in (final, middle):
            box = self.boxes[item.pk] if item else None
            found += [box.title, _told(box)] if box else ["", ""]
        box = self.boxes[activity.pk] if activity else None
        if box is None:
            return [*found, "", "", ""]
        return [*found, box.title, "、".join(name for name, _ in box.links), _told(box)]


def _told(box: Box) -> str:
    return "、".join(f"{one.name} {one.value}" for one in box.figures)
