"""The list of parts: every component and state on one page, for staff of any role."""

import django_tables2 as tables
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from portal import styleguide
from portal.templatetags.portal import badge, comma


class SampleForm(forms.Form):
    """One field of each kind; the page sends it with mistakes, so that every state shows."""

    starts = forms.CharField(
        label="効力の始まり", help_text="令和7年4月1日、R7.4.1、2025-04-01"
    )
    beds = forms.CharField(label="病床数", help_text="0〜9999の整数")
    zone = forms.ChoiceField(
        label="在宅医療圏",
        choices=[("tokachi", "十勝"), ("kitami", "北見")],
        required=False,
    )
    scope = forms.ChoiceField(
        label="取り込む範囲",
        choices=[("all", "すべての行が正しくなってから"), ("good", "正しい行だけ")],
        widget=forms.RadioSelect,
    )
    functions = forms.MultipleChoiceField(
        label="機能",
        choices=[("discharge", "退院支援"), ("end_of_life", "看取り")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "1つ以上選んでください。"},
    )
    agreed = forms.BooleanField(
        label="関係市町の了解を得ました",
        error_messages={"required": "了解を得てから進めてください。"},
    )
    number = forms.CharField(
        label="文書番号", disabled=True, required=False, initial="地医第123号"
    )
    sheet = forms.FileField(label="添付", required=False, help_text="PDF、20MBまで")
    opinion = forms.CharField(
        label="意見", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_beds(self) -> str:
        beds = self.cleaned_data["beds"]
        if not beds.isdigit():
            raise forms.ValidationError(
                f"「{beds}」は整数ではありません。0〜9999の整数を入力してください。"
            )
        return beds


class SampleFilter(forms.Form):
    name = forms.CharField(
        label="名称・かな・コード",
        required=False,
        help_text="全角・半角、髙・高などの違いは区別しません。",
    )
    filed = forms.MultipleChoiceField(
        label="届出の区分",
        required=False,
        choices=[("clinic", "支援診１・２"), ("hospital", "支援病１・２")],
        widget=forms.CheckboxSelectMultiple,
    )


class SampleTable(tables.Table):
    caption = "圏域の状況"
    unit = "圏域"
    source = "届出受理医療機関名簿（令和7年10月1日現在）"
    empty_help = "条件を減らしてください。"

    name = tables.Column("圏域")
    elderly = tables.Column("75歳以上人口", attrs={"cell": {"class": "num"}})
    clinics = tables.Column("在支診・在支病", attrs={"cell": {"class": "num"}})
    hub = tables.Column("拠点", orderable=False)

    class Meta:
        order_by = "name"
        empty_text = "条件に合う圏域はありません"

    def render_elderly(self, value: int) -> str:
        return comma(value)

    def render_hub(self, value: str, record: dict) -> SafeString:
        return badge(value, record["tone"], bare=True)


class Styleguide(TemplateView):
    template_name = "styleguide.html"

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if not request.user.is_authenticated or not request.user.role:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict:
        sent = {
            "starts": "令和8年1月1日",
            "beds": "19.5",
            "zone": "tokachi",
            "scope": "all",
        }
        table = SampleTable(styleguide.ZONES)
        tables.RequestConfig(self.request, paginate=False).configure(table)
        table.paginate(per_page=3)
        table.page = table.paginator.get_page(self.request.GET.get("page"))
        samples = {
            name.lower(): value
            for name, value in vars(styleguide).items()
            if name.isupper()
        }
        return super().get_context_data(
            **samples,
            form=SampleForm(sent),
            filter_form=SampleFilter({"filter-filed": ["clinic"]}, prefix="filter"),
            table=table,
            empty_table=SampleTable([], prefix="none-"),
            wrong={"text": "誤り", "tone": "bad"},
            page=Paginator(range(459), 50).page(4),
            **kwargs,
        )
