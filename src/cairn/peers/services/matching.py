"""Running a matching, keeping what it proposes, and deciding on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.notices.services import notify
from cairn.peers import policies
from cairn.peers.enums import RunState, Why
from cairn.peers.models import Match, MatchOutcome, MatchRun
from cairn.peers.queries.likeness import Facts, compare, get_facts
from cairn.peers.queries.matching import Entry, get_apart, get_entries, get_people_who_declare
from cairn.peers.services.solving import Direction, Party, Solution, solve

MOST_TOPICS = 5  # named as what would help


def run_matching(*, fictional: bool, by: User, at: datetime) -> MatchRun:
    """What it proposes is seen by the matching coordinators alone until it is shared.

    Worked out before anything is written: it can take seconds, in which nobody else could write to SQLite.
    """
    entries = get_entries(fictional=fictional)
    parties = {
        one.organisation.slug: Party(one.organisation.slug, one.asks, one.offers, one.waited, one.since)
        for one in entries
    }
    policies.check_can_run(by, number_taking_part=sum(party.takes_part for party in parties.values()))
    facts = get_facts([one.organisation for one in entries], fictional=fictional)
    by_slug = {one.organisation.slug: one for one in entries}
    slugs = {one.organisation.pk: one.organisation.slug for one in entries}
    apart = {frozenset(slugs[key] for key in pair) for pair in get_apart(fictional=fictional) if pair <= slugs.keys()}

    def count_points(one: str, other: str) -> int:
        return compare(facts[by_slug[one].organisation.pk], facts[by_slug[other].organisation.pk]).points

    solution = solve(parties.values(), likeness=count_points, apart=apart)
    with transaction.atomic():
        run = MatchRun.objects.create(
            made_at=at, made_by=by, is_fictional=fictional, inputs_sum=_sum_up(entries, facts, apart)
        )
        Match.objects.bulk_create(_make_match(run, pair, solution, by_slug, facts) for pair in solution.pairs)
        MatchOutcome.objects.bulk_create(_make_outcome(run, one, parties, solution, apart) for one in entries)
        audit.record("peers.matched", target="match_run", key=str(run.pk), by=by, at=at, served=len(solution.served))
    return run


@transaction.atomic
def decide_run(*, run: MatchRun, shares: bool, decision: str, by: User, at: datetime) -> None:
    """Share it, so that organisations see their matches, or discard it."""
    run = MatchRun.objects.select_for_update().get(pk=run.pk)
    policies.check_can_decide(by, run)
    run.state = RunState.SHARED if shares else RunState.DISCARDED
    run.decided_at, run.decided_by, run.decision = at, by, decision
    run.save()
    if shares:
        notify(users=get_people_who_declare(run), kind="match.shared", about=str(run.pk), at=at)
    audit.record("peers.decided", target="match_run", key=str(run.pk), by=by, at=at, after=str(run.state))


def _sum_up(entries: Sequence[Entry], facts: dict[int, Facts], apart: set[frozenset[str]]) -> str:
    """The same sum means the same matching."""
    rows = [
        {
            "organisation": one.organisation.slug,
            "asks": one.asks,
            "offers": one.offers,
            "since": one.since,
            "waited": one.waited,
            "facts": asdict(facts[one.organisation.pk]) | {"neighbours": sorted(facts[one.organisation.pk].neighbours)},
        }
        for one in entries
    ]
    return sha256_of(to_canonical_json({"rows": rows, "apart": sorted(map(sorted, apart))}))


def _make_match(
    run: MatchRun,
    pair: tuple[Direction, ...],
    solution: Solution,
    entries: dict[str, Entry],
    facts: dict[int, Facts],
) -> Match:
    there, back = pair[0], pair[1] if len(pair) > 1 else None
    first, second = entries[there.learner].organisation, entries[there.giver].organisation
    common = compare(facts[first.pk], facts[second.pk])
    return Match(
        run=run,
        first=first,
        second=second,
        first_learns=there.topic,
        first_hours=solution.hours[there],
        second_learns=back.topic if back else "",
        second_hours=solution.hours[back] if back else 0,
        likeness={
            **asdict(common),
            "standings": [_keep_standing(facts[first.pk]), _keep_standing(facts[second.pk])],
        },
    )


def _keep_standing(facts: Facts) -> dict[str, Any] | None:
    return asdict(facts.standing) if facts.standing else None


def _make_outcome(
    run: MatchRun, entry: Entry, parties: dict[str, Party], solution: Solution, apart: set[frozenset[str]]
) -> MatchOutcome:
    slug = entry.organisation.slug
    if slug in solution.served:
        return MatchOutcome(run=run, organisation=entry.organisation, is_served=True)
    others = [one for one in parties.values() if one.key != slug and one.takes_part]
    why, wanted = _find_why(parties[slug], others, solution, apart)
    left = Counter[str]()
    for (giver, topic), places in solution.places_left.items():
        if giver != slug and topic not in entry.asks:
            left[topic] += places
    free = sorted(topic for topic, places in left.items() if places)
    return MatchOutcome(
        run=run,
        organisation=entry.organisation,
        is_served=False,
        why=why,
        wanted=wanted[:MOST_TOPICS],
        free=free[:MOST_TOPICS],
    )


def _find_why(
    party: Party, others: Sequence[Party], solution: Solution, apart: set[frozenset[str]]
) -> tuple[Why, list[str]]:
    """And the topics on which more time would help: its own asks, or what it could offer to those left without."""
    if not party.places:
        missed = Counter(topic for one in others if one.key not in solution.served for topic in one.asks)
        asked = Counter(topic for one in others for topic in one.asks)
        return Why.OFFERS_NOTHING, sorted(asked, key=lambda topic: (-missed[topic], -asked[topic], topic))
    if not party.asks:
        return Why.ASKS_NOTHING, []
    offered = [topic for topic in sorted(party.asks) if any(topic in one.places for one in others)]
    open_to_it = [
        topic
        for topic in offered
        if any(topic in one.places and frozenset((one.key, party.key)) not in apart for one in others)
    ]
    if open_to_it:
        return Why.TIME_TAKEN, open_to_it
    return (Why.DECLINED, offered) if offered else (Why.NOBODY_OFFERS, sorted(party.asks))
