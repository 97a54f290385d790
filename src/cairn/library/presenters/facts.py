"""The facts one needs first about a model, project or report: for whom, what changed, how strong, cost, where, when.

The strip of a page, the columns of a list, a search result and a file are all made of these.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.common.dates import show_date
from cairn.library.models import Award, Claim, Direction, PracticeModel, Project
from cairn.library.presenters.entries import describe_ages, describe_report_state, describe_status
from cairn.library.presenters.known import NO_COSTS, KnownView
from cairn.library.presenters.rows import describe_amount
from cairn.library.presenters.strength import Evidence, weigh_known
from cairn.library.queries.known import find_claims
from cairn.places.models import Place
from cairn.records import kinds
from cairn.records.models import Record

NOT_STATED = "Not stated"
NOT_FOUND = "Not found"
SEE_PAGE = "See its page"
SEE_BELOW = "See “Cost”, below"
SHORT_AMOUNT = re.compile(r"£([\d.,]+)(bn|m|k)\b")
LONG = {"bn": "billion", "m": "million"}


class Facts:
    """What is known about one record, in the few words of a strip or a row."""

    def __init__(self, view: KnownView) -> None:
        self.view, self.known = view, view.known
        self.record: Any = view.known.record

    @cached_property
    def evidence(self) -> Evidence:
        return weigh_known(self.known)

    @property
    def for_whom(self) -> str:
        said = self.view.say("for_whom", "target_group")
        return said[0] if said else NOT_STATED

    @property
    def ages(self) -> str:
        return describe_ages(self.record) if isinstance(self.record, PracticeModel | Project) else ""

    @property
    def status(self) -> str:
        """How a project stands; from `queries.with_stage`."""
        return describe_status(self.record) if isinstance(self.record, Project) else ""

    # --- cost

    @property
    def cost(self) -> str:
        """The best that is known of its cost: what it costs, else a grant, else what is reported of costs."""
        if self.known.prices:
            price = self.known.prices[0]
            return _capitalise(describe_amount(price))
        if self.known.awards:
            return describe_grant(self.known.awards[0])
        return next((claim.title for claim in self.known.costs if self._is_own_finding(claim)), "")

    def _is_own_finding(self, claim: Claim) -> bool:
        return claim.pk not in self.known.origins and claim.direction != Direction.CONTEXT

    @property
    def cost_note(self) -> str:
        """What that covers, or who had it."""
        if self.known.prices:
            price = self.known.prices[0]
            return f"{price.covers}{self.view.describe_owner(price.owner)}"
        if self.known.awards:
            award = self.known.awards[0]
            whose, more = self.view.describe_owner(award.project), len(self.known.awards) - 1
            parts = [whose.strip(" ()"), show_date(award.given_on), f"and {more} more" if more else ""]
            return _capitalise("; ".join(part for part in parts if part))
        return ""

    @property
    def no_cost(self) -> str:
        """Empty where something is known of its cost."""
        return "" if self.cost else self.view.no_costs or SEE_BELOW

    @property
    def cost_cell(self) -> str:
        """The same for a column."""
        if self.cost:
            return self.cost
        return NOT_FOUND if self.view.no_costs == NO_COSTS else SEE_PAGE

    # --- where and when

    @cached_property
    def places(self) -> list[Place]:
        """Councils that use it or tried it, as far as sources name them."""
        found: dict[int, Place] = {}
        for record in self._find_placed():
            places = list(record.places.all()) if isinstance(record, Project) else [getattr(record, "place", None)]
            found |= {place.pk: place for place in places if place is not None}
        return sorted(found.values(), key=lambda place: place.name)

    def _find_placed(self) -> list[Any]:
        if isinstance(self.record, Project):
            return [self.record]
        return [*(one for one in self.known.related if isinstance(one, Project)), *self.known.knows("uses")]

    @property
    def council_names(self) -> str:
        return ", ".join(place.name for place in self.places)

    @property
    def published(self) -> str:
        """Of a report: when, in words."""
        return show_date(self.record.published)

    @property
    def report_state(self) -> str:
        """Of a report that is not published: how it stands."""
        return describe_report_state(self.record, localdate())

    @property
    def latest_evaluation(self) -> str:
        """When the newest evaluation report was published, in words."""
        return show_date(max((report.published for report in self.known.reports), default=""))


def find_evidence(records: Sequence[Record], user: Reader) -> dict[int, kinds.Evidence]:
    """For search results and documents, by key; `records` may be plain ones of these kinds."""
    known = find_claims(records, Record.objects.visible_to(user))
    found = {key: weigh_known(one) for key, one in known.items()}
    return {
        key: kinds.Evidence(one.strength, one.way.kind, one.way.words, one.describe()) for key, one in found.items()
    }


def describe_grant(award: Award) -> str:
    """ "£2.1 million grant"; what was given is told as its source tells it."""
    words = expand_amounts(award.words)
    return _capitalise(f"{words} grant" if words[-1:].isdigit() or words.endswith("million") else words)


def expand_amounts(words: str) -> str:
    """ "£2.1m" as "£2.1 million", "£956k" as "£956,000"."""

    def expand(match: re.Match[str]) -> str:
        number, unit = match.groups()
        return f"£{float(number.replace(',', '')) * 1000:,.0f}" if unit == "k" else f"£{number} {LONG[unit]}"

    return SHORT_AMOUNT.sub(expand, words)


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]
