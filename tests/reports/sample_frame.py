"""What the sample reports of every kind begin with: the plan, its day, its sources, its places."""

from reports.snapshots.shared import Source
from tests.reports.sample_words import SOURCES
from tests.reports.samples import AS_OF

FUNCTIONS = ("discharge", "daily", "acute", "eol")
KINDS = ("hospital", "clinic", "dental_clinic", "pharmacy", "nursing_station", "care_manager",
         "support_centre", "short_stay", "consultation")  # fmt: skip
TOWNS = ("帯広市", "音更町", "士幌町", "上士幌町", "鹿追町", "新得町", "清水町", "芽室町", "中札内村",
         "更別村", "大樹町", "広尾町", "幕別町", "池田町", "豊頃町", "本別町", "足寄町", "陸別町",
         "浦幌町")  # fmt: skip
MORE = (
    *SOURCES,
    Source("registry", "道の医療機関台帳", "令和7年10月1日現在", "R7.10.1現在"),
    Source("projection", "国立社会保障・人口問題研究所 将来推計人口", "2050年まで", "2050年まで"),
    Source("indicators", "医療計画の指標に用いる各資料", "", ""),
    Source("activities", "道の取組実績の記録", "", "", processed=False),
    Source("programs", "県の補助事業の記録", "令和4年度", "令和4年度", processed=False),
)  # fmt: skip
COMMON = {
    "prefecture": "北海道",
    "prefecture_code": "01",
    "as_of": AS_OF,
    "whole": "全道",
    "plan": "北海道医療計画（令和6〜11年度）在宅医療の提供体制",
    "scope": "見本の圏域",
    "notice": "見本。名称はすべて架空である。",
    "sources": MORE,
    "caveats": ("一つの機関が複数の機能を担うため、機能の間で合計しない。",),
}
