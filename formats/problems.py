"""A problem in a file: where it is, what it says, and how grave it is."""

from dataclasses import dataclass
from typing import Protocol


class ProblemLike(Protocol):
    """Any object that says where a problem is. Rows and columns count from 1; None is the whole."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> int | None: ...
    @property
    def message(self) -> str: ...
    @property
    def level(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `level` is error, warning or notice; `heading` is the column's own name."""

    sheet: str
    row: int | None
    column: int | None
    message: str
    level: str = "error"
    heading: str = ""
