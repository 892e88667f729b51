"""What changed between two reports or two days: plain facts in, items and the lines of a table out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formats.dates import wareki_short
from reports.snapshots.facts import Act, Aim, Facts, Holder
from reports.snapshots.shared import Change, ChangeItem

CLASSES = {"zaishishin": "在支診", "zaishibyo": "在支病"}
LEVELS = {"solo": "機能強化型（単独）", "cooperative": "機能強化型（連携）", "conventional": "従来型"}  # fmt: skip
RANK = {"solo": 0, "cooperative": 1, "conventional": 2}
NOTHING = "なし"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of change in words. `group` sums several sorts in one line as a difference."""

    words: str
    unit: str
    group: str = ""
    sign: int = 1


SORTS: dict[str, Sort] = {
    "zone_new": Sort("圏域の新設", "圏域"),
    "zone_ended": Sort("圏域の廃止", "圏域"),
    "zone_changed": Sort("圏域の市区町村の変更", "圏域"),
    "hub_new": Sort("拠点の新規指定", "か所"),
    "hub_changed": Sort("拠点の指定の変更", "か所"),
    "hub_ended": Sort("拠点の終了", "か所"),
    "active_new": Sort("積極的の新規指定", "機関"),
    "active_changed": Sort("積極的の指定の変更", "機関"),
    "active_ended": Sort("積極的の終了", "機関"),
    "zaishishin_new": Sort("在支診の新規", "機関", "在支診の届出"),
    "zaishishin_ended": Sort("在支診の終了", "機関", "在支診の届出", -1),
    "zaishibyo_new": Sort("在支病の新規", "機関", "在支病の届出"),
    "zaishibyo_ended": Sort("在支病の終了", "機関", "在支病の届出", -1),
    "backup_new": Sort("後方支援病院の新規", "機関", "後方支援病院の届出"),
    "backup_ended": Sort("後方支援病院の終了", "機関", "後方支援病院の届出", -1),
    "class_up": Sort("類型の上位への変更", "機関"),
    "class_down": Sort("類型の下位への変更", "機関"),
    "moved": Sort("市区町村をまたぐ移転", "機関"),
    "renamed": Sort("名称の変更", "機関"),
    "target_reached": Sort("目標に達した指標", "件"),
    "target_lost": Sort("目標を下回った指標", "件"),
    "target_missed": Sort("期限までに目標に達しなかった指標", "件"),
    "budget_new": Sort("予算の新規", "件"),
    "budget_changed": Sort("予算額の変更", "件"),
    "budget_ended": Sort("予算のなくなった事業", "件"),
}


def compare(before: Facts, after: Facts) -> tuple[ChangeItem, ...]:
    """All that differs, in the order of ``SORTS``, then of zones and names.

    Filings are compared only where an official list reaches both days.
    """
    found = [
        *_zones(before, after),
        *_acts(before, after),
        *_aims(before, after),
        *_budgets(before, after),
    ]
    if before.listed and after.listed:
        found += _holders(before, after)
    order = {sort: at for at, sort in enumerate(SORTS)}
    zones = {zone.name: at for at, zone in enumerate((*before.zones, *after.zones))}

    def place(item: ChangeItem) -> tuple[int, int, str]:
        first = item.zone.split("、")[0]
        return order[item.sort], zones.get(first, len(zones)), item.name

    return tuple(sorted(found, key=place))


# --- Zones, acts ------------------------------------------------------------------------
def _zones(before: Facts, after: Facts) -> Iterator[ChangeItem]:
    old = {zone.code: zone for zone in before.zones}
    new = {zone.code: zone for zone in after.zones}
    for code, zone in new.items():
        if code not in old:
            towns = "、".join(zone.towns)
            yield ChangeItem("zone_new", zone.name, zone.name, NOTHING, towns)
        elif set(zone.towns) != set(old[code].towns):
            gained = [town for town in zone.towns if town not in old[code].towns]
            lost = [town for town in old[code].towns if town not in zone.towns]
            yield ChangeItem(
                "zone_changed",
                zone.name,
                zone.name,
                f"除いた：{'、'.join(lost) or NOTHING}",
                f"加えた：{'、'.join(gained) or NOTHING}",
            )
    for code, zone in old.items():
        if code not in new:
            towns = "、".join(zone.towns)
            yield ChangeItem("zone_ended", zone.name, zone.name, towns, NOTHING)


def _acts(before: Facts, after: Facts) -> Iterator[ChangeItem]:
    old = {act.number: act for act in before.acts}
    new = {act.number: act for act in after.acts}
    followed = set()
    for number, act in new.items():
        if number in old:
            if _act_words(act) != _act_words(old[number]):
                yield _act_item("changed", act, _act_words(old[number]))
        elif act.replaces in old and act.replaces not in new:
            followed.add(act.replaces)
            yield _act_item("changed", act, _act_words(old[act.replaces]))
        else:
            yield _act_item("new", act, NOTHING)
    endings = {ending.number: ending for ending in after.endings}
    for number, act in old.items():
        if number not in new and number not in followed:
            end = endings.get(number)
            words = f"{end.words}（{wareki_short(end.on)}）" if end else "終了"
            zones = "、".join(act.zones)
            yield ChangeItem(
                f"{act.kind}_ended", zones, act.name, _act_words(act), words
            )


def _act_item(what: str, act: Act, before: str) -> ChangeItem:
    zones = "、".join(act.zones)
    return ChangeItem(f"{act.kind}_{what}", zones, act.name, before, _act_words(act))


def _act_words(act: Act) -> str:
    until = wareki_short(act.until) if act.until else ""
    return f"{act.name}　{'、'.join(act.zones)}　{wareki_short(act.since)}〜{until}"


# --- Filings ----------------------------------------------------------------------------
def _holders(before: Facts, after: Facts) -> Iterator[ChangeItem]:
    old = {one.code: one for one in before.holders}
    new = {one.code: one for one in after.holders}
    for code in sorted(old.keys() | new.keys()):
        yield from _holder(old.get(code), new.get(code))


def _holder(was: Holder | None, now: Holder | None) -> Iterator[ChangeItem]:
    one = now or was
    words = (_holder_words(was), _holder_words(now))

    def item(sort: str, before: str = words[0], after: str = words[1]) -> ChangeItem:
        return ChangeItem(sort, one.zone, one.name, before, after)

    first = was.home_class if was else ""
    last = now.home_class if now else ""
    if first != last:
        if first:
            yield item(f"{first}_ended")
        if last:
            yield item(f"{last}_new")
    elif last and was.level != now.level:
        up = RANK.get(now.level, 3) < RANK.get(was.level, 3)
        yield item("class_up" if up else "class_down")
    if bool(was and was.backup) != bool(now and now.backup):
        yield item("backup_new" if now and now.backup else "backup_ended")
    if was and now and was.place != now.place:
        yield item("moved", was.place or "所在地不明", now.place or "所在地不明")
    if was and now and was.name != now.name:
        yield item("renamed", was.name, now.name)


def _holder_words(one: Holder | None) -> str:
    if one is None:
        return NOTHING
    words = []
    if one.home_class:
        level = f" {LEVELS[one.level]}" if one.level else ""
        words.append(f"{CLASSES[one.home_class]}{level}")
    if one.backup:
        words.append("後方支援病院")
    return "、".join(words) or NOTHING


# --- Targets, budgets -------------------------------------------------------------------
def _aims(before: Facts, after: Facts) -> Iterator[ChangeItem]:
    old = {(aim.key, aim.year): aim for aim in before.aims}
    for aim in after.aims:
        was = old.get((aim.key, aim.year))
        first = was.state if was else "unknown"
        if aim.state == first:
            continue
        if aim.state in ("reached", "missed"):
            yield _aim_item(f"target_{aim.state}", was, aim)
        elif first == "reached" and aim.state == "open":
            yield _aim_item("target_lost", was, aim)


def _aim_item(sort: str, was: Aim | None, aim: Aim) -> ChangeItem:
    before = was.value if was and was.value else "値なし"
    after = f"{aim.value or '値なし'}（目標 {aim.year} {aim.target}）"
    return ChangeItem(sort, aim.area, aim.indicator, before, after)


def _budgets(before: Facts, after: Facts) -> Iterator[ChangeItem]:
    old = {(one.code, one.year): one for one in before.budgets}
    new = {(one.code, one.year): one for one in after.budgets}
    for key in (*new, *(key for key in old if key not in new)):
        was, now = old.get(key), new.get(key)
        one = now or was
        amounts = [f"{b.amount}千円" if b else NOTHING for b in (was, now)]
        if amounts[0] != amounts[1]:
            what = "changed" if was and now else "new" if now else "ended"
            name = f"{one.program}（{one.year}）"
            yield ChangeItem(f"budget_{what}", "", name, *amounts)


# --- Lines of the summary ---------------------------------------------------------------
def lines(
    items: Iterable[ChangeItem], before: Facts, after: Facts
) -> tuple[Change, ...]:
    """The table of a summary page: one line a sort, new and ended filings as a difference."""
    by_sort: dict[str, list[ChangeItem]] = {}
    for item in items:
        by_sort.setdefault(item.sort, []).append(item)
    found, groups = [], set()
    for sort, words in SORTS.items():
        if words.group and words.group not in groups:
            groups.add(words.group)
            members = [s for s, w in SORTS.items() if w.group == words.group]
            if any(s in by_sort for s in members):
                found.append(_difference(words.group, members, by_sort))
        elif not words.group and sort in by_sort:
            rows = by_sort[sort]
            told = _detail(rows), _effect(sort, before, after)
            found.append(Change(words.words, len(rows), words.unit, *told))
    return tuple(found)


def _difference(
    subject: str, sorts: list[str], by_sort: dict[str, list[ChangeItem]]
) -> Change:
    total, said, zones = 0, [], Counter()
    for sort in sorts:
        rows, sign = by_sort.get(sort, []), SORTS[sort].sign
        total += sign * len(rows)
        if rows:
            said.append(f"{'新規' if sign > 0 else '終了'}{len(rows)}")
        for row in rows:
            zones[row.zone] += sign
    steps = [f"{zone}{n:+}".replace("-", "−") for zone, n in zones.items() if n]
    return Change(subject, total, "機関", "、".join(said), _some(steps), signed=True)


def _detail(rows: list[ChangeItem]) -> str:
    """By zone where there are many and each has one, else by name."""
    if len(rows) > 3 and all(row.zone and row.zone != row.name for row in rows):
        counts = Counter(row.zone for row in rows)
        return _some([f"{zone}{number}" for zone, number in counts.items()], 8)
    return _some([row.name for row in rows])


def _some(words: list[str], most: int = 4) -> str:
    head = "、".join(words[:most])
    return f"{head}ほか{len(words) - most}" if len(words) > most else head


def _effect(sort: str, before: Facts, after: Facts) -> str:
    kind = sort.partition("_")[0]
    if kind not in ("hub", "active"):
        return ""
    old, new = (
        len({zone for act in facts.acts if act.kind == kind for zone in act.zones})
        for facts in (before, after)
    )
    return f"ある圏域　{old}→{new}" if old != new else f"ある圏域　{new}のまま"
