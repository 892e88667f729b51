"""The list of uploads: its conditions and its columns."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.lists.cells import badge, link
from accounts.lists.search import matches, stands_in, words_of
from accounts.lists.table import ListColumn, ListTable
from accounts.models import User
from formats.tables import Column
from imports.models import Upload
from imports.presenters.history import result_words, said_words
from imports.presenters.preview import person, state_badge
from imports.titles import shown_file_name, title_of

TIME = Column("", kind="datetime")


class UploadFilter(forms.Form):
    q = forms.CharField(
        label="名簿・ファイル・取込者",
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="全角・半角、かなの違いは区別しません。",
    )
    status = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), *Upload.Status.choices],
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.is_valid()

    @property
    def active(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values())

    def narrow(self, rows: QuerySet[Upload]) -> QuerySet[Upload]:
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        if words := words_of(self.cleaned_data.get("q", "")):
            # Those who upload are staff, few beside what they uploaded; their names may change.
            staff = list(User.objects.filter(uploads__in=rows).distinct())
            for word in words:
                theirs = Q(
                    uploaded_by__in=[
                        one.pk for one in staff if matches(word, person(one))
                    ]
                )
                if matches(word, person(None)):
                    theirs |= Q(uploaded_by=None)
                rows = rows.filter(stands_in(word, "search_key") | theirs)
        return rows


class UploadTable(ListTable):
    name = ListColumn("名簿", accessor="pk", orderable=False, css="wide")
    uploaded_at = ListColumn(
        "取込日時", kind="datetime", sort=("uploaded_at",), css="nowrap"
    )
    by = ListColumn("取込者", accessor="uploaded_by", sort=("uploaded_by",))
    status = ListColumn("状態", sort=("status",), css="nowrap")
    result = ListColumn("結果", accessor="pk", orderable=False)
    file = ListColumn(
        "ファイル", accessor="file_name", sort=("file_name",), usual=False
    )
    rows_read = ListColumn(
        "行数", accessor="rows", kind="integer", sort=("rows",), usual=False
    )
    found = ListColumn(
        "機関数",
        accessor="facilities",
        kind="integer",
        sort=("facilities",),
        usual=False,
    )

    class Meta(ListTable.Meta):
        order_by = "-uploaded_at"
        empty_text = "条件に合う取込はありません"

    caption = "取込の履歴"
    empty_help = "条件を減らすか、「名簿を取り込む」からファイルを送ってください。"

    def render_name(self, record: Upload) -> SafeString:
        under = f"{shown_file_name(record)}　{record.sha256[:8]}"
        return link(record.get_absolute_url(), title_of(record), under)

    value_name = staticmethod(title_of)

    def render_uploaded_at(self, value: Any) -> str:
        return TIME.show(timezone.localtime(value))

    def value_uploaded_at(self, record: Upload) -> Any:
        return timezone.localtime(record.uploaded_at).replace(tzinfo=None)

    def render_by(self, record: Upload) -> str:
        return person(record.uploaded_by)

    def value_by(self, record: Upload) -> str:
        return person(record.uploaded_by)

    def render_status(self, record: Upload) -> SafeString:
        state = badge(state_badge(record) | {"text": record.get_status_display()})
        said = said_words(record)
        under = format_html('<span class="unit quiet">{}</span>', said)
        return format_html("{}{}", state, under if said else "")

    def value_status(self, record: Upload) -> str:
        words = [str(record.get_status_display()), said_words(record)]
        return "　".join(filter(None, words))

    def render_result(self, record: Upload) -> str:
        return result_words(record)

    value_result = staticmethod(result_words)

    def render_file(self, record: Upload) -> str:
        return shown_file_name(record)

    value_file = staticmethod(shown_file_name)

    def render_rows_read(self, value: int) -> str:
        return f"{value:,}"

    render_found = render_rows_read
