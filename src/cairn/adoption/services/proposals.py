"""Proposals that a council uses a model: hidden until somebody who may say so has reviewed them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption import policies
from cairn.adoption.models import Adoption, AdoptionMove, UseProposal
from cairn.adoption.policies import Voice
from cairn.adoption.queries import find_start
from cairn.adoption.services.confirming import confirm_start
from cairn.adoption.signals import proposal_decided, use_proposed
from cairn.audit import services as audit
from cairn.library.models import PracticeModel
from cairn.library.services import add_source
from cairn.places.models import Place
from cairn.records import services as records

Decision = UseProposal.Decision


@transaction.atomic
def propose_use(
    *, model: PracticeModel, place: Place, answers: Mapping[str, Any], by: User, at: datetime
) -> UseProposal:
    proposal = UseProposal(practice_model=model, place=place, by=by, at=at, **answers)
    start = find_start([make_move(proposal)])
    policies.check_can_propose(by, model=model, place=place, start=start)
    proposal.save()
    audit.record("use.proposed", target="use_proposal", key=str(proposal.pk), by=by, at=at)
    use_proposed.send(sender=UseProposal, proposal=proposal, at=at)
    return proposal


def make_move(said: Any) -> AdoptionMove:
    return AdoptionMove(status=said.status, moved_on=said.moved_on, moved_until=said.moved_until)


@transaction.atomic
def decide_proposal(
    *, proposal: UseProposal, accepts: bool, answer: str, confirms: str, by: User, at: datetime
) -> UseProposal:
    """Accepted, it becomes a record that everybody may read; `confirms` names who says that its start is right."""
    proposal = UseProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    policies.check_can_decide(proposal, by, accepts=accepts, answer=answer, confirms=confirms)
    proposal.decision = Decision.ACCEPTED if accepts else Decision.REFUSED
    proposal.answer, proposal.decided_by, proposal.decided_at = answer, by, at
    if accepts:  # somebody else may have recorded it since it was proposed
        start = find_start([make_move(proposal)])
        policies.check_no_overlap(by, model=proposal.practice_model, place=proposal.place, start=start)
        proposal.adoption = _make_use(proposal, confirms=confirms, by=by, at=at)
    proposal.save()
    decision = proposal.decision
    audit.record("use.decided", target="use_proposal", key=str(proposal.pk), by=by, at=at, decision=decision)
    proposal_decided.send(sender=UseProposal, proposal=proposal, at=at)
    return proposal


def _make_use(proposal: UseProposal, *, confirms: str, by: User, at: datetime) -> Adoption:
    model, place = proposal.practice_model, proposal.place
    voices = policies.find_voices(by, model=model, place=place)
    source = add_source(title=proposal.source_title, address=proposal.source_address, by=by, at=at)
    answers = {
        "title": f"{place.name}: {model.title}"[:150],
        "practice_model": model,
        "place": place,
        "who_says": proposal.source_title,
        "grade": proposal.grade,
        "source": source,
        "by_council": Voice.COUNCIL in voices,
        "moves": [make_move(proposal)],
    }
    use = publish_use(answers=answers, by=by, at=at)
    if confirms:
        speaks_for_itself = confirms in voices
        confirm_start(use=use, who=confirms, source=None if speaks_for_itself else source, by=by, at=at)
    return use


def publish_use(*, answers: Mapping[str, Any], by: User, at: datetime) -> Adoption:
    """Of nobody, as what the starter library brings, until the council itself looks after it."""
    use: Adoption = records.start_record(Adoption, by=by, at=at, team=None, answers=answers)
    records.publish_for_the_site(use, by=by, at=at)
    use.refresh_from_db()
    return use
