"""Which of the four functions a facility provides, and what proves it."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from facilities.kinds import CareFunction, EvidenceKind


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence for a function: a filing, a survey answer or a confirmation."""

    function: CareFunction
    evidence: EvidenceKind
    words: str
    starts_on: date
    ends_on: date | None


def filing_kinds_of(function: str) -> QuerySet:
    """The filing kinds that are evidence for a function, to be used inside another query."""
    # Membership in a JSON list, the same on both databases: the list as text, the word quoted.
    kinds = apps.get_model("facilities", "FilingKind").objects
    written = kinds.annotate(written=Cast("functions", TextField()))
    return written.filter(written__contains=f'"{function}"').values("pk")


def functions_of(facility: object, day: date) -> dict[CareFunction, list[Proof]]:
    """All four functions with what proves each on the day; an empty list means not provided."""
    proofs: dict[CareFunction, list[Proof]] = {
        function: [] for function in CareFunction
    }
    in_force = facility.filings.in_force_on(day).select_related("kind")
    for filing in in_force.order_by("starts_on", "pk"):
        for function in filing.kind.functions:
            words = f"{filing.kind.symbol_as_printed}（{filing.kind.name}）"
            proofs[CareFunction(function)].append(
                Proof(
                    CareFunction(function),
                    EvidenceKind.FILING,
                    words,
                    filing.starts_on,
                    filing.ends_on,
                )
            )
    for said in facility.provisions.in_force_on(day).order_by("starts_on", "pk"):
        function = CareFunction(said.function)
        proofs[function].append(
            Proof(
                function,
                EvidenceKind(said.evidence),
                said.evidence_text or said.get_evidence_display(),
                said.starts_on,
                said.ends_on,
            )
        )
    return proofs
