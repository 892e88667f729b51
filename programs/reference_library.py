"""Loads what is read beside the programs: roles, cases, the FY2012 hubs and the notes on kinds."""

from formats.tabular import optional_number
from programs.fixture_rows import FixtureRows, insert_missing
from programs.models import (
    CaseElement,
    CaseExample,
    HubSite2012,
    KindNote,
    OperatorCount2012,
    Outcome2012,
    RoleDuty,
)
from programs.reference_words import KIND_CODES, parts


class LibraryRows(FixtureRows):
    def roles(self) -> int:
        return insert_missing(
            RoleDuty,
            "code",
            [
                RoleDuty(
                    code=row["role_code"],
                    scope=row["scope"],
                    period=row["period"],
                    layer=row["layer"],
                    unit=row["geographic_unit"],
                    actor=row["actor"],
                    duty_type=row["duty_type"],
                    duty=row["duty"],
                    partner=row["partner"],
                    **self.sourced(row),
                )
                for row in self.rows("roles")
            ],
        )

    def cases(self) -> int:
        """Cases of published papers are released from the start."""
        known = set(CaseExample.objects.values_list("code", flat=True))
        made: dict[str, CaseExample] = {}
        elements = []
        for row in self.rows("case_examples"):
            code, sourced = row["case_code"], self.sourced(row)
            if code in known:
                continue
            if code not in made:
                made[code] = CaseExample.objects.create(
                    code=code,
                    prefecture_id=row["prefecture_code"],
                    region_label=row["prefecture"],
                    place=row["municipality"],
                    organisation="、".join(parts(row["organisation"])),
                    title=row["case_title"],
                    released=True,
                    **sourced,
                )
            elements.append(
                CaseElement(
                    case=made[code],
                    order=int(row["element_no"]),
                    name=row["element"],
                    aspect=row["aspect"],
                    text=row["description"],
                    count=optional_number(row["count"], int),
                    unit=row["count_unit"],
                    kind=KIND_CODES.get(row["related_activity"], ""),
                    **sourced,
                )
            )
        CaseElement.objects.bulk_create(elements)
        return len(made)

    def hubs_2012(self) -> int:
        if HubSite2012.objects.exists():
            return 0
        sites = [
            HubSite2012(
                number=int(row["site_no"]),
                prefecture_id=row["prefecture_code"],
                municipality=row["municipality"],
                municipality_code=row["municipality_code5"],
                county=row["county"],
                parent_city=row["parent_city"],
                sites=int(row["cells_printed"]),
                **self.sourced(row),
            )
            for row in self.rows("hub_sites_2012")
        ]
        sites += [
            HubSite2012(
                prefecture_id=row["prefecture_code"],
                sites=int(row["unnamed_cells"]),
                **self.sourced(row),
            )
            for row in self.rows("hub_sites_2012_by_prefecture")
            if int(row["unnamed_cells"])
        ]
        operators: dict[str, OperatorCount2012] = {}
        for row in self.rows("operators_2012"):
            operators[row["operator_code"]] = OperatorCount2012.objects.create(
                code=row["operator_code"],
                name=row["operator_kind"],
                whole=operators.get(row["parent_code"]),
                sites=int(row["sites"]),
                **self.sourced(row),
            )
        Outcome2012.objects.bulk_create(
            Outcome2012(
                code=row["outcome_code"],
                nature=row["nature"],
                kind=KIND_CODES.get(row["activity_code"], ""),
                subject=row["subject"],
                indicator=row["indicator"],
                comparator=row["comparator"],
                value=optional_number(row["value"], int),
                unit=row["unit"],
                text=row["text"],
                **self.sourced(row),
            )
            for row in self.rows("outcomes_2012")
        )
        return len(HubSite2012.objects.bulk_create(sites))

    def kind_notes(self) -> int:
        notes = [
            KindNote(
                code=row["activity_code"],
                order=int(row["order"]),
                name=row["name"],
                short_label=row["short_label"],
                kind=KIND_CODES[row["activity_code"]],
                examples=parts(row["example_actions"]),
                effects=parts(row["effects"]),
                **self.sourced(row),
            )
            for row in self.rows("hub_activity_kinds")
        ]
        notes += [
            KindNote(
                code=row["item_code"],
                order=int(row["order"]),
                name=row["name"],
                short_label=row["short_label"],
                handled_by=row["handled_by"],
                **self.sourced(row),
            )
            for row in self.rows("municipal_items")
        ]
        return insert_missing(KindNote, "code", notes)
