"""What a decision rests on, and what it lacks. Pages, lists and reports ask `find_flags` and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.decisions.enums import Influence, Lack, Took, Who
from cairn.decisions.models import Decision, DecisionStory, DecisionVoice
from cairn.decisions.queries.freshness import list_figures
from cairn.decisions.queries.needs import find_needs
from cairn.records.models import Record, RecordQuerySet
from cairn.voice.enums import AgeBand, State
from cairn.voice.models import Need, NeedVoice, Story, Viewpoint

LISTS = ("options", "participants", "figures", "told")
# An answer of a parent is no young person's view; who did not say how old they are may be either.
YOUNG = tuple(band for band in AgeBand if band not in (AgeBand.FAMILY, AgeBand.NOT_SAID))


@dataclass(frozen=True)
class Flag:
    """Something that a decision lacks, in a sentence for everybody who may read the decision."""

    lack: Lack
    words: str

    @property
    def label(self) -> str:
        return str(self.lack.label)


def get_rows(record: Decision, name: str) -> list[Any]:
    """The rows of one list in their order; of a draft as of what is published."""
    return sorted(getattr(record, name).all(), key=lambda row: row.position)


def with_rows(decisions: RecordQuerySet) -> RecordQuerySet:
    """With all that flags and facts are worked out from, in as many queries for many as for one."""
    return decisions.select_related("organisation", "team").prefetch_related(
        "options", "participants", "figures__place", "figures__release", "told"
    )


def get_listed(user: Reader) -> RecordQuerySet:
    found: RecordQuerySet = Decision.objects.visible_to(user).filter(merged_into=None)
    return found.order_by("-made_on", "-updated_at", "pk")


def get_decisions_about(record: Record, user: Reader) -> RecordQuerySet:
    return get_listed(user).filter(about=record.pk)


def get_flags(decision: Decision) -> list[Flag]:
    """What one decision lacks; nothing where it rests on a young person's view and on figures of today."""
    return find_flags([decision])[decision.pk]


def find_flags(decisions: Sequence[Decision], *, day: date | None = None) -> dict[int, list[Flag]]:
    """The same for many, by key. Every link is followed, so that "no view" is never said where one is recorded."""
    today = day or localdate()
    heard = _find_heard(decisions, today)
    figures = [one for decision in decisions for one in decision.figures.all()]
    states = defaultdict(list)
    for state in list_figures(figures):
        states[state.figure.decision_id].append(state)
    found = {}
    for decision in decisions:
        own = states[decision.pk]
        old = [state for state in own if state.is_old(day=today)]
        found[decision.pk] = list(_list_flags(decision, decision.pk in heard, bool(own), len(old)))
    return found


def _list_flags(decision: Decision, is_heard: bool, has_figures: bool, old: int) -> Iterable[Flag]:
    if not is_heard and not has_figures:
        yield Flag(Lack.NEITHER, "This decision is based on neither a young person’s view nor figures.")
    if not is_heard:
        yield Flag(Lack.NO_VOICE, "No young person’s view is recorded for this decision.")
    elif not has_influence(decision):
        yield Flag(Lack.NO_INFLUENCE, _describe_no_influence(decision))
    if not has_figures:
        yield Flag(Lack.NO_FIGURES, "This decision is based on no figures.")
    elif old:
        number = "One figure" if old == 1 else f"{old} figures"
        yield Flag(Lack.OLD_FIGURES, f"{number} behind this decision {'is' if old == 1 else 'are'} out of date.")


def has_influence(decision: Decision) -> bool:
    """A tick is not enough: somebody has written down what changed."""
    return decision.changed_by_view in (Influence.CHANGED, Influence.PARTLY) and bool(decision.influence.strip())


def _describe_no_influence(decision: Decision) -> str:
    if decision.changed_by_view == Influence.NOTHING:
        return "Young people were heard, and it changed nothing."
    return "Young people were heard, but no one has recorded what it changed."


def _find_heard(decisions: Sequence[Decision], day: date) -> set[int]:
    """Keys of those with a young person's view: in the room, an answer, a story of theirs, or a need based on one."""
    heard = {
        one.decision_id
        for decision in decisions
        for one in decision.participants.all()
        if one.who == Who.YOUNG_PEOPLE and {Took.VOICE, Took.INFLUENCE} & set(one.took)
    }
    keys = [decision.pk for decision in decisions if decision.pk not in heard]
    if not keys:
        return heard
    answers = DecisionVoice.objects.filter(decision__in=keys, contribution__state=State.KEPT)
    heard |= set(answers.filter(contribution__age_band__in=YOUNG).values_list("decision", flat=True))
    told = DecisionStory.objects.filter(decision__in=keys, story__in=Story.objects.readable(day=day).values("pk"))
    heard |= set(told.values_list("decision", flat=True))
    behind = find_needs([key for key in keys if key not in heard])
    young = _find_young_needs({need for needs in behind.values() for need in needs})
    return heard | {key for key, needs in behind.items() if needs & young}


def _find_young_needs(keys: Iterable[int]) -> set[int]:
    wanted = set(keys)
    if not wanted:
        return set()
    stated = Need.objects.filter(pk__in=wanted).values_list("pk", "viewpoints")
    found = {key for key, viewpoints in stated if Viewpoint.YOUNG_PEOPLE in viewpoints}
    voices = NeedVoice.objects.filter(need__in=wanted, contribution__state=State.KEPT)
    return found | set(voices.filter(contribution__age_band__in=YOUNG).values_list("need", flat=True))
