"""The words of the indicator catalogue, and the kinds of area that a figure can be had for."""

from django.db import models

from facilities.kinds import CareFunction


class Level(models.TextChoices):
    STRUCTURE = "structure", "構造"
    """What there is: institutions, people, filings."""
    PROCESS = "process", "過程"
    """What is done: patients seen, visits made."""
    OUTCOME = "outcome", "結果"
    """What it leads to: where people die."""


ALL_FUNCTIONS = "all"
FUNCTION_CHOICES = [(ALL_FUNCTIONS, "共通"), *CareFunction.choices]


class ValueKind(models.TextChoices):
    COUNT = "count", "数"
    """A number of institutions or people."""
    SUM = "sum", "合計"
    """A sum of what institutions answered."""
    RATE = "rate", "人口当たり"
    """A number for each 1,000 or 100,000 people."""
    SHARE = "share", "割合"
    """Per cent."""


class Direction(models.TextChoices):
    HIGHER = "higher", "多いほどよい"
    """A larger value is better."""
    LOWER = "lower", "少ないほどよい"
    """A smaller value is better."""
    NONE = "none", "定めない"
    """Neither is better by itself; no progress is judged."""


class Status(models.TextChoices):
    UNCONFIRMED = "unconfirmed", "未確認"
    """Loaded from working papers: an official has yet to confirm the definition."""
    CONFIRMED = "confirmed", "確認済み"
    """An official, or the text of the source itself, confirmed the definition."""
    DROPPED = "dropped", "使わない"
    """An official dropped it from the plan; its values are kept."""


class AreaKind(models.TextChoices):
    MUNICIPALITY = "municipality", "市町村"
    """A municipality; the wards of a city are counted in the city."""
    ZONE = "zone", "在宅医療圏"
    """A home-care zone of the version of the plan in force."""
    SECONDARY_AREA = "secondary_area", "二次医療圏"
    """A secondary medical area."""
    HEALTH_CENTRE = "health_centre", "保健所"
    """The area of a health centre."""
    PREFECTURE = "prefecture", "都道府県"
    """The whole prefecture."""


# From the smallest to the largest: a value can be had for an area and everything larger.
AREA_ORDER = [
    AreaKind.MUNICIPALITY,
    AreaKind.ZONE,
    AreaKind.HEALTH_CENTRE,
    AreaKind.SECONDARY_AREA,
    AreaKind.PREFECTURE,
]


class TargetKind(models.TextChoices):
    BASELINE = "baseline", "基準値"
    """Where the plan starts from; one an area."""
    TARGET = "target", "目標値"
    """What is to be reached in the year."""


class DemandKind(models.TextChoices):
    BASE = "base", "現状"
    """Counted in the base year."""
    PROJECTION = "projection", "推計"
    """Present use applied to the projected population."""


class LogicStage(models.TextChoices):
    FINAL = "final", "最終アウトカム"
    """What the plan wants for people in the end."""
    INTERMEDIATE = "intermediate", "中間アウトカム"
    """What must change for that."""
    ACTIVITY = "activity", "施策・事業"
    """What is done so that it changes."""
