"""The library as a list: its conditions and, beside the cards, its columns."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.lists.cells import badge, link
from accounts.lists.search import matches
from accounts.lists.table import ListColumn, ListTable
from accounts.models import User
from accounts.roles import Permission
from formats.dates import wareki_short
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition
from reports.presenters import library

ANY = [("", "すべて")]


class EditionFilter(forms.Form):
    view = forms.CharField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(
        label="名称・会議・番号",
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="全角・半角、かなの違いは区別しません。",
    )
    kind = forms.ChoiceField(
        choices=[*ANY, *ReportKind.choices],
        required=False,
        widget=forms.HiddenInput,
    )
    status = forms.ChoiceField(
        label="状態", choices=[*ANY, *EditionStatus.choices], required=False
    )

    def __init__(self, query: QueryDict, *, user: User) -> None:
        super().__init__(query)
        if not user.may(Permission.MAKE_REPORTS):
            del self.fields["status"]
        self.is_valid()

    def said(self, name: str) -> str:
        return self.cleaned_data.get(name, "")

    @property
    def active(self) -> int:
        return sum(
            bool(v) for n, v in self.cleaned_data.items() if n in ("q", "status")
        )

    def narrow(self, rows: QuerySet[Edition]) -> QuerySet[Edition]:
        for name in ("kind", "status"):
            if value := self.said(name):
                rows = rows.filter(**{name: value})
        if typed := self.said("q"):
            texts = rows.order_by().defer("snapshot")
            found = [one.pk for one in texts if matches(typed, *one.found_by)]
            rows = rows.filter(pk__in=found)
        return rows


class EditionTable(ListTable):
    name = ListColumn("名称", accessor="title", sort=("title", "-number"), css="wide")
    number = ListColumn("版", kind="integer", sort=("number",))
    kind = ListColumn("種類", sort=("kind", "-as_of"))
    status = ListColumn("状態", sort=("status",), css="nowrap")
    as_of = ListColumn("基準日", kind="date", sort=("as_of", "number"), css="num")
    meeting = ListColumn("会議", accessor="meeting_name", sort=("meeting_name",))
    meeting_on = ListColumn(
        "会議の日", kind="date", sort=("meeting_on",), css="num", usual=False
    )
    published_at = ListColumn("公表日", kind="date", sort=("published_at",), css="num")
    made_by = ListColumn("作成者", sort=("made_by",), usual=False)

    class Meta(ListTable.Meta):
        order_by = "-as_of"
        empty_text = "条件に合う報告書はありません"

    caption = "報告書の一覧"
    empty_help = "条件を減らしてください。公表されると、ここに表示されます。"

    def render_name(self, value: str, record: Edition) -> SafeString:
        return link(record.get_absolute_url(), value)

    def render_status(self, record: Edition) -> SafeString:
        return badge(library.badge(record))

    def value_status(self, record: Edition) -> str:
        return str(record.get_status_display())

    def render_as_of(self, value: date) -> str:
        return wareki_short(value)

    render_meeting_on = render_as_of

    def render_published_at(self, record: Edition) -> str:
        return wareki_short(self.value_published_at(record))

    def value_published_at(self, record: Edition) -> date | None:
        at = record.published_at
        return timezone.localtime(at).date() if at else None

    def value_made_by(self, record: Edition) -> str:
        return str(record.made_by or "システム")
