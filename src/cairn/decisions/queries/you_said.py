"""What young people and families can read about what they said, and who gathered it."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cairn.accounts.models import Reader, User
from cairn.decisions.models import Decision, DecisionVoice
from cairn.records.models import RecordQuerySet
from cairn.voice.enums import State
from cairn.voice.models import ListeningSession
from cairn.voice.queries import Use


def get_you_said(user: Reader) -> RecordQuerySet:
    """Decisions in which something was done, the newest first."""
    found: RecordQuerySet = Decision.objects.visible_to(user).filter(merged_into=None).exclude(we_did="")
    return found.select_related("organisation").order_by("-made_on", "-updated_at", "pk")


def find_uses(answers: Collection[int]) -> dict[int, list[Use]]:
    """For whoever holds a private code: the decisions that everybody may read, by the key of the answer."""
    public = get_you_said(AnonymousUser())
    found: dict[int, list[Use]] = defaultdict(list)
    voices = DecisionVoice.objects.filter(contribution__in=answers, decision__in=public.values("pk"))
    for one in voices.select_related("decision").order_by("decision__title", "pk"):
        use = Use(one.decision.title, reverse("decisions:you-said-one", args=[one.decision.slug]))
        found[one.contribution_id].append(use)
    return found


def get_workers(decision: Decision) -> list[User]:
    """Who gathered the answers behind it, as far as their words are still there."""
    behind = decision.voices.filter(contribution__state=State.KEPT).values("contribution__session")
    sessions = ListeningSession.objects.filter(pk__in=behind, worker__isnull=False)
    return list(User.objects.filter(is_active=True, pk__in=sessions.values("worker")))
