"""The time planned for setting up, beside how long it really took elsewhere. A range, never a mean."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from cairn.accounts.models import Reader
from cairn.conditions.models import Groundwork
from cairn.conditions.queries.lead_time import LeadTime, count_months, get_lead_times

FEWEST_FOR_RANGE = 5  # of fewer a range says more than is known: they are named, and that is all


class LeadTimeView:
    """For one groundwork; a file, which has no reader, rests on what everybody may read."""

    def __init__(self, record: Groundwork, user: Reader | None) -> None:
        self.record, self.user = record, user or AnonymousUser()

    @cached_property
    def cases(self) -> list[LeadTime]:
        return get_lead_times(self.user, fictional=self.record.is_fictional, apart_from=self.record)

    @cached_property
    def planned(self) -> int | None:
        return count_months(self.record.set_up_from, self.record.planned_start)

    @property
    def planned_words(self) -> str:
        if self.planned is None:
            return "No time to set up is planned yet: both dates are needed, with their months."
        return f"You plan {say_months(self.planned)} to set up."

    @property
    def planned_short(self) -> str:
        return "Not stated" if self.planned is None else say_months(self.planned)

    @property
    def sentence(self) -> str:
        """How the plan compares with what is known."""
        cases = self.cases
        if not cases:
            return (
                "No project in the library has the dates that we need, so we cannot say how long setting up usually "
                "takes."
            )
        number = len(cases)
        if number < FEWEST_FOR_RANGE:
            named = "1 project has" if number == 1 else f"{number} projects have"
            return f"Only {named} dates to compare with. That is too few for a range, so we only name them."
        words = f"In {number} projects setting up took {cases[0].months} to {say_months(cases[-1].months)}."
        return f"{words} {self._compare()}".strip()

    def _compare(self) -> str:
        planned, cases = self.planned, self.cases
        if planned is None:
            return ""
        longer = sum(one.months > planned for one in cases)
        if longer == len(cases):
            return f"Your plan is shorter than all {len(cases)}."
        if 2 * longer > len(cases):
            return f"Your plan is shorter than most: {longer} of {len(cases)} took longer."
        if longer:
            return f"{longer} of {len(cases)} took longer than your plan."
        return "None of them took longer than your plan."

    @property
    def lines(self) -> list[tuple[LeadTime, str]]:
        return [(one, self._describe(one)) for one in self.cases]

    def _describe(self, one: LeadTime) -> str:
        if len(self.cases) < FEWEST_FOR_RANGE:
            return ""
        words = say_months(one.months)
        return words if one.planned is None else f"{words}, {say_months(one.planned)} planned"


def say_months(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"
