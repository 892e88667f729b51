"""Words and targets of the sample report: changes, questions, roadmap, sources, caveats."""

from reports.snapshots.progress import (
    ActivityKind,
    Indicator,
    Issue,
    RoadmapYear,
    TrendPoint,
)
from reports.snapshots.shared import Change, ChangeItem, Comment, Source

CHANGES = (
    Change("拠点の新規指定", 4, "圏域", "十勝（7月1日）、東胆振（8月1日）、釧路（9月1日）、後志（10月1日）",
           "指定済み　3 → 7圏域"),
    Change("積極的の新規指定", 7, "機関", "十勝3、札幌2、東胆振1、釧路1", "所在する圏域　3 → 6"),
    Change("積極的の終了", 1, "機関", "南渡島1（辞退、9月30日付け）", "圏域内に2機関が残る"),
    Change("在支診の届出", -3, "機関", "新規4、終了7（うち名簿から推定3）", "札幌−2、釧路−1", signed=True),
    Change("在支診の類型の変更", 3, "機関", "従来型から機能強化型（連携）へ。札幌2、後志1",
           "機能強化型　162 → 165機関"),
    Change("在支病の届出", 2, "機関", "十勝1、上川中部1", "全道　91 → 93機関", signed=True),
)  # fmt: skip

QUESTIONS = (
    "後志の積極的役割を担う医療機関の選定（候補は在支病2機関、機能強化型の在支診11機関）。",
    "北見及び西胆振の拠点の実施主体と、年度内の指定の見込み。",
    "在支診のない4圏域を、隣接圏域との連携でどう支えるか。",
)

ROADMAP = (
    RoadmapYear(2024, 2, 3, 2, 3, done=3, planned=None),
    RoadmapYear(2025, 7, 8, 9, 11, done=4, planned=2),
    RoadmapYear(2026, 7, 8, 16, 19, done=None, planned=5, doubtful=True),
    RoadmapYear(2027, 7, 8, 23, 27, done=None, planned=3, doubtful=True),
    RoadmapYear(2028, 7, 8, 30, 35, done=None, planned=3, doubtful=True),
    RoadmapYear(2029, 7, 8, 37, 43, done=None, planned=2, doubtful=True),
)

SOURCES = (
    Source("filings", "地方厚生局 届出受理医療機関名簿（北海道、医科）", "令和7年10月1日現在", "R7.10.1現在"),
    Source("population", "総務省 住民基本台帳に基づく人口", "令和7年1月1日現在", "R7.1.1現在"),
    Source("forecast", "厚生労働省 将来の在宅（訪問診療）需要推計", "令和6〜32年度", "構想区域別、現状投影"),
    Source("measures", "北海道 在宅医療小委員会資料", "令和6年12月時点", "R6.12時点"),
    Source("roadmap", "北海道医療計画に係る工程表", "令和6〜11年度", ""),
    Source("designations", "道の指定簿", "令和7年10月1日現在", "R7.10.1現在", processed=False),
)  # fmt: skip

CAVEATS = (
    "届出の有無は名簿による。名簿から消えた届出は、次の名簿の前日に終了したものと推定した。",
    (
        "2,963機関のすべてについて、所在地から市区町村を特定した。届出の類型が二つある15機関は、"
        "算定開始の遅いものを採った。"
    ),
    "＊を付けた施策は、原資料で実施主体、重複する予算額、地域の数又は開催日を確認する必要がある。",
    (
        "協議会の実績は令和5年度、補助事業は令和6年12月時点の値で、年度の確定値ではない。"
        "年度の異なる数は合計していない。"
    ),
    "需要推計は受療の現状を将来に投影したもので、提供体制の変化を見込まない。",
)

ITEMS = (
    ChangeItem("hub_new", "十勝", "十勝みほん医師会", "なし", "十勝みほん医師会　十勝　R7.7.1〜"),
    ChangeItem("active_ended", "南渡島", "みほん函館病院", "みほん函館病院　南渡島", "辞退（R7.9.30）"),
    ChangeItem("class_up", "札幌", "みほん北クリニック", "在支診 従来型", "在支診 機能強化型（連携）"),
)  # fmt: skip

COMMENTS = (
    Comment("zone", "0105", "後志", "後志の候補とは12月に協議する。"),
    Comment(
        "measure", "M1.01", "グループ診療の運営支援", "参加する診療所の募集を続ける。"
    ),
)

INDICATORS = (
    Indicator(
        "I01", "在支診の数", "構造", "か所", "372", "R4年度",
        (TrendPoint("R5年度", "371"), TrendPoint("R6年度", "369")),
        "366", "R7.10.1", "400", "R11年度", "−21.4", "361", "D",
    ),
    Indicator(
        "I31", "在宅死亡の割合", "結果", "％", "17.2", "R3年度",
        (TrendPoint("R4年度", "17.9"),),
        "18.6", "R5年度", "20.0", "R11年度", "50.0", "22.8", "B",
    ),
    Indicator("I40", "訪問診療を受けた人", "過程", "人", "", "", (), "31,245", "R6年度", "", "", "", "", ""),
)  # fmt: skip

ISSUES = (
    Issue("C1", "拠点のない圏域", True, 2, ("南檜山", "根室")),
    Issue("C10", "担い手のいない医療機能", False, 1, ("南檜山には「看取り」を担う機関がありません",)),
)  # fmt: skip

ACTIVITIES = (ActivityKind("会議の開催", 2023, 2, 97, 982, 21),)
