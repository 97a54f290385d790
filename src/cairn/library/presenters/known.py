"""What is known about something in words, absence included: pages, papers and files say “none” only with these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cairn.library.models import Award, Claim, Cost, Direction, FundingStatus, ProjectOutcome, Study, Topic
from cairn.library.presenters.claims import ClaimView, Reported, name_origin, sort_reported
from cairn.library.presenters.rows import describe_price
from cairn.library.presenters.strength import is_outcome_result, rate
from cairn.library.queries.known import KnownAbout, find_known_about
from cairn.records.models import Record

NONE_OF_ITS_OWN = "No reported outcome results of its own."
OWN_FIGURES = "Its page shows figures before and after. We have not rated them."
NO_OUTCOMES = "No reported outcome results yet."
NO_RESULTS = "No reported results yet."
NO_FAVOURABLE = "No favourable results reported."
NO_UNFAVOURABLE = "No unfavourable results reported. This does not show that nothing went wrong."
NO_COSTS = "No cost information found."
NO_FUNDING = "No programme funding found"
NO_CONTACT = "Ask through Cairn, on its page."
NOT_ALONE = "No results reported for this alone."
NO_COSTS_ALONE = "No cost recorded for this alone."


@dataclass(frozen=True)
class KnownView:
    """What a page shows of what is known; each sentence of absence is empty where it would be untrue."""

    known: KnownAbout

    def show(self, claims: Iterable[Claim]) -> list[ClaimView]:
        return [ClaimView(claim, self.known.origins.get(claim.pk)) for claim in claims]

    @cached_property
    def reported(self) -> Reported:
        return sort_reported(self.known.claims, self.known.origins)

    # --- results

    @cached_property
    def outcome_results(self) -> list[ClaimView]:
        """What is said of what changed: the strongest first, then what was not shown."""
        found = [
            claim for claim in self.known.rated if claim.topic == Topic.OUTCOME and claim.direction != Direction.CONTEXT
        ]
        return self.show(sorted(found, key=lambda claim: (not is_outcome_result(claim), -rate(claim))))

    @property
    def no_outcomes(self) -> str:
        """Where no result says what changed: what there is instead."""
        known = self.known
        if any(is_outcome_result(claim) for claim in known.rated):
            return ""
        if known.tells_results:
            return "See what it found, on its page."
        if self.models_with_results:
            has_figures = any(outcome.project_id == known.record.pk for outcome in known.outcomes)
            return (
                f"{OWN_FIGURES if has_figures else NONE_OF_ITS_OWN} See the model: {_list(self.models_with_results)}."
            )
        if self.no_results:
            return self.no_results
        if known.elsewhere:
            return f"{NOT_ALONE} Results are recorded for: {_list(known.elsewhere)}."
        return NO_OUTCOMES

    @property
    def models_with_results(self) -> list[Record]:
        """Of a project: models that it used, of which results are known that are not its own."""
        rated = set(self.known.rated)
        return list(
            {claim.about_id: self.known.origins[claim.pk] for claim in self.known.claims if claim not in rated}.values()
        )

    @property
    def trials_to_come(self) -> list[ClaimView]:
        """Trials that a source tells of, without a result of theirs."""
        return self.show(
            claim
            for claim in self.known.claims
            if claim.study == Study.TRIAL and claim.direction == Direction.CONTEXT and claim.topic == Topic.CONTEXT
        )

    @property
    def no_results(self) -> str:
        known = self.known
        if known.claims or known.outcomes or known.tells_results:
            return ""
        if known.reported_results:
            return f"No results taken from its evaluation reports yet. See: {_list(known.reported_results)}."
        if known.elsewhere:
            return f"{NOT_ALONE} Results are recorded for: {_list(known.elsewhere)}."
        return NO_RESULTS

    @property
    def no_favourable(self) -> str:
        if self.known.favourable:
            return ""
        return self._point_to_others() or NO_FAVOURABLE

    @property
    def no_unfavourable(self) -> str:
        known = self.known
        if known.unfavourable:
            return ""
        if known.reported_against:
            return f"See what these reports did not find, or found against it: {_list(known.reported_against)}."
        if known.elsewhere:
            return f"{NOT_ALONE} See: {_list(known.elsewhere)}."
        return NO_UNFAVOURABLE

    def _point_to_others(self) -> str:
        """Where something is recorded of which nobody has said that it speaks in favour."""
        known = self.known
        if known.outcomes:
            return "See the changes in its outcomes."
        if known.reported_results:
            return f"See its evaluation reports: {_list(known.reported_results)}."
        return f"{NOT_ALONE} See: {_list(known.elsewhere)}." if known.elsewhere else ""

    @property
    def count(self) -> str:
        """How many results speak for it and how many do not; where there is none, what there is instead."""
        good, bad = len(self.known.favourable), len(self.known.unfavourable)
        if good or bad:
            results = f"{good or 'No'} result{'' if good == 1 else 's'}"
            return f"{results} in favour, {bad or 'none'} against or with no difference"
        if self.known.claims or self.known.outcomes:
            return "See what is reported on its page"
        return self.no_results.rstrip(".")

    def describe_favourable(self) -> list[str]:
        return [describe_result(view) for view in self.show(self.known.favourable)] or [self.no_favourable]

    def describe_unfavourable(self) -> list[str]:
        return [describe_result(view) for view in self.show(self.known.unfavourable)] or [self.no_unfavourable]

    @property
    def changes(self) -> list[str]:
        """Outcomes that projects wanted to move, with what came of them."""
        return [f"{outcome.title}: {self._describe_change(outcome)}" for outcome in self.known.outcomes]

    @property
    def inherited_changes(self) -> list[str]:
        """The same of linked projects only, for a page that has a table of its own outcomes."""
        others = [one for one in self.known.outcomes if one.project_id != self.known.record.pk]
        return [f"{outcome.title}: {self._describe_change(outcome)}" for outcome in others]

    def _describe_change(self, outcome: ProjectOutcome) -> str:
        texts = f"from {outcome.baseline} to {outcome.result}" if outcome.baseline else outcome.result
        return f"{texts}{self.describe_owner(outcome.project)}"

    # --- money

    @property
    def money(self) -> list[tuple[str, Award]]:
        """Awards in words; of those of a linked project also to whom."""
        return [(f"{award.words}{self.describe_owner(award.project)}", award) for award in self.known.awards]

    @property
    def other_money(self) -> list[tuple[str, Award]]:
        """Awards of which no result about cost tells already, from the same source."""
        texts = {claim.source_id for claim in self.known.costs}
        return [(words, award) for words, award in self.money if award.source_id not in texts]

    @property
    def prices(self) -> list[str]:
        """What it costs: the amount and what it covers; of a linked record also whose."""
        return [words for words, _ in self.price_rows]

    @property
    def price_rows(self) -> list[tuple[str, Cost]]:
        """The same, each with its row."""
        return [(f"{describe_price(price)}{self.describe_owner(price.owner)}", price) for price in self.known.prices]

    def describe_costs(self) -> list[str]:
        """What it costs, results about cost, then money that was given."""
        costs = [describe_result(view) for view in self.show(self.known.costs)]
        return [*self.prices, *costs, *(f"Funding: {words}" for words, _ in self.other_money)] or [self.no_costs]

    def say(self, *names: str) -> list[str]:
        """The first of these texts that it has, or that of what it inherits from, with where it is from."""
        own = self.known.record.pk
        return [
            text if record.pk == own else f"For {name_origin(record)}: {text}"
            for record, text in self.known.find_texts(*names)
        ]

    def describe_owner(self, project: Record) -> str:
        """In brackets, of what it is told; empty where that is the record itself."""
        if project.pk == self.known.record.pk:
            return ""
        linked = next((one for one in self.known.related if one.pk == project.pk), project)
        return f" ({name_origin(linked)})"

    @property
    def no_costs(self) -> str:
        known = self.known
        if known.prices or known.costs or known.awards or known.tells_costs:
            return ""
        if known.reported_costs:
            return f"See what its evaluation reports say about cost: {_list(known.reported_costs)}."
        if known.costs_elsewhere:
            return f"{NO_COSTS_ALONE} Costs are recorded for: {_list(known.costs_elsewhere)}."
        return NO_COSTS

    @property
    def funding(self) -> str:
        """Of a project: whether a programme paid for it; empty where its programme or an award says that already."""
        record = self.known.record
        if record.funding_status == FundingStatus.OUTSIDE_SECTOR:
            return str(FundingStatus.OUTSIDE_SECTOR.label)
        if self.known.awards or record.in_programme_id:
            return ""
        return "Funded by a programme" if record.funding_status == FundingStatus.FUNDED else NO_FUNDING

    # --- people

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """Of what, unless it is its own; and who."""
        own = self.known.record.pk
        return [("" if record.pk == own else name_origin(record), texts) for record, texts in self.known.contacts]

    def describe_contacts(self) -> list[str]:
        return [f"For {of}: {texts}" if of else texts for of, texts in self.contacts] or [NO_CONTACT]


def view_known(request: Any, record: Record) -> KnownView:
    """Asked once for a page, however many of its parts show some of it."""
    kept = request.__dict__.setdefault("_known_about", {})
    if record.pk not in kept:
        kept[record.pk] = KnownView(find_known_about(record, Record.objects.visible_to(request.user)))
    view: KnownView = kept[record.pk]
    return view


def describe_result(view: ClaimView) -> str:
    """In a line: what is said, who says it, compared with what, and of what it was reported."""
    claim = view.claim
    compared = f"compared with {claim.comparator}" if claim.comparator else view.comparator
    return f"{claim.title} ({'; '.join(filter(None, (view.who, compared, view.reported_for)))})"


def _list(records: Sequence[Record]) -> str:
    return "; ".join(record.title for record in records)
