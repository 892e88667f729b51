"""What changed between two days: new, ended, up, down, moved, targets, budgets."""

from dataclasses import replace
from datetime import date

from reports.changes import compare, lines
from reports.snapshots.facts import (
    Act,
    Aim,
    Budget,
    Ending,
    Facts,
    Holder,
    ZoneTowns,
)

ZONES = (ZoneTowns("01", "札幌", ("札幌市",)), ZoneTowns("02", "十勝", ("帯広市",)))
CLINIC = Holder("1", "みほん医院", "札幌市", "札幌", "zaishishin", "conventional")
HUB = Act("拠-1", "hub", "みほん医師会", ("札幌",), date(2024, 4, 1))


def facts(day: date = date(2025, 4, 1), **more: object) -> Facts:
    return Facts(day, **{"listed": True, "zones": ZONES} | more)


def sorts(before: Facts, after: Facts) -> list[str]:
    return [item.sort for item in compare(before, after)]


def test_nothing_changed() -> None:
    same = facts(holders=(CLINIC,), acts=(HUB,))
    assert compare(same, same) == ()
    assert lines((), same, same) == ()


def test_filings_begin_and_end() -> None:
    hospital = Holder("2", "みほん病院", "帯広市", "十勝", "zaishibyo", "solo", True)
    items = compare(facts(holders=(CLINIC,)), facts(holders=(hospital,)))
    assert [(i.sort, i.name) for i in items] == [
        ("zaishishin_ended", "みほん医院"),
        ("zaishibyo_new", "みほん病院"),
        ("backup_new", "みほん病院"),
    ]


def test_class_goes_up_and_down() -> None:
    better = replace(CLINIC, level="cooperative")
    up = compare(facts(holders=(CLINIC,)), facts(holders=(better,)))
    assert [(i.sort, i.before, i.after) for i in up] == [
        ("class_up", "在支診 従来型", "在支診 機能強化型（連携）")
    ]
    assert sorts(facts(holders=(better,)), facts(holders=(CLINIC,))) == ["class_down"]


def test_institution_moves_and_takes_another_name() -> None:
    moved = replace(CLINIC, name="新みほん医院", place="帯広市", zone="十勝")
    items = compare(facts(holders=(CLINIC,)), facts(holders=(moved,)))
    assert [(i.sort, i.before, i.after) for i in items] == [
        ("moved", "札幌市", "帯広市"),
        ("renamed", "みほん医院", "新みほん医院"),
    ]


def test_filings_are_not_compared_with_a_day_without_a_list() -> None:
    assert sorts(facts(listed=False), facts(holders=(CLINIC,))) == []


def test_designation_begins_ends_and_is_followed() -> None:
    successor = replace(HUB, number="拠-2", zones=("十勝",), replaces="拠-1")
    assert sorts(facts(), facts(acts=(HUB,))) == ["hub_new"]
    changed = compare(facts(acts=(HUB,)), facts(acts=(successor,)))
    assert [i.sort for i in changed] == ["hub_changed"]
    assert "札幌" in changed[0].before
    assert "十勝" in changed[0].after


def test_ending_says_how_it_came() -> None:
    ending = Ending("拠-1", date(2025, 9, 30), "辞退")
    items = compare(facts(acts=(HUB,)), facts(endings=(ending,)))
    assert [(i.sort, i.after) for i in items] == [("hub_ended", "辞退（R7.9.30）")]


def test_target_is_reached_missed_or_lost() -> None:
    aim = Aim("I01:01", "在支診", "北海道", "R7年度", "400", "380", "open")
    reached = replace(aim, value="401", state="reached")
    missed = replace(aim, state="missed")
    assert sorts(facts(aims=(aim,)), facts(aims=(reached,))) == ["target_reached"]
    assert sorts(facts(aims=(aim,)), facts(aims=(missed,))) == ["target_missed"]
    assert sorts(facts(aims=(reached,)), facts(aims=(aim,))) == ["target_lost"]
    assert sorts(facts(aims=(aim,)), facts(aims=(replace(aim, value="381"),))) == []


def test_budget_is_new_changed_or_gone() -> None:
    budget = Budget("P1", "みほん事業", "令和6年度", "1,000")
    more = replace(budget, amount="1,200")
    assert sorts(facts(), facts(budgets=(budget,))) == ["budget_new"]
    assert sorts(facts(budgets=(budget,)), facts()) == ["budget_ended"]
    items = compare(facts(budgets=(budget,)), facts(budgets=(more,)))
    assert [(i.before, i.after) for i in items] == [("1,000千円", "1,200千円")]


def test_zone_gains_a_municipality() -> None:
    wider = (replace(ZONES[0], towns=("札幌市", "江別市")), ZONES[1])
    items = compare(facts(), facts(zones=wider))
    assert [(i.sort, i.after) for i in items] == [("zone_changed", "加えた：江別市")]


def test_lines_set_new_against_ended() -> None:
    other = replace(CLINIC, code="9", name="よその医院", zone="十勝")
    third = replace(other, code="8", name="第三医院")
    before = facts(holders=(CLINIC,))
    after = facts(holders=(other, third), acts=(HUB,))
    found = {
        line.subject: line for line in lines(compare(before, after), before, after)
    }
    clinics = found["在支診の届出"]
    assert (clinics.count, clinics.signed) == (1, True)
    assert clinics.detail == "新規2、終了1"
    assert set(clinics.effect.split("、")) == {"札幌−1", "十勝+2"}
    assert found["拠点の新規指定"].effect == "ある圏域　0→1"
