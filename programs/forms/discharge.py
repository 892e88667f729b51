"""Conditions of the list of rules for admission and discharge."""

from datetime import date

from django import forms

from programs.forms.filters import ANY, ListFilter
from programs.kinds import RuleState
from programs.models import DischargeRule


def state_of(rule: DischargeRule | None) -> RuleState:
    """A zone without a record has no rules."""
    return RuleState(rule.state) if rule else RuleState.NONE


def is_late(rule: DischargeRule | None, day: date) -> bool:
    """Whether the day of the next review has passed."""
    return bool(rule and rule.review_on and rule.review_on < day)


class RuleFilter(ListFilter):
    state = forms.ChoiceField(
        label="状態", choices=[*ANY, *RuleState.choices], required=False
    )
    late = forms.BooleanField(label="見直しの時期を過ぎたものだけ", required=False)

    def holds(self, rule: DischargeRule | None, day: date) -> bool:
        state = self.said("state")
        return (not state or state_of(rule) == state) and (
            not self.said("late") or is_late(rule, day)
        )
