"""介護サービス情報公表 open data: visiting nurses, care managers, short stay, support centres.

No file was at hand: the layout is not confirmed, and columns are found by name only.
"""

from typing import TYPE_CHECKING

from imports.columns import Column
from imports.flat import FlatForm
from imports.formats import Context, Planning
from imports.formats.template import corporation
from imports.listing import Listing
from imports.messages import WARNING, declare
from imports.values import coordinate, digits, phone, text

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload

# What the name of a service has in it, and the kind of office that it makes.
SERVICES = (
    ("地域包括支援センター", "support_centre"),
    ("介護予防支援", "support_centre"),
    ("居宅介護支援", "care_manager"),
    ("訪問看護", "nursing_station"),
    ("短期入所", "short_stay"),
)

declare(
    ("layout_unconfirmed", WARNING, "この様式の列の並びは、実際のファイルで確かめられていません。内容をよく確かめてから適用してください。", "様式は未確認", "内容を確かめてから適用してください。"),
    ("other_services", WARNING, "在宅医療に関わらないサービスの{count:,}行は読みませんでした。", "在宅医療に関わらないサービス", "読みませんでした。取り込めます。"),
    ("other_kind", WARNING, "{first}行目と同じ事業所番号ですが、サービスが違います。先の行の種別で取り込みます。", "同じ番号の別のサービス", "先の行の種別で取り込みます。"),
)  # fmt: skip


def kind_of(service: str) -> str:
    """The kind of office that a service makes, or ''."""
    return next((kind for word, kind in SERVICES if word in service), "")


class CareServices(FlatForm):
    """The format `care_services`."""

    key = "care_services"
    title = "介護サービス情報公表（オープンデータ、様式は未確認）"
    labels = {"latitude": "緯度", "longitude": "経度"}
    most_rows = 300_000
    tells_unknown = False
    key_column = "number"

    def columns(self, context: Context) -> tuple[Column, ...]:
        return (
            Column("number", "事業所番号", digits(10), ("介護保険事業所番号",), filled=True),
            Column("name", "事業所名", text(200), ("事業所名称", "名称"), filled=True),
            Column("kana", "事業所名カナ", text(200), ("事業所名(カナ)", "名称カナ"), required=False),
            Column("service", "サービスの種類", text(100), ("サービス種類", "サービス種別"), filled=True),
            Column("place", "都道府県コード又は市町村コード", text(6), ("市区町村コード", "市町村コード"), required=False),
            Column("address", "住所", text(300), ("所在地", "事業所住所"), filled=True),
            Column("building", "方書（ビル名等）", text(200), ("方書",), required=False),
            Column("latitude", "緯度", coordinate(20, 46), required=False),
            Column("longitude", "経度", coordinate(122, 154), required=False),
            Column("phone", "電話番号", phone, ("電話",), required=False),
            Column("fax", "FAX番号", text(40), ("fax",), required=False),
            Column("corporation_number", "法人番号", corporation, required=False),
        )  # fmt: skip

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        """Match by office number, then name and address; rows of other regions are set aside."""
        from imports.open_data import plan_care_services

        return plan_care_services(listing, planning, self.columns(Context()))

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        from imports.partial import apply_partial

        return apply_partial(upload, by)

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        from imports.taking_back import undo_facilities

        return undo_facilities(upload, by)


FORMAT = CareServices()
