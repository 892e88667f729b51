"""What officials change, and what the actions refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from indicators import actions
from indicators.errors import BrokenRule
from indicators.kinds import AreaKind, Status, TargetKind
from indicators.models import LogicItem, Target
from indicators.reading import Readings
from tests.factories import indicators, people, places

WHOLE = {"area_kind": AreaKind.PREFECTURE, "area_code": "01"}


@pytest.fixture
def one(corner):
    return indicators.indicator(corner.version, "ZP90", unit="人")


@pytest.fixture
def official(db):
    return people.official()


def record(one, value, by, **more):
    place = {**WHOLE, "year": 2024, **more.pop("place", {})}
    number = None if value is None else Decimal(value)
    return actions.record_value(indicator=one, **place, value=number, **more, by=by)


def test_a_value_is_recorded_with_history_and_audit(one, official):
    record(one, 120, official)
    changed = record(one, 130, official, source="統計")

    assert changed.value == 130
    assert [row.history_user for row in changed.history.all()] == [official, official]
    event = AuditEvent.objects.filter(action="record_value").latest("pk")
    assert event.detail["before"]["value"] == "120.000"


def test_the_same_value_again_writes_nothing(one, official):
    record(one, 120, official)
    events = AuditEvent.objects.count()

    assert record(one, 120, official) is None
    assert AuditEvent.objects.count() == events


def test_a_small_count_of_people_is_marked_and_zero_is_not(one, official):
    assert record(one, 9, official).small_count
    assert not record(one, 0, official, place={"year": 2023}).small_count
    assert not record(one, 10, official, place={"year": 2022}).small_count


def test_an_empty_value_is_refused_unless_the_source_hides_it(one, official):
    with pytest.raises(BrokenRule, match="値を入力"):
        record(one, None, official)
    assert record(one, None, official, small_count=True).value is None


def test_a_value_below_the_smallest_area_is_refused(corner, official):
    wide = indicators.indicator(corner.version, smallest_area=AreaKind.SECONDARY_AREA)

    with pytest.raises(BrokenRule, match="二次医療圏より小さい"):
        record(
            wide, 5, official, place={"area_kind": "municipality", "area_code": "01207"}
        )
    assert record(
        wide, 5, official, place={"area_kind": "secondary_area", "area_code": "0104"}
    )


def test_a_share_above_a_hundred_and_a_count_below_nothing_are_refused(
    corner, official
):
    share = indicators.indicator(corner.version, value_kind="share", unit="%")

    with pytest.raises(BrokenRule, match="100以下"):
        record(share, 101, official)
    with pytest.raises(BrokenRule, match="0以上"):
        record(share, -1, official)


def test_a_target_lies_in_the_plan_and_after_the_baseline(one, official):
    def put(year, kind=TargetKind.TARGET):
        return actions.set_target(
            indicator=one, **WHOLE, year=year, value=Decimal(10), kind=kind, by=official
        )

    put(2025, TargetKind.BASELINE)
    with pytest.raises(BrokenRule, match="計画の期間"):
        put(2030)
    with pytest.raises(BrokenRule, match="基準値の年度"):
        put(2025)
    assert put(2029).year == 2029


def test_an_area_has_one_baseline(one, official):
    for year in (2022, 2023):
        actions.set_target(
            indicator=one,
            **WHOLE,
            year=year,
            value=Decimal(10),
            kind=TargetKind.BASELINE,
            by=official,
        )

    assert Target.objects.get().year == 2023
    with pytest.raises(IntegrityError), transaction.atomic():
        indicators.target(one, 5, year=2020, baseline=True)


def test_the_database_refuses_an_empty_value_that_nobody_hid(one):
    with pytest.raises(IntegrityError), transaction.atomic():
        indicators.value(one, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        indicators.value(one, 5, denominator=Decimal(0))


def test_confirming_clears_the_doubt_and_dropping_keeps_the_values(one, official):
    record(one, 120, official)
    actions.edit_indicator(indicator=one, values={"doubt": "原文なし"}, by=official)

    actions.confirm_indicator(indicator=one, by=official)
    one.refresh_from_db()
    assert (one.status, one.doubt) == (Status.CONFIRMED, "")
    actions.drop_indicator(indicator=one, by=official)
    assert one.values.count() == 1


def test_the_national_target_cannot_be_dropped(corner, official):
    national = indicators.indicator(corner.version, required_national_target=True)

    with pytest.raises(BrokenRule, match="国が目標を求める"):
        actions.drop_indicator(indicator=national, by=official)


def test_a_code_stands_once_in_a_version(corner, one, official):
    with pytest.raises(BrokenRule, match="ZP90"):
        actions.add_indicator(
            version=corner.version, code="ZP90", values={}, by=official
        )


def test_a_new_version_begins_with_a_copy_and_keeps_the_past(corner, one, official):
    record(one, 120, official)
    indicators.target(one, 200)
    final = indicators.logic_item(corner.version, "final", "望む姿")
    middle = indicators.logic_item(corner.version, "intermediate", "途中の姿")
    middle.leads_to.add(final)
    middle.indicators.add(one)
    new = places.version(
        corner.version.plan, {"札幌": [corner.city]}, effective_from=date(2027, 4, 1)
    )

    assert actions.copy_catalogue(source=corner.version, target=new, by=official) == 1
    copied = new.indicators.get()
    assert (copied.code, copied.targets.get().value) == ("ZP90", 200)
    assert corner.version.indicators.get().targets.count() == 1
    box = new.logic_items.get(stage="intermediate")
    assert box.leads_to.get().version == new
    assert box.indicators.get() == copied
    then = corner.picture(date(2027, 4, 1))
    readings = Readings([copied], AreaKind.PREFECTURE, then)
    (whole,) = then.areas(AreaKind.PREFECTURE)
    assert [read.value for read in readings.series(copied, whole)] == [120]
    with pytest.raises(BrokenRule, match="すでに指標"):
        actions.copy_catalogue(source=corner.version, target=new, by=official)


def test_a_logic_link_goes_one_stage_up(corner, official):
    def box(stage, title, leads_to=()):
        return actions.save_logic_item(
            version=corner.version,
            stage=stage,
            title=title,
            leads_to=leads_to,
            by=official,
        )

    final = box("final", "望む姿")
    middle = box("intermediate", "途中の姿", [final])
    with pytest.raises(BrokenRule, match="1つ上の段階"):
        box("activity", "取組", [final])
    assert box("activity", "取組", [middle]).leads_to.get() == middle
    with pytest.raises(BrokenRule, match="すでにあります"):
        box("final", "望む姿")


def test_a_box_that_others_lead_to_keeps_its_stage_and_can_be_removed(corner, official):
    final = indicators.logic_item(corner.version, "final", "望む姿")
    middle = indicators.logic_item(corner.version, "intermediate", "途中の姿")
    middle.leads_to.add(final)

    with pytest.raises(BrokenRule, match="段階は変えられません"):
        actions.save_logic_item(
            version=corner.version,
            item=final,
            stage="activity",
            title="望む姿",
            by=official,
        )
    actions.remove_logic_item(item=final, by=official)
    assert LogicItem.objects.get().leads_to.count() == 0


def test_additional_demand_is_kept_in_its_two_parts(corner, official):
    actions.set_additional_demand(
        municipality=corner.town,
        year=2026,
        home_care=Decimal("12.5"),
        care_insurance=Decimal("30"),
        by=official,
    )

    assert corner.town.additional_demand.get().total == Decimal("42.5")
    with pytest.raises(BrokenRule, match="0以上"):
        actions.set_additional_demand(
            municipality=corner.town,
            year=2026,
            home_care=Decimal(-1),
            care_insurance=Decimal(1),
            by=official,
        )
