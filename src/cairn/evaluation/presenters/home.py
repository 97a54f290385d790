"""The first page: what is inside, where something was tried, and one thing that did not work."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption
from cairn.evaluation.models import EvaluationPlan, EvaluationState
from cairn.evaluation.queries import get_plans
from cairn.indicators.presenters.pebbles import draw_councils
from cairn.lessons.enums import Happened
from cairn.lessons.models import Lesson
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Project
from cairn.library.queries import get_all_claims
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.queries import count_by_kind

CHALLENGES = 2
SHOWN = {
    RecordKind.PRACTICE_MODEL: ("model", "models", "library:models"),
    RecordKind.PROJECT: ("project", "projects", "library:projects"),
    RecordKind.CLAIM: ("reported result", "reported results", "library:library"),
    RecordKind.EVALUATION_REPORT: ("evaluation report", "evaluation reports", "library:reports"),
    RecordKind.LESSON: ("lesson", "lessons", "lessons:lessons"),
    RecordKind.INSIGHT: ("insight", "insights", "lessons:insights"),
}


@dataclass(frozen=True)
class Number:
    count: int
    label: str
    address: str


@dataclass(frozen=True)
class HomeView:
    challenges: list[Record]
    challenge_count: int
    example: EvaluationPlan | None
    numbers: list[Number]
    tried: list[Place]
    council_count: int
    failure: Lesson | None

    @property
    def map(self) -> SafeString:
        return draw_councils(self.tried)

    @property
    def failure_topic(self) -> int:
        """The number of the board that the lesson belongs to; 0 for none."""
        keys = [term.key for term in get_vocabulary("boards").terms]
        return keys.index(self.failure.topic) + 1 if self.failure and self.failure.topic in keys else 0


def show_home(reader: Reader) -> HomeView:
    counts = count_by_kind(reader) | {RecordKind.CLAIM: get_all_claims(reader).count()}
    challenges = Record.objects.visible_to(reader).of_kind(RecordKind.CHALLENGE).published()
    councils = Place.objects.councils().real().current()
    return HomeView(
        challenges=list(challenges.order_by("-updated_at", "pk")[:CHALLENGES]),
        challenge_count=counts.get(RecordKind.CHALLENGE, 0),
        example=get_plans(reader, examples=True).filter(latest_state=EvaluationState.DONE).first(),
        numbers=[_make_number(kind, counts[kind]) for kind in SHOWN if counts.get(kind)],
        tried=_find_tried(reader),
        council_count=councils.count(),
        failure=_find_failure(reader),
    )


def _make_number(kind: RecordKind, count: int) -> Number:
    one, many, view = SHOWN[kind]
    return Number(count, one if count == 1 else many, reverse(view))


def _find_tried(reader: Reader) -> list[Place]:
    """Councils of today that are named in a project or use a model, as far as the reader may see."""
    projects = Project.objects.visible_to(reader).published()
    uses = Adoption.objects.visible_to(reader).published()
    named = Q(pk__in=projects.values("places")) | Q(pk__in=uses.values("place"))
    return list(Place.objects.councils().real().current().filter(named).order_by("name"))


def _find_failure(reader: Reader) -> Lesson | None:
    """The newest; what real councils said before what fictional ones did."""
    found = Lesson.objects.visible_to(reader).published().filter(happened=Happened.DID_NOT_WORK)
    return found.order_by("is_fictional", "-updated_at", "-pk").first()
