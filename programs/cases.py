"""The cases that a person may read, found by words, zone, function and kind of activity."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.lists.search import matches
from accounts.models import User
from facilities.kinds import CareFunction
from programs.kinds import ActivityKind
from programs.models import CaseElement, CaseExample


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its elements in their order."""

    example: CaseExample
    elements: tuple[CaseElement, ...]

    @property
    def kinds(self) -> list[ActivityKind]:
        """The kinds of activity of its elements, each once."""
        found = {one.kind for one in self.elements if one.kind}
        return [kind for kind in ActivityKind if kind in found]

    @property
    def functions(self) -> list[CareFunction]:
        return [f for f in CareFunction if f in self.example.functions]

    @property
    def place(self) -> str:
        """Where, as the paper writes it."""
        one = self.example
        label = one.region_label or one.prefecture.name
        return f"{label}{one.place}"

    @property
    def doubts(self) -> list[str]:
        """Why something of it is not confirmed, each reason once."""
        said = [one.doubt for one in (self.example, *self.elements) if one.unconfirmed]
        return list(dict.fromkeys(doubt for doubt in said if doubt))

    @property
    def is_doubtful(self) -> bool:
        return any(one.unconfirmed for one in (self.example, *self.elements))

    def words(self) -> list[str]:
        """All that a search looks through."""
        one = self.example
        said = [one.title, one.organisation, self.place, one.summary, one.code]
        said += [part for e in self.elements for part in (e.name, e.aspect, e.text)]
        return [*said, *(kind.label for kind in self.kinds)]


def cases_of(user: User) -> list[Case]:
    """All that a person may read, by prefecture; two queries."""
    return cases_in(CaseExample.objects.visible_to(user))


def cases_in(rows: Iterable[CaseExample]) -> list[Case]:
    rows = rows.select_related("prefecture", "zone").prefetch_related("elements")
    ordered = rows.order_by("prefecture", "code", "pk")
    return [Case(one, tuple(one.elements.all())) for one in ordered]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions of a search; empty ones hold for all."""

    words: str = ""
    prefecture: str = ""
    zone: int | None = None
    function: str = ""
    kind: str = ""
    release: str = ""
    doubtful: bool = False

    def holds(self, case: Case) -> bool:
        one = case.example
        return (
            matches(self.words, *case.words())
            and self.prefecture in ("", one.prefecture_id)
            and self.zone in (None, one.zone_id)
            and (not self.function or self.function in one.functions)
            and (not self.kind or self.kind in case.kinds)
            and self.release in ("", "released" if one.released else "draft")
            and (not self.doubtful or case.is_doubtful)
        )
