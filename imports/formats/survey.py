"""The capacity survey (実態調査): one row a facility and fiscal year, for facilities of the registry."""

from typing import TYPE_CHECKING, Any

from imports.columns import Column
from imports.flat import FlatForm
from imports.formats import Context, Planning
from imports.formats.template import institution_code
from imports.listing import Listing
from imports.messages import ERROR, declare
from imports.values import Wrong, choice, compact, text, whole_number

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload

AROUND = {"自院で対応": "alone", "連携して対応": "together", "対応していない": "none"}
_AROUND_TOO = {
    "自院": "alone", "単独": "alone", "あり": "alone", "有": "alone", "可": "alone", "○": "alone",
    "連携": "together", "他院と連携": "together",
    "なし": "none", "無": "none", "不可": "none", "×": "none",
}  # fmt: skip
INTENTS = {
    "開始したい": "begin", "拡大したい": "expand", "維持したい": "keep", "縮小したい": "reduce",
    "やめたい": "stop",
}  # fmt: skip
_INTENTS_TOO = {
    "開始": "begin", "新規": "begin", "参入": "begin", "拡大": "expand", "増やす": "expand",
    "維持": "keep", "現状維持": "keep", "縮小": "reduce", "減らす": "reduce", "中止": "stop",
    "終了": "stop", "撤退": "stop",
}  # fmt: skip
MOST = 999_999

declare(
    ("year_unreadable", ERROR, "「{value}」は年度として読めません。2025、令和7年度、R7のいずれかで入力してください。", "年度として読めない", "2025か令和7年度の形で入力してください。"),
    ("not_registered", ERROR, "医療機関番号「{value}」の医療機関は、担当区域の登録にありません。番号を確かめるか、先に名簿を取り込んでください。", "登録にない医療機関", "先に名簿を取り込んでください。"),
    ("answer_twice", ERROR, "{first}行目と{second}行目は、同じ医療機関の同じ年度（{year}）です。どちらかの行を消してください。", "同じ医療機関と年度が2行ある", "1つの年度は1行にしてください。"),
    ("answer_empty", ERROR, "回答が1つもありません。数か意向を入力するか、行を消してください。", "回答のない行", "行を消してください。"),
)  # fmt: skip


def fiscal_year(raw: object) -> int:
    """A fiscal year as a western year: 2025, 令和7年度, R7."""
    from formats.dates import DateError, parse_fiscal_year

    try:
        found = parse_fiscal_year(compact(raw))
    except DateError:
        raise Wrong("year_unreadable") from None
    if not 2000 <= found <= 2100:
        raise Wrong("year_unreadable")
    return found


class Survey(FlatForm):
    """The format `survey`."""

    key = "survey"
    title = "在宅医療の実態調査"
    labels = {
        "fiscal_year": "年度",
        "patients_now": "訪問診療の患者数（現在）",
        "patients_possible": "訪問診療の患者数（対応可能）",
        "urgent_visits": "往診の件数",
        "end_of_life_cases": "在宅看取りの件数",
        "round_the_clock": "24時間対応",
        "intent": "今後の意向",
        "contact_window": "相談窓口",
        "contact_hours": "対応できる日時",
        "contact_person": "担当者",
    }
    key_column = "number"

    def columns(self, context: Context) -> tuple[Column, ...]:
        """Six columns make the survey; the others add the resource list of a hub."""
        count = whole_number(0, MOST)
        return (
            Column("number", "医療機関番号", institution_code, ("医療機関コード", "番号"), filled=True),
            Column("name", "医療機関名称", text(200), ("医療機関名", "名称", "施設名"), required=False),
            Column("fiscal_year", "年度", fiscal_year, ("調査年度",), filled=True),
            Column("patients_now", "訪問診療患者数（現在）", count, ("訪問診療の患者数", "訪問診療患者数", "現在の患者数")),
            Column("patients_possible", "訪問診療患者数（対応可能）", count, ("対応可能患者数", "対応可能な患者数", "受入可能数")),
            Column("urgent_visits", "往診件数", count, ("往診", "往診の件数"), required=False),
            Column("end_of_life_cases", "看取り件数", count, ("看取り", "在宅看取り件数", "在宅看取りの件数"), required=False),
            Column("round_the_clock", "24時間対応", choice(AROUND, also=_AROUND_TOO), ("24時間", "24時間体制"), required=False),
            Column("intent", "今後の意向", choice(INTENTS, also=_INTENTS_TOO), ("意向", "参入意向")),
            Column("contact_window", "相談窓口", text(200), ("窓口", "連絡窓口"), required=False),
            Column("contact_hours", "対応日時", text(200), ("対応可能日時", "対応時間", "受付時間"), required=False),
            Column("contact_person", "担当者", text(100), ("担当者名", "窓口担当者"), required=False),
        )  # fmt: skip

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        """Match by code with facilities of the region; an empty cell leaves what was answered."""
        from imports.survey_rows import plan_survey

        return plan_survey(listing, planning, self.columns(Context()))

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        from imports.survey_rows import apply_survey

        apply_survey(upload, by)
        return []

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        from imports.survey_rows import undo_survey

        return undo_survey(upload, by)

    def kept(self, upload: "Upload") -> "list[Kept]":
        """What an undo would leave, for the page that asks."""
        from imports.survey_rows import edited_since

        return edited_since(upload)


def answered(values: dict[str, Any]) -> dict[str, Any]:
    """The answers of a row: cells that are not empty."""
    names = Survey.labels.keys() - {"fiscal_year"}
    return {name: values[name] for name in names if values.get(name) is not None}


FORMAT = Survey()
