"""Borders of municipalities, loaded from a file of 国土数値情報 N03 that the office brings."""

from collections.abc import Mapping

import shapely
from django.db import models
from shapely.geometry.base import BaseGeometry


class BorderQuerySet(models.QuerySet):
    def of_prefecture(self, prefecture: str) -> "BorderQuerySet":
        return self.filter(municipality__prefecture=prefecture)

    def stamp(self) -> str:
        """Says which files these borders are from; empty where there are none. One query."""
        rows = self.order_by("digest").values_list("digest", flat=True)
        return "+".join(rows.distinct())

    def shapes(self) -> dict[str, BaseGeometry]:
        """Geometries in degrees by municipality code; wards stand for their city."""
        rows = self.order_by("municipality").values_list("municipality", "shape")
        codes, found = [], []
        for code, shape in rows:
            codes.append(code)
            found.append(bytes(shape))
        return dict(zip(codes, shapely.from_wkb(found), strict=True))


class Border(models.Model):
    """The land of one municipality or ward, all its islands together, as well-known binary."""

    municipality = models.OneToOneField(
        "zones.Municipality",
        models.CASCADE,
        primary_key=True,
        verbose_name="市区町村",
        related_name="border",
    )
    shape = models.BinaryField("図形")
    digest = models.CharField("ファイルの印", max_length=16)
    source = models.CharField("ファイル", max_length=200)
    loaded_at = models.DateTimeField("読込日時", auto_now_add=True)

    objects = BorderQuerySet.as_manager()

    class Meta:
        app_label = "zones"
        verbose_name = "境界"
        verbose_name_plural = "境界"
        ordering = ["municipality"]

    def __str__(self) -> str:
        return f"{self.municipality}の境界"


def rows_of(
    shapes: Mapping[str, BaseGeometry], *, digest: str, source: str
) -> list[Border]:
    """Rows to be stored, by code."""
    return [
        Border(
            municipality_id=code,
            shape=shapely.to_wkb(shape),
            digest=digest,
            source=source,
        )
        for code, shape in sorted(shapes.items())
    ]
