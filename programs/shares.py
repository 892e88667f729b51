"""How the fund (地域医療介護総合確保基金) is shared: two thirds the nation, one third the prefecture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in thousand yen; ``computed`` says that they follow from the rule and were not given."""

    national: int
    prefecture: int
    other: int = 0
    computed: bool = False

    @property
    def total(self) -> int:
        return self.national + self.prefecture + self.other


def by_the_rule(budget: int) -> Shares:
    """Two thirds and one third of a budget; the prefecture takes the rest of the rounding."""
    national = round(budget * 2 / 3)
    return Shares(national, budget - national, computed=True)


def follows_the_rule(national: int, prefecture: int) -> bool:
    """Whether two shares stand as 2 to 1, up to a rounding of one thousand yen."""
    return abs(national - 2 * prefecture) <= 3
