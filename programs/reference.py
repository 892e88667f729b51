"""Loads measures, programs, activities, cases and the FY2012 hubs from ``fixtures/``.

Safe to run again: only what is missing is inserted, so what an official changed stays as it is.
"""

from pathlib import Path

from django.db import transaction

from formats.tabular import optional_date, optional_number
from programs.fixture_rows import Row
from programs.kinds import ActivityKind, Funding, Implementer, PolicyArea
from programs.models import (
    Activity,
    Measure,
    MeasureStatus,
    Program,
    ProgramYear,
    SheetLine,
)
from programs.reference_library import LibraryRows
from programs.reference_words import (
    ACTIVITY_KINDS,
    FUNDINGS,
    IMPLEMENTERS,
    LEVELS,
    first_day,
    last_day,
    parts,
)


@transaction.atomic
def load_reference(folder: Path) -> dict[str, int]:
    """Insert what is missing; gives the number of rows inserted by table."""
    loader = _Loader(folder)
    return {
        "measures": loader.measures(),
        "programs": loader.programs(),
        "activities": loader.activities(),
        "roles": loader.roles(),
        "cases": loader.cases(),
        "hubs_2012": loader.hubs_2012(),
        "kind_notes": loader.kind_notes(),
    }


class _Loader(LibraryRows):
    def measures(self) -> int:
        known = {(m.prefecture_id, m.code): m for m in Measure.objects.all()}
        made = 0
        for order, row in enumerate(self.rows("measures")):
            key = row["prefecture_code"], row["measure_code"]
            if key in known:
                continue
            sourced = self.sourced(row)
            measure = known[key] = Measure.objects.create(
                prefecture_id=key[0],
                code=key[1],
                order=order,
                parent=known.get((key[0], row["parent_code"])),
                node_type=row["node_type"],
                name=row["name"],
                theme=row["theme"],
                policy_areas=_values(row["policy_area"], PolicyArea),
                group_label=row["group_label"],
                level=LEVELS.get(row["level"], ""),
                level_label=row["level"],
                target_profession=row["target_profession"],
                implementers=[IMPLEMENTERS[p] for p in parts(row["implementer"])],
                implementers_inferred=row["implementer_basis"] == "inferred",
                first_fiscal_year=int(row["fiscal_year"]),
                **sourced,
            )
            made += 1
            if row["status_as_of"]:
                MeasureStatus.objects.create(
                    measure=measure,
                    fiscal_year=int(row["fiscal_year"]),
                    as_of=first_day(row["status_as_of"]),
                    as_of_label=self.sources.as_of_label(row["status_as_of"]),
                    text=row["status_text"],
                    result_fiscal_year=optional_number(row["result_fiscal_year"], int),
                    **sourced,
                )
        return made

    def programs(self) -> int:
        known = {(p.prefecture_id or "", p.code): p for p in Program.objects.all()}
        measures = {(m.prefecture_id, m.code): m for m in Measure.objects.all()}
        lines = list(self.rows("program_sheets"))
        made = 0
        for row in self.rows("programs"):
            key = row["prefecture_code"], row["program_code"]
            if key in known:
                continue
            known[key] = self._program(
                row, known.get((key[0], row["parent_program_code"]))
            )
            codes = parts(row["measure_codes"])
            known[key].measures.set(
                measures[key[0], code] for code in codes if (key[0], code) in measures
            )
            year = self._program_year(known[key], row)
            SheetLine.objects.bulk_create(
                SheetLine(
                    year=year,
                    section=line["section"],
                    order=int(line["order"]),
                    text=line["text"],
                    **self.sourced(line),
                )
                for line in lines
                if line["program_code"] == row["program_code"]
            )
            made += 1
        return made

    def _program(self, row: Row, parent: Program | None) -> Program:
        return Program.objects.create(
            prefecture_id=row["prefecture_code"] or None,
            region_label=row["region"],
            code=row["program_code"],
            record_type=row["record_type"],
            name=row["name"],
            short_name=row["short_name"],
            parent=parent,
            implementing_bodies=parts(row["implementing_body"]),
            target_professions=parts(row["target_profession"]),
            policy_areas=_values(row["policy_area"], PolicyArea),
            funding=FUNDINGS.get(row["funding_source"], Funding.NOT_STATED),
            fund_kind="2"
            if FUNDINGS.get(row["funding_source"]) == Funding.FUND
            else "",
            starts_on=optional_date(row["starts_on"]),
            ends_on=optional_date(row["ends_on"]),
            **self.sourced(row),
        )

    def _program_year(self, program: Program, row: Row) -> ProgramYear:
        return ProgramYear.objects.create(
            program=program,
            fiscal_year=int(row["fiscal_year"]),
            budget_first=optional_number(row["budget_thousand_yen"], int),
            sites_actual=optional_number(row["sites"], int),
            sites_unit=row["sites_unit"] or "か所",
            status_text=row["status_text"],
            as_of=last_day(row["as_of"]),
            as_of_label=row["as_of_label"],
            **self.sourced(row),
        )

    def activities(self) -> int:
        known = set(Activity.objects.exclude(code="").values_list("code", flat=True))
        measures = {(m.prefecture_id, m.code): m for m in Measure.objects.all()}
        programs = {(p.prefecture_id or "", p.code): p for p in Program.objects.all()}
        counts = ("sessions", "participants", "areas", "other_count", "out_of")
        made = [
            Activity(
                prefecture_id=row["prefecture_code"] or None,
                region_label=row["region"],
                code=row["activity_code"],
                name=row["name"],
                kind=_activity_kind(row),
                kind_label=row["activity_kind"],
                actor_kind=_actor_kind(row["actor"]),
                actor="、".join(parts(row["actor"])),
                measure=measures.get((row["prefecture_code"], row["measure_code"])),
                program=programs.get((row["prefecture_code"], row["program_code"])),
                fiscal_year=optional_number(row["fiscal_year"], int),
                date_from=first_day(row["date_from"]),
                date_to=last_day(row["date_to"]),
                date_label=row["date_label"],
                other_unit=row["other_unit"],
                note=row["status_text"],
                **{name: optional_number(row[name], int) for name in counts},
                **self.sourced(row),
            )
            for row in self.rows("activities")
            if row["activity_code"] not in known
        ]
        return len(Activity.objects.bulk_create(made))


def _values(text: str, choices: type[PolicyArea]) -> list[str]:
    """Stored values of the words of a cell."""
    by_label = {str(label): value for value, label in choices.choices}
    return [by_label[word] for word in parts(text) if word]


def _activity_kind(row: Row) -> str:
    if row["policy_area"] == PolicyArea.INFORM.label and row["activity_kind"] in {
        "研修",
        "講演会",
        "情報提供",
    }:
        return ActivityKind.RESIDENTS
    return ACTIVITY_KINDS.get(row["activity_kind"], ActivityKind.OTHER)


def _actor_kind(text: str) -> str:
    for word, kind in IMPLEMENTERS.items():
        if text.startswith(word):
            return kind
    return Implementer.ASSOCIATION if "医師会" in text else Implementer.OTHER
