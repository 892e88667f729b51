"""What the other kinds freeze from the database, and the command that makes each of them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from facilities.kinds import CareFunction, FacilityKind
from facilities.models import OfficialList
from reports.collecting.asked import Asked, NothingToReport
from reports.registry import KINDS, collect
from reports.rendering import RenderedPdf
from reports.snapshots import canonical
from tests.factories import (
    designations,
    facilities,
    indicators,
    people,
    places,
    programs,
)
from zones.models import Population

DAY = date(2025, 10, 1)


@pytest.fixture
def world(db):
    """A zone of two towns: one has a hospital and a clinic, the other nobody."""
    zone = designations.zone("十勝")
    first, second = (m.municipality for m in zone.memberships.order_by("municipality"))
    places.population(first, 6_000)
    places.population(second, 2_000)
    places.population(first, 7_000, year=2050, kind=Population.Kind.PROJECTION)
    places.population(second, 1_000, year=2050, kind=Population.Kind.PROJECTION)
    facilities.official_list(as_of=DAY)
    hospital = facilities.facility(
        first, kind=FacilityKind.HOSPITAL, name="い病院", kana="い"
    )
    clinic = facilities.facility(first, name="あ診療所", kana="あ")
    facilities.filing(hospital, "支援病1")
    facilities.filing(clinic, "支援診3", starts_on=date(2024, 5, 1))
    facilities.provision(clinic, CareFunction.EOL)
    by = people.official()
    hub = designations.association("十勝みほん医師会", municipality=first)
    active = designations.institution(hospital)
    designations.entered(zone, hub, by=by)
    designations.entered(zone, active, "active", by=by)
    programs.activity(zone=zone, name="連携会議", sessions=2, participants=34)
    places.health_centre([first, second])
    return zone


def asked(**more):
    return Asked(places.prefecture(), DAY, **more)


def test_appendix_names_institutions_by_function_and_kana(world):
    frozen = collect("plan_appendix", asked())
    (zone,) = frozen.zones
    assert [i.name for i in zone.institutions] == ["い病院", "あ診療所"]  # by kind
    hospital, clinic = zone.institutions
    assert hospital.active
    assert not hospital.hub
    assert "eol" in clinic.functions
    assert zone.hubs == ("十勝みほん医師会",)
    assert zone.actives == ("い病院",)
    assert "dental_clinic" in zone.unlisted
    assert "hospital" not in zone.unlisted


@pytest.mark.parametrize("kind", ["progress", "zone_profile", "plan_appendix"])
def test_a_town_that_no_list_reaches_is_named_and_not_said_to_have_nobody(world, kind):
    whole = collect(kind, asked())
    assert not any("名簿がない市区町村" in one for one in whole.caveats)
    first, second = (m.municipality for m in world.memberships.order_by("municipality"))
    OfficialList.objects.all().delete()
    facilities.official_list(as_of=DAY, municipalities=[first.pk])
    part = collect(kind, asked())
    assert part.caveats[-1].endswith(f"（{second.name}）。")
    if kind == "zone_profile":
        (zone,) = part.zones
        assert not any(second.name in gap for gap in zone.gaps)
        assert all(second.name not in (row.without or ()) for row in zone.functions)


def test_appendix_of_an_earlier_day_knows_no_list(world):
    frozen = collect("plan_appendix", Asked(places.prefecture(), date(2024, 6, 1)))
    assert "hospital" in frozen.zones[0].unlisted
    assert frozen.zones[0].hubs == ()


def test_profile_counts_people_filings_and_gaps(world):
    (zone,) = collect("zone_profile", asked()).zones
    assert (zone.population75, zone.zaishishin, zone.zaishibyo) == (8_000, 1, 1)
    assert zone.enhanced_hospitals == 1
    assert [(p.year, p.value) for p in zone.population] == [(2050, 8_000)]
    assert [(t.population75, t.zaishishin, t.zaishibyo) for t in zone.towns] == [
        (6_000, 1, 1),
        (2_000, 0, 0),
    ]
    eol = next(row for row in zone.functions if row.key == "eol")
    assert eol.clinic == 1
    assert eol.without == (zone.towns[1].name,)
    assert [p.day for p in zone.filings] == [DAY]
    assert sum(p.value for p in zone.started) == 2
    assert [i.symbol for i in zone.institutions] == ["支援病１"]
    assert [a.name for a in zone.activities] == ["連携会議"]
    assert (zone.hubs, zone.active) == (1, 1)
    second = zone.towns[1].name
    assert (
        f"{second}には、在支診も在支病もない（圏域の75歳以上の25.0％、2,000人）。"
        in zone.gaps
    )
    assert {c.role for c in zone.contacts} == {"拠点", "保健所"}
    assert zone.map is None  # no office is known


def test_register_tells_what_happened_up_to_the_day(world):
    frozen = collect("designation_register", asked(since=date(2025, 4, 1)))
    assert {e.kind for e in frozen.entries} == {"hub", "active"}
    assert all(e.is_new for e in frozen.entries)
    assert [e.what for e in frozen.events] == ["指定", "指定"]
    assert {i.sort for i in frozen.change_items} == {"hub_new", "active_new"}
    earlier = collect(
        "designation_register", Asked(places.prefecture(), date(2025, 9, 30))
    )
    assert earlier.entries == ()
    assert earlier.events == ()


def test_program_sheets_need_no_plan_but_a_program(db):
    niigata = places.prefecture("15")
    with pytest.raises(NothingToReport, match="補助事業の記録がありません"):
        collect("program_sheet", Asked(niigata, DAY))
    programs.year(programs.program("15", name="推進センター"), fiscal_year=2024)
    (sheet,) = collect("program_sheet", Asked(niigata, DAY)).sheets
    assert (sheet.name, sheet.years[0].budget) == ("推進センター", 9_000)


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "program_sheet"])
def test_what_is_frozen_survives_json_and_queries_do_not_grow(
    kind, world, django_assert_max_num_queries
):
    with django_assert_max_num_queries(140):
        frozen = collect(kind, asked())
    assert canonical.load(canonical.as_dict(frozen)) == frozen


def test_command_writes_pdf_and_workbook(world, tmp_path, monkeypatch):
    made = RenderedPdf(b"%PDF-1.7", 2, "f" * 64, {})
    monkeypatch.setattr(
        "reports.management.commands.make_report.render_pdf", lambda values: made
    )
    out, book = tmp_path / "a" / "report.pdf", tmp_path / "report.xlsx"
    said = StringIO()
    call_command(
        "make_report", "zone_profile", as_of=DAY, zone=["十勝"], out=out, xlsx=book,
        stdout=said,
    )  # fmt: skip
    assert out.read_bytes() == b"%PDF-1.7"
    assert "2ページ" in said.getvalue()
    sheet = load_workbook(book)["圏域の概要"]
    assert [cell.value for cell in sheet[2]][1:5] == ["十勝", 48_000, 8_000, 2_666]


def test_command_says_which_zone_is_unknown(world, tmp_path):
    with pytest.raises(CommandError, match="圏域「どこか」は"):
        call_command(
            "make_report",
            "zone_profile",
            as_of=DAY,
            zone=["どこか"],
            out=tmp_path / "x",
        )


@pytest.mark.parametrize(
    ("begun", "shown"), [(7, ("非公表", "", "", "")), (20, ("20", "50.0", "60", "B"))]
)
def test_a_small_baseline_tells_neither_itself_nor_a_judgement(world, begun, shown):
    """The same target and values: with a baseline under ten people nothing is said that it is
    part of."""
    patients = indicators.indicator(world.memberships.first().version, "ZP1")
    indicators.target(patients, begun, year=2021, baseline=True)
    indicators.target(patients, 60, year=2029)
    indicators.value(patients, 40, year=2025)
    (row,) = collect("progress", asked()).indicators
    assert (row.baseline, row.ratio, row.forecast, row.grade) == shown
    assert (row.baseline_when, row.value, row.target) == ("R3年度", "40", "60")


def test_a_small_value_of_any_year_takes_the_judgement_away(world):
    patients = indicators.indicator(world.memberships.first().version, "ZP1")
    indicators.target(patients, 20, year=2021, baseline=True)
    indicators.target(patients, 60, year=2029)
    indicators.value(patients, 3, year=2024)
    indicators.value(patients, 40, year=2025)
    (row,) = collect("progress", asked()).indicators
    assert (row.baseline, row.value) == ("20", "40")
    assert [point.value for point in row.trend] == ["非公表"]
    assert (row.ratio, row.forecast, row.grade) == ("", "", "")
