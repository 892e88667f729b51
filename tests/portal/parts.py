"""One typical use of every component, by file name; the words in it can be made hostile."""

from types import SimpleNamespace

from django.contrib.messages.storage.base import Message
from django.test import RequestFactory

from portal import styleguide
from portal.context import Link
from portal.views_styleguide import SampleFilter, SampleForm

WRONG = SampleForm({"starts": "", "beds": "19.5", "scope": "all"})
FRAME = SimpleNamespace(
    signed_in=True,
    name="佐藤 美咲",
    department="地域医療課",
    role="都道府県担当",
    unread=3,
    demonstration=True,
    prefecture="北海道",
    foot=[Link("使い方", "/manual/")],
)
ACTION = {"label": "根拠を登録する", "url": "/x/", "kind": "second"}

TYPICAL: dict[str, dict] = {
    "apply": {
        "label": "適用",
        "action": "/x/",
        "csrf": "abc",
        "choices": styleguide.APPLY_CHOICES,
        "choices_label": "範囲",
        "state": "誤りはありません",
        "button": "適用する",
    },
    "badge": {"item": styleguide.BADGES[0], "bare": True},
    "bar": {"fill": 75.6, "goal": 83.9, "value": 34, "target": 38, "unit": "か所"},
    "brand": {"url": "/", "under": "北海道"},
    "button": {"label": "指定する", "href": "/x/", "icon": "plus", "about": "十勝"},
    "check": {"items": styleguide.CHECKS},
    "chips": {"label": "条件", "items": styleguide.CHIPS, "url": "/x/", "link": "保存"},
    "columns": {"columns": styleguide.COLUMNS},
    "crumbs": {
        "items": [{"label": "はじめに", "url": "/"}, {"label": "十勝", "url": ""}]
    },
    "dialog": {
        "id": "d",
        "title": "取り消しますか",
        "text": "元に戻せます。",
        "action": "/x/",
        "csrf": "abc",
        "confirm": "取り消す",
    },
    "diff": {"before": "支援病２", "after": "支援病３"},
    "diff_table": {"caption": "変更", "rows": styleguide.DIFFERENCES},
    "history": {
        "caption": "変更",
        "rows": [
            {
                "field": "名称",
                "before": "前",
                "after": "後",
                "who": "佐藤 美咲",
                "why": "名簿の取込",
                "upload_url": "/x/",
                "restore_url": "/y/",
            }
        ],
    },
    "edition": {"edition": styleguide.EDITIONS[0]},
    "empty": {"title": "ありません", "text": "減らしてください", "actions": [ACTION]},
    "error_summary": {"form": WRONG},
    "export": {"request": RequestFactory().get("/list/"), "source": "名簿"},
    "facts": {"items": styleguide.FACTS},
    "field": {"field": WRONG["beds"], "marks": True},
    "field_errors": {"field": WRONG["beds"]},
    "field_help": {"field": WRONG["beds"]},
    "figures": {"items": styleguide.FIGURES},
    "filter": {
        "form": SampleFilter(),
        "active": 2,
        "clear_url": "/x/",
        "target": "results",
    },
    "foot": {"frame": FRAME},
    "group": {
        "badge": {"text": "誤り", "tone": "bad"},
        "title": "病床数が整数ではない",
        "count": 3,
        "help": "整数を入力してください。",
        "messages": styleguide.GROUP_MESSAGES,
        "more": "ほか1件",
        "open": True,
    },
    "hatch": {},
    "head": {
        "title": "指定",
        "id": "des",
        "aside": "令和7年",
        "link_url": "/x/",
        "link_text": "経過",
    },
    "masthead": {"frame": FRAME},
    "matrix": {
        "caption": "機能",
        "corner": "医療機能",
        "columns": styleguide.MATRIX_COLUMNS,
        "rows": styleguide.MATRIX_ROWS,
        "gap_title": "担い手のいない町村",
    },
    "messages": {"messages": [Message(25, "登録しました"), Message(40, "できません")]},
    "notice": {
        "tone": "warn",
        "title": "届出",
        "text": "失います",
        "url": "/x/",
        "link": "見る",
    },
    "pager": {
        "links": [
            {"number": 1, "href": "?page=1"},
            None,
            {"number": 4, "href": "?page=4"},
        ],
        "current": 4,
        "last": 10,
        "param": "page",
        "target": "results",
    },
    "person": {"frame": FRAME},
    "progress": {
        "id": "p",
        "label": "読んでいます",
        "done": 5,
        "total": 9,
        "unit": "行",
    },
    "reference": {"number": "A1B2C3"},
    "region": {"label": "一覧", "body": ""},
    "rooms": {"rooms": [Link("指定", "/designations/", "designations", True)]},
    "squares": {
        "cells": [{"kind": "go", "x": 1, "y": 1}],
        "height": 36,
        "label": "審査中1",
    },
    "steps": {"items": styleguide.STEPS},
    "styles": {},
    "tabs": {"label": "種類", "items": styleguide.TABS},
    "thumb": {"kind": "zone"},
    "timeline": {"items": styleguide.TIMELINE},
    "title": {
        "h1": "十勝圏域",
        "kicker": "圏域",
        "lede": "説明",
        "badge": styleguide.BADGES[0],
    },
    "todo": {"items": styleguide.TO_DO_TODAY},
    "warnings": {"token": "abc"},
    "years": {"items": styleguide.YEARS},
}

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>&"""
# Words that choose a look or build an address are the programme's own, never a person's.
OWN = {
    "tone",
    "shape",
    "icon",
    "kind",
    "state",
    "thumb",
    "id",
    "param",
    "target",
    "name",
}


def hostile(value: object, key: str = "") -> object:
    """The same shape with every word that a person may have written turned against the page."""
    if isinstance(value, str):
        return value if key in OWN else HOSTILE
    if isinstance(value, dict):
        return {name: hostile(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [hostile(part) for part in value]
    if isinstance(value, Message):
        return Message(value.level, HOSTILE)
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**hostile(vars(value)))
    if isinstance(value, Link):
        return Link(HOSTILE, HOSTILE, "", True)
    return value
