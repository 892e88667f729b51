"""Who does what for a zone in words: layers, their actors, and what the data says of each."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from formats.dates import wareki_short
from formats.tables import Column, Table
from programs.figures import ActivityTotals
from programs.kinds import ENTRUSTED, MunicipalItem, RuleState
from programs.layers import (
    ACTORS,
    AFTER,
    BEFORE,
    HeadOffice,
    ZoneLayers,
    ZoneWork,
    duties,
    head_office,
    zone_work,
)
from programs.models import RoleDuty
from programs.municipal_matrix import MunicipalRow

MISSING = {"text": "なし", "tone": "warn"}
RULES = {
    RuleState.NONE: MISSING,
    RuleState.IN_WORK: {"text": "検討中", "tone": "plan", "shape": "half"},
    RuleState.AGREED: {"text": "策定済み", "tone": "ok"},
}
Item = dict[str, object]


def done_words(total: ActivityTotals) -> str:
    """「3件　97回、延べ982人」; 「記録なし」 where nothing was recorded."""
    if not total.activities:
        return "記録なし"
    return f"{total.activities}件　{total.words()}".strip()


def zone_picture(user: User, layers: ZoneLayers, year: int, day: date) -> list[Item]:
    """The layers of one zone in a fiscal year, as a person may see them."""
    prefecture = layers.zone.plan.prefecture
    return zone_layers(
        layers,
        head_office(user, prefecture.pk, year, day),
        zone_work(user, layers, year),
        duties(prefecture.name),
        year,
    )


def zone_layers(
    layers: ZoneLayers,
    office: HeadOffice,
    work: ZoneWork,
    said: Mapping[str, list[RoleDuty]],
    year: int,
) -> list[Item]:
    """The four layers from the whole prefecture down to the municipalities."""
    activities = f"{reverse('programs:activities')}?{urlencode({'year': year})}"
    return [
        {
            "key": "head",
            "unit": "全域",
            "title": "本庁",
            "actors": [
                _actor("本庁", _office_facts(office, work, year), said, "都道府県"),
                _actor(
                    "在宅医療推進支援センター",
                    [
                        _fact("施策", f"{office.centre_measures}件"),
                        _fact("取組", done_words(office.centre), activities),
                    ],
                    said,
                    "センター",
                ),
            ],
        },
        {
            "key": "area",
            "unit": f"二次医療圏　{'・'.join(layers.areas)}",
            "title": "保健所",
            "actors": [
                _actor(
                    str(centre),
                    [
                        _fact("施策", f"{office.health_centre_measures}件"),
                        _fact(
                            "取組", done_words(work.by_centre[centre.pk]), activities
                        ),
                    ],
                    said if at == 0 else {},
                    "道立保健所",
                )
                for at, centre in enumerate(layers.centres)
            ]
            or [{"name": "保健所", "badge": MISSING}],
        },
        {
            "key": "zone",
            "unit": f"在宅医療圏　{layers.zone.name}",
            "title": "連携の拠点と積極的役割を担う医療機関",
            "actors": [
                *_hubs(layers, work, said, activities),
                _actives(layers, said),
                _rule(layers),
            ],
        },
        {
            "key": "town",
            "unit": f"{len(layers.towns)}市町村",
            "title": "市町村",
            "actors": [
                _town(town, said if at == 0 else {}, year)
                for at, town in enumerate(layers.towns)
            ],
        },
    ]


def _fact(label: str, value: str, url: str = "") -> Item:
    return {"label": label, "value": value, "url": url}


def _actor(
    name: str,
    facts: list[Item],
    said: Mapping[str, list[RoleDuty]],
    *papers: str,
    url: str = "",
) -> Item:
    rows = [one for paper in (name, *papers) for one in said.get(paper, [])]
    unique = list({one.pk: one for one in rows}.values())
    return {"name": name, "url": url, "facts": facts, "duties": unique}


def _office_facts(office: HeadOffice, work: ZoneWork, year: int) -> list[Item]:
    query = f"?{urlencode({'year': year})}"
    budget = "" if office.budget is None else f"　予算{office.budget:,}千円"
    granted = f"{work.grants}件"
    if work.grants:
        granted += f"　決定額{work.granted:,}千円"
    return [
        _fact("施策", f"{office.measures}件", reverse("programs:measures") + query),
        _fact(
            "補助事業", f"{office.programs}件{budget}", reverse("programs:list") + query
        ),
        _fact("この圏域への交付", granted, reverse("programs:grants") + query),
    ]


def _hubs(
    layers: ZoneLayers,
    work: ZoneWork,
    said: Mapping[str, list[RoleDuty]],
    activities: str,
) -> list[Item]:
    if not layers.hubs:
        return [
            {"name": "連携の拠点", "badge": MISSING, "duties": said.get("連携の拠点")}
        ]
    found = []
    for at, hub in enumerate(layers.hubs):
        done = done_words(work.by_operator[hub.operator_id])
        facts = [
            _fact("役割", "連携の拠点"),
            _fact("指定", f"{wareki_short(hub.effective_from)}から"),
            _fact("取組", done, activities),
        ]
        papers = said if at == 0 else {}
        url = hub.get_absolute_url()
        found.append(_actor(hub.shown_name, facts, papers, "連携の拠点", url=url))
    return found


def _actives(layers: ZoneLayers, said: Mapping[str, list[RoleDuty]]) -> Item:
    name = "積極的役割を担う医療機関"
    return {
        "name": name,
        "badge": None if layers.actives else MISSING,
        "links": [
            {"label": act.shown_name, "url": act.get_absolute_url()}
            for act in layers.actives
        ],
        "duties": said.get(name, []),
    }


def _rule(layers: ZoneLayers) -> Item:
    rule = layers.rule
    state = RuleState(rule.state) if rule else RuleState.NONE
    facts = []
    if rule and rule.name:
        facts.append(_fact("名称", rule.name))
    if rule and rule.agreed_on:
        facts.append(_fact("策定日", wareki_short(rule.agreed_on)))
    return {
        "name": "入退院調整ルール",
        "url": reverse("programs:rules"),
        "badge": RULES[state],
        "facts": facts,
    }


def _town(town: MunicipalRow, said: Mapping[str, list[RoleDuty]], year: int) -> Item:
    entrusted = sum(one.handled_by in ENTRUSTED for one in town.items.values())
    items = f"{town.done}／{len(MunicipalItem)}項目"
    if entrusted:
        items += f"（うち委託{entrusted}）"
    desks = "、".join(
        getattr(getattr(desk, "details", None), "name", "") or str(desk.operator)
        for desk in town.desks
    )
    url = reverse("programs:municipality", args=[town.municipality.pk])
    facts = [
        _fact("市町村事業", items if town.is_known else "登録なし"),
        _fact("相談窓口", desks or "登録なし"),
    ]
    return _actor(
        town.municipality.name,
        facts,
        said,
        "市町村",
        url=f"{url}?{urlencode({'year': year})}",
    )


def duty_rows(said: Mapping[str, list[RoleDuty]]) -> list[Item]:
    """The duties of each actor before and after the third layer came."""
    return [
        {
            "actor": actor,
            "before": [one for one in said[actor] if one.period == BEFORE],
            "after": [one for one in said[actor] if one.period == AFTER],
            "always": [one for one in said[actor] if one.period not in (BEFORE, AFTER)],
        }
        for actor in ACTORS
        if actor in said
    ]


def layer_rows(found: Iterable[ZoneLayers]) -> list[Item]:
    return [
        {
            "layers": one,
            "zone": one.zone,
            "areas": "・".join(one.areas),
            "centres": "、".join(map(str, one.centres)),
            "hubs": "、".join(hub.shown_name for hub in one.hubs),
            "rule": RULES[RuleState(one.rule.state) if one.rule else RuleState.NONE],
        }
        for one in found
    ]


def layer_table(found: Iterable[ZoneLayers], day: date) -> Table:
    columns = [
        Column("圏域コード", kind="code"),
        Column("在宅医療圏"),
        Column("二次医療圏"),
        Column("保健所", width=28),
        Column("連携の拠点", width=36),
        Column("積極的役割を担う医療機関", width=44),
        Column("入退院調整ルール"),
        Column("市町村", kind="integer"),
        Column("市町村事業を登録した市町村", kind="integer"),
        Column("相談窓口のある市町村", kind="integer"),
    ]
    rows = [
        [
            one.zone.code,
            one.zone.name,
            "・".join(one.areas),
            "、".join(map(str, one.centres)),
            "、".join(hub.shown_name for hub in one.hubs) or "なし",
            "、".join(act.shown_name for act in one.actives) or "なし",
            one.rule.get_state_display() if one.rule else RuleState.NONE.label,
            len(one.towns),
            one.with_items,
            sum(bool(town.desks) for town in one.towns),
        ]
        for one in found
    ]
    return Table("役割分担", columns, rows, as_of=day)
