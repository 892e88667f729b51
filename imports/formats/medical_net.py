"""医療情報ネット open data: hospitals and clinics by name and address, with their coordinates.

It has no number of the Regional Bureau, so it adds to facilities of the registry and makes none.
Layout measured on the hospital file of June 2025 (65 columns).
"""

from typing import TYPE_CHECKING

from imports.columns import Column
from imports.flat import FlatForm
from imports.formats import Context, Planning
from imports.listing import Listing
from imports.messages import WARNING, declare
from imports.values import choice, coordinate, text

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload

KINDS = {"1": "hospital", "2": "clinic", "病院": "hospital", "診療所": "clinic"}
_OTHERS = {
    "3": "other",
    "4": "other",
    "5": "other",
    "歯科診療所": "other",
    "助産所": "other",
    "薬局": "other",
}

declare(
    ("no_such_facility", WARNING, "「{value}」は、名称と所在地の同じ医療機関が登録にありません。取り込みません。", "登録にない医療機関", "取り込みません。ほかの行は取り込めます。"),
    ("several_facilities", WARNING, "「{value}」と名称と所在地の同じ医療機関が{count}件登録されています。取り込みません。", "同じ名称と所在地が複数ある", "取り込みません。ほかの行は取り込めます。"),
    ("row_repeats", WARNING, "{first}行目と同じ医療機関です。先の行で取り込みます。", "同じ医療機関の行", "先の行で取り込みます。"),
)  # fmt: skip


class MedicalNet(FlatForm):
    """The format `medical_net`."""

    key = "medical_net"
    title = "医療情報ネット（オープンデータ）"
    labels = {"latitude": "緯度", "longitude": "経度"}
    most_rows = 200_000
    tells_unknown = False
    key_column = "id"

    def columns(self, context: Context) -> tuple[Column, ...]:
        return (
            Column("id", "ID", text(20)),
            Column("name", "正式名称", text(200), filled=True),
            Column("kana", "正式名称（フリガナ）", text(200), required=False),
            Column("kind", "機関区分", choice(KINDS, also=_OTHERS)),
            Column("prefecture", "都道府県コード", text(2), filled=True),
            Column("municipality", "市区町村コード", text(6)),
            Column("address", "所在地", text(300), filled=True),
            Column("latitude", "所在地座標（緯度）", coordinate(20, 46)),
            Column("longitude", "所在地座標（経度）", coordinate(122, 154)),
        )

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        """Match by name and address; rows of other regions are set aside."""
        from imports.open_data import plan_medical_net

        return plan_medical_net(listing, planning, self.columns(Context()))

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        from imports.partial import apply_partial

        return apply_partial(upload, by)

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        from imports.taking_back import undo_facilities

        return undo_facilities(upload, by)


FORMAT = MedicalNet()
