"""The columns of the lists of programs, grants and activities."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accounts.lists.cells import badge, link, unit
from accounts.lists.table import ListColumn, ListTable
from programs.grant_totals import COUNTING
from programs.kinds import Profession
from programs.models import Activity, Grant
from programs.presenters.activities import when as when_words
from programs.presenters.activities import where
from programs.presenters.grants import BADGES
from programs.summary import ProgramRow

DOUBTFUL = {"text": "未確認", "tone": "warn"}


def _doubt(shown: SafeString, record: Any) -> SafeString:
    """A name, marked where its source is in doubt."""
    if not record.unconfirmed:
        return shown
    why = unit(record.doubt) if record.doubt else ""
    return mark_safe(f"{shown} {badge(DOUBTFUL)}{why}")  # noqa: S308 (escaped parts)


def _doubt_words(record: Any) -> str:
    return f"未確認：{record.doubt}" if record.unconfirmed else ""


def _money(header: str, name: str, *, usual: bool = True) -> ListColumn:
    return ListColumn(header, accessor=name, kind="money", unit="千円", usual=usual)


class Amounts:
    """Numbers with commas, as the page writes them."""

    def _comma(self, value: int) -> str:
        return f"{value:,}"


class ProgramTable(ListTable, Amounts):
    name = ListColumn("事業名")
    code = ListColumn("コード", kind="code", usual=False)
    areas = ListColumn("分野", accessor="policy_areas", orderable=False)
    professions = ListColumn(
        "対象職種", accessor="target_professions", orderable=False, usual=False
    )
    bodies = ListColumn("実施主体", orderable=False, usual=False)
    funding = ListColumn("財源")
    fund_kind = ListColumn("基金の区分", usual=False)
    standard_project = ListColumn("標準事業例", usual=False)
    planned = ListColumn(
        "計画数", accessor="sites_planned", kind="integer", usual=False
    )
    sites = ListColumn("実施数", kind="integer")
    sites_unit = ListColumn("単位", usual=False, orderable=False)
    budget_first = _money("当初予算額", "budget_first", usual=False)
    supplementary = _money("補正額", "budget_supplementary", usual=False)
    budget = _money("予算額", "budget")
    national = _money("国費", "shares__national", usual=False)
    prefectural = _money("都道府県費", "shares__prefecture", usual=False)
    settled = _money("決算額", "settled")
    achievement = ListColumn("評価")
    status_text = ListColumn("取組状況", orderable=False, usual=False)
    doubt = ListColumn(
        "確認", accessor="unconfirmed", usual=False, empty_values=(None, False)
    )

    class Meta(ListTable.Meta):
        order_by = "code"
        empty_text = "この年度の補助事業はありません"

    empty_help = "年度か条件を変えるか、前の年度から引き継いでください。"
    caption = "補助事業の一覧"

    def render_name(self, value: str, record: ProgramRow) -> SafeString:
        return _doubt(link(record.url, value), record)

    def render_areas(self, value: tuple[str, ...]) -> str:
        return "・".join(value)

    def render_professions(self, value: tuple[str, ...]) -> str:
        return "、".join(value)

    render_bodies = render_professions

    def render_sites(self, value: int, record: ProgramRow) -> str:
        return f"{value:,}{record.sites_unit}"

    def render_budget(self, value: int, record: ProgramRow) -> SafeString | str:
        return f"{value:,}" if record.counts else unit("内訳に計上")

    def render_settled(self, value: int) -> str:
        return self._comma(value)

    render_budget_first = render_supplementary = render_settled
    render_national = render_prefectural = render_planned = render_settled

    def render_doubt(self, record: ProgramRow) -> str:
        return _doubt_words(record)

    value_doubt = staticmethod(_doubt_words)


class GrantTable(ListTable, Amounts):
    name = ListColumn("申請者", accessor="applicant", order_by="applicant__search_key")
    case_number = ListColumn("番号", css="nowrap")
    program = ListColumn("事業", accessor="year__program__name")
    zone = ListColumn("圏域", accessor="zone__name", css="nowrap")
    municipality = ListColumn("市区町村", accessor="municipality__name", usual=False)
    status = ListColumn("状態", css="nowrap")
    requested = _money("申請額", "requested")
    decided = _money("決定額", "decided")
    spent = _money("実績額", "spent")
    final = _money("確定額", "final")

    class Meta(ListTable.Meta):
        empty_text = "この年度の交付はありません"

    empty_help = "条件を変えるか、下の事業から申請を登録してください。"
    caption = "交付の一覧"

    def render_name(self, value: object, record: Grant) -> SafeString:
        return link(record.get_absolute_url(), str(value))

    def value_name(self, record: Grant) -> str:
        return str(record.applicant)

    def render_status(self, record: Grant) -> SafeString:
        return badge(BADGES[record.status])

    def value_status(self, record: Grant) -> str:
        return str(record.get_status_display())

    def render_requested(self, value: int) -> str:
        return self._comma(value)

    render_spent = render_final = render_requested

    def render_decided(self, value: int, record: Grant) -> str:
        """What was cancelled stands in brackets and counts in no sum."""
        return f"{value:,}" if record.status in COUNTING else f"（{value:,}）"


class ActivityTable(ListTable, Amounts):
    name = ListColumn("名称")
    kind = ListColumn("種類")
    when = ListColumn("時期", accessor="date_from", empty_values=(), css="nowrap")
    actor = ListColumn("実施者")
    place = ListColumn("場所", accessor="pk", orderable=False, css="keep")
    sessions = ListColumn("回数", kind="integer", unit="回")
    participants = ListColumn("参加者", kind="integer", unit="延べ人")
    areas = ListColumn("地域数", kind="integer", usual=False)
    grade = ListColumn("評価", usual=False)
    outcome = ListColumn("成果", orderable=False)
    other = ListColumn(
        "その他の数", accessor="other_count", kind="integer", usual=False
    )
    out_of = ListColumn("母数", kind="integer", usual=False)
    other_unit = ListColumn("単位", orderable=False, usual=False)
    doubt = ListColumn(
        "確認", accessor="unconfirmed", usual=False, empty_values=(None, False)
    )

    class Meta(ListTable.Meta):
        empty_text = "この年度の取組実績はありません"

    empty_help = "年度か条件を変えるか、取組を記録してください。"
    caption = "取組実績の一覧"

    def render_name(self, value: str, record: Activity) -> SafeString:
        return _doubt(link(record.get_absolute_url(), value), record)

    def render_when(self, record: Activity) -> str:
        return when_words(record) or "—"

    value_when = staticmethod(when_words)

    def render_place(self, record: Activity) -> str:
        return where(record) or "—"

    value_place = staticmethod(where)

    def render_sessions(self, value: int) -> str:
        return self._comma(value)

    render_participants = render_areas = render_other = render_out_of = render_sessions

    def render_doubt(self, record: Activity) -> str:
        return _doubt_words(record)

    value_doubt = staticmethod(_doubt_words)


for _profession in Profession:
    ActivityTable.base_columns[f"by_{_profession.value}"] = ListColumn(
        _profession.label,
        accessor=f"by_profession__{_profession.value}",
        kind="integer",
        unit="人",
        usual=False,
    )
