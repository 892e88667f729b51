"""Made-up data for the list of parts: every state that a part can have, and no real name."""

from datetime import date
from decimal import Decimal

TODAY = date(2025, 11, 20)

SWATCHES = [
    {"fill": "#1a1a1a", "name": "文字", "role": "--ink　17.4:1"},
    {"fill": "#4d4d4d", "name": "補足の文字", "role": "--ink-2　8.5:1"},
    {"fill": "#0017c1", "name": "鍵の色", "role": "--key　リンク・主なボタン"},
    {"fill": "#e8f1fe", "name": "選択の地", "role": "--key-wash"},
    {"fill": "#197a4b", "name": "良い", "role": "--ok　5.3:1"},
    {"fill": "#6e5600", "name": "注意", "role": "--warn　7.0:1"},
    {"fill": "#ce0000", "name": "誤り", "role": "--bad　5.8:1"},
    {"fill": "#cccccc", "name": "罫", "role": "--rule"},
    {"fill": "#f8f9fb", "name": "地", "role": "--wash"},
    {"fill": "#4979f5", "name": "棒", "role": "データ　濃いほど多い"},
]

BADGES = [
    {"text": "指定中", "tone": "ok"},
    {"text": "拠点", "tone": "ok", "shape": "hub"},
    {"text": "積極的役割", "tone": "ok", "shape": "act"},
    {"text": "審査中", "tone": "wait"},
    {"text": "調整中", "tone": "plan", "shape": "half"},
    {"text": "候補", "tone": "plan"},
    {"text": "確認が必要", "tone": "warn"},
    {"text": "未充足", "tone": "bad"},
    {"text": "終了", "tone": "off"},
]

TABS = [
    {"label": "新規", "url": "#tab", "count": 38, "icon": "plus"},
    {"label": "変更", "url": "#tab", "count": 1210, "icon": "swap", "current": True},
    {"label": "確認が必要", "url": "#tab", "count": 12, "icon": "ask", "tone": "warn"},
    {"label": "誤り", "url": "#tab", "count": 0, "icon": "stop", "tone": "bad"},
]

CHIPS = [
    {"label": "すべて", "url": "#tool"},
    {"label": "在支診・在支病", "url": "#tool", "current": True},
]

COLUMNS = [
    {"name": "zone", "label": "圏域", "shown": True},
    {"name": "code", "label": "医療機関コード", "shown": False},
]

FIGURES = [
    {
        "label": "75歳以上人口",
        "value": 59821,
        "unit": "人",
        "url": "#fig",
        "note": "2040年 66,408人",
    },
    {
        "label": "在支診",
        "value": 22,
        "unit": "か所",
        "url": "#fig",
        "note": "機能強化型 9",
    },
    {
        "label": "自宅・施設での死亡",
        "value": Decimal("24.1"),
        "unit": "％",
        "note": "全道 22.6",
    },
    {"label": "名簿の前の日", "value": None, "unit": "か所", "note": "名簿なし"},
]

FACTS = [
    {"label": "医療機関コード", "value": "0112010004"},
    {"label": "在宅医療圏", "value": "十勝", "url": "#fact"},
    {"label": "病床", "value": None},
    {
        "label": "重複の確認",
        "badge": {"text": "同じ期間の拠点はありません", "tone": "ok"},
    },
    {"label": "前の名簿", "value": "4月1日現在", "note": "取込 #96"},
]

TO_DO_TODAY = [
    {
        "count": 2,
        "title": "指定の承認を待っています",
        "note": "東胆振（拠点）・札幌（拠点）。最も古いものは11月6日から",
        "url": "#todo",
    },
    {
        "count": 12,
        "title": "名簿との照合で確認が必要",
        "note": "十勝保健所 7件、釧路保健所 5件",
        "url": "#todo",
        "link": "照合する",
    },
]

STEPS = [
    {
        "label": "候補",
        "state": "done",
        "note": "令和7年6月12日",
        "second": "選定の手順②",
    },
    {"label": "調整中", "state": "done", "note": "令和7年7月30日"},
    {"label": "審査中", "state": "current", "note": "14日目"},
    {"label": "指定", "note": "予定 令和8年1月1日"},
]
STEPS_STOPPED = [
    {"label": "受付", "state": "done", "note": "検査に合格"},
    {"label": "読取と検査", "state": "stopped", "note": "誤りが31件あります"},
    {"label": "適用"},
]

TIMELINE = [
    {"when": "令和8年1月1日（予定）", "text": "効力の発生", "state": "next"},
    {
        "day": date(2025, 11, 6),
        "text": "審査に付した",
        "by": "鈴木 亮（試験用保健所）",
        "note": "「関係市町の了解を得た」",
        "state": "now",
    },
    {"day": date(2025, 7, 30), "text": "調整を始めた", "url": "#time"},
    {"day": date(2025, 6, 12), "text": "候補に選んだ", "state": "end"},
]

DIFFERENCES = [
    {
        "field": "届出",
        "before": "支援病２",
        "after": "支援病３",
        "note": "R7.11.4　名簿の取込 #128",
    },
    {
        "field": "電話",
        "before": "",
        "after": "0155-00-0118",
        "note": "R7.11.4　名簿の取込 #128",
    },
    {
        "field": "相談窓口",
        "before": "地域連携室",
        "after": None,
        "note": "R7.10.1　高橋 直樹",
    },
]

MATRIX_COLUMNS = ["在支病", "在支診", "訪問看護", "歯科", "薬局"]
MATRIX_ROWS = [
    {
        "label": "日常の療養支援",
        "cells": [
            {"value": value, "url": "#matrix", "shade": shade}
            for value, shade in [(12, 3), (22, 4), (24, 4), (18, 3), (42, 4)]
        ],
    },
    {
        "label": "看取り",
        "cells": [
            {"value": 5, "url": "#matrix", "shade": 1},
            {"value": 9, "shade": 2},
            {"none": True, "url": "#matrix"},
            {"outside": True},
            {"none": True},
        ],
        "gap": {"text": "4町村", "tone": "warn"},
        "gaps": "士幌・鹿追・豊頃・陸別",
    },
]

YEARS = [
    {
        "year": 2024,
        "target": "目標 2〜3圏域",
        "done": 2,
        "text": "指定済み 2",
        "note": "目標の下限を達成",
    },
    {
        "year": 2025,
        "target": "目標 7〜8圏域",
        "done": 4,
        "going": 2,
        "planned": 1,
        "text": "指定済み 4・審査中 2",
        "note": "見込み6〜7（あと1圏域）",
        "current": True,
    },
    {"year": 2026, "target": "目標 7〜8圏域", "planned": 8, "text": "予定 8"},
    {
        "year": 2027,
        "target": "目標 7〜8圏域",
        "planned": 5,
        "text": "予定 5",
        "note": "残る圏域",
    },
    {"year": 2028, "target": "目標 7〜8圏域"},
    {"year": 2029, "target": "目標 7〜8圏域", "note": "全圏域の完了期限"},
]

CHECKS = [
    {
        "badge": {"text": "充足", "tone": "ok"},
        "title": "H1　定期的な会議",
        "text": "医療・介護・障害福祉の関係者による会議を定期に開く",
        "evidence": "根拠：連携会議を年6回開催　｜　R7.10.20　鈴木",
    },
    {
        "badge": {"text": "予定", "tone": "wait"},
        "title": "H4　関係者の研修",
        "evidence": "令和8年2月に第1回を開催",
    },
    {
        "badge": {"text": "未充足", "tone": "bad"},
        "title": "H5　住民への普及啓発",
        "actions": [
            {"label": "根拠を登録する", "url": "#check"},
            {"label": "適用除外の理由を書く", "url": "#check", "kind": "plain"},
        ],
    },
]

EDITIONS = [
    {
        "thumb": "progress",
        "badge": {"text": "下書き", "tone": "wait", "shape": "edit"},
        "number": "第2版",
        "title": "令和7年度第2回 在宅医療小委員会　進捗報告",
        "url": "#edition",
        "about": "基準日 令和7年11月20日　28ページ　11月20日 9:15 作成（佐藤 美咲）",
        "changes": [
            "第1版から：南空知・中空知・十勝の指定を追加",
        ],
        "files": [
            {"label": "公表する", "url": "#edition", "kind": " "},
            {"label": "PDF", "url": "#edition", "icon": "down"},
            {"label": "Excel", "url": "#edition", "kind": "plain"},
        ],
        "size": "1.2MB",
    },
    {
        "thumb": "zone",
        "badge": {"text": "公表", "tone": "ok"},
        "number": "第3版",
        "title": "十勝圏域　圏域概要",
        "url": "#edition",
        "about": "基準日 令和7年11月1日　1ページ　令和7年11月5日 公表",
        "files": [{"label": "PDF", "url": "#edition", "icon": "down"}],
        "size": "180KB",
    },
    {"thumb": "table", "badge": {"text": "取下げ", "tone": "off"}, "title": "指定台帳"},
]

GROUP_MESSAGES = [
    {
        "place": "F12",
        "text": "シート「施設一覧」12行目 F列（病床数）：「19.5」は整数ではありません。0〜9999の整数を入力してください。",
    },
    {
        "place": "F88",
        "text": "シート「施設一覧」88行目 F列（病床数）：「十九」は整数ではありません。0〜9999の整数を入力してください。",
    },
]

EMPTY_ACTIONS = [
    {"label": "看取りを外す", "url": "#empty"},
    {"label": "条件をすべて消す", "url": "#empty", "kind": "plain"},
]

ZONES = [
    {"name": "十勝", "elderly": 59821, "clinics": 34, "hub": "指定", "tone": "ok"},
    {"name": "南空知", "elderly": 33677, "clinics": 22, "hub": "未指定", "tone": "bad"},
    {
        "name": "札幌",
        "elderly": 379210,
        "clinics": 245,
        "hub": "審査中",
        "tone": "wait",
    },
]

APPLY_CHOICES = [
    {
        "name": "scope",
        "value": "all",
        "label": "すべての行が正しくなってから取り込む",
        "checked": True,
    },
    {
        "name": "scope",
        "value": "good",
        "label": "正しい行だけ取り込み、残りをExcelで受け取る",
    },
]
