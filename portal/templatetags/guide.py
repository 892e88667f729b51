"""Hints for those who do something for the first time, and links from words to the glossary."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from imports.models import Upload
from portal.manual import glossary

register = template.Library()

STEPS = {
    "create": (
        "1　ファイルを選ぶ",
        "地方厚生局の名簿は、開いたり直したりせずにそのまま選びます。本システムの様式は、直して保存したものを選びます。送っても、登録はまだ変わりません。",
    ),
    "working": (
        "2　読み取りを待つ",
        "この画面を閉じても読み取りは続きます。終わると「名簿の取込」の履歴から開けます。",
    ),
    "problems": (
        "2　問題を確かめる",
        "印を付けたExcelを受け取り、色の付いたセルを直してもう一度送ります。正しい行だけを先に取り込むこともできます。",
    ),
    "preview": (
        "3　変更予定を確かめる",
        "「新規」と「変更」の内容、「照合が必要」の質問を見ます。よければ下の「適用する」を押します。適用した後も、1件まるごと取り消せます。",
    ),
}


@register.inclusion_tag("imports/_guide.html", takes_context=True)
def first_upload(context: Context, stage: str) -> dict[str, object]:
    """What to do at this stage, for somebody who has never applied a list; else nothing."""
    user = context["request"].user
    applied = [Upload.Status.APPLIED, Upload.Status.UNDONE]
    if Upload.objects.filter(uploaded_by=user, status__in=applied).exists():
        return {"title": ""}
    title, text = STEPS[stage]
    return {
        "title": f"はじめての取込　{title}",
        "text": text,
        "url": reverse("portal:manual-chapter", args=["imports"]),
    }


@register.simple_tag
def term(word: str, shown: str = "") -> SafeString:
    """A word of the field as a link to its meaning; a word that the glossary lacks is an error."""
    found = next(one for one in glossary() if one.word == word)
    return format_html(
        '<a class="term" href="{}#{}">{}</a>',
        reverse("portal:glossary"),
        found.anchor,
        shown or word,
    )
