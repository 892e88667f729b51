"""The columns of the lists of designations."""

from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from accounts.lists.cells import badge, link
from accounts.lists.table import ListColumn, ListTable, PickColumn
from designations.models import Designation
from designations.presenters import (
    function_words,
    kind_badge,
    period_words,
    state_badge,
    zone_words,
)
from formats.dates import wareki_short

UNCONFIRMED = {"text": "未確認", "tone": "warn"}


class ActTable(ListTable):
    """Acts on a day; the state is that of the day."""

    name = ListColumn("名称", accessor="shown_name", sort=("operator__search_key",))
    kind = ListColumn("種類", sort=("kind", "effective_from"), css="nowrap")
    zones = ListColumn("圏域", empty_values=(), orderable=False)
    period = ListColumn("期間", empty_values=(), sort=("effective_from",))
    functions = ListColumn("担う機能", orderable=False)
    document_number = ListColumn("文書番号", sort=("document_number",))
    state = ListColumn("状態", accessor="status", sort=("status",), css="nowrap")
    case_number = ListColumn("案件", sort=("case_number",), css="nowrap")
    decided_on = ListColumn("決定日", kind="date", sort=("decided_on",), usual=False)
    effective_from = ListColumn(
        "効力の始まり", kind="date", sort=("effective_from",), usual=False
    )
    effective_until = ListColumn(
        "効力の終わり", kind="date", sort=("effective_until",), usual=False
    )
    legal_basis = ListColumn("根拠", sort=("legal_basis",), usual=False)
    secretariat = ListColumn("事務局", orderable=False, usual=False)
    contact = ListColumn("連絡先", orderable=False, usual=False)

    class Meta(ListTable.Meta):
        empty_text = "条件に合う指定はありません"

    empty_help = "条件を減らすか、新しく起案してください。"

    def __init__(
        self,
        data: QuerySet[Designation],
        query: QueryDict,
        *,
        day: date,
        pick: str = "",
    ) -> None:
        self.day = day
        box = PickColumn(pick, lambda act: act.case_number) if pick else None
        super().__init__(data, query, pick=box)

    def render_name(self, value: str, record: Designation) -> SafeString:
        return link(record.get_absolute_url(), value)

    def render_kind(self, record: Designation) -> SafeString:
        return badge(kind_badge(record))

    def value_kind(self, record: Designation) -> str:
        return str(record.get_kind_display())

    def render_zones(self, record: Designation) -> str:
        return zone_words(record) or "—"

    value_zones = staticmethod(zone_words)

    def render_period(self, record: Designation) -> str:
        return period_words(record) or "—"

    value_period = staticmethod(period_words)

    def render_functions(self, record: Designation) -> str:
        return function_words(record)

    value_functions = staticmethod(function_words)

    def render_state(self, record: Designation) -> SafeString:
        shown = badge(state_badge(record, self.day))
        doubt = badge(UNCONFIRMED) if record.unconfirmed else ""
        return mark_safe(f"{shown} {doubt}")  # noqa: S308 (two badges, each escaped)

    def value_state(self, record: Designation) -> str:
        doubt = "（未確認）" if record.unconfirmed else ""
        return f"{state_badge(record, self.day)['text']}{doubt}"

    def render_decided_on(self, value: date) -> str:
        return wareki_short(value)

    render_effective_from = render_effective_until = render_decided_on
