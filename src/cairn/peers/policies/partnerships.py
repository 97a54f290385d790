"""Who asks, who answers, who writes, and when a partnership may end."""

from datetime import date

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.peers.enums import RequestState, Used
from cairn.peers.models import Aim, Introduction, Partnership, Visit
from cairn.peers.queries.partnerships import get_sides_with_action
from cairn.places.models import Organisation
from cairn.places.policies import has_permission
from cairn.places.queries.belonging import get_belonging
from cairn.records.policies import can_edit


class UnableToPartner(Exception):
    """The sentence says why, and what to do instead."""


def can_speak_for(user: Reader, organisation: Organisation) -> bool:
    return has_permission(user, Permission.PEERS_DECLARE, organisation=organisation)


def check_can_ask(
    user: User, asker: Organisation, asked: Organisation, *, meet_by: date, on: date, others: list[Introduction]
) -> None:
    """`others` are earlier requests between the two, in both directions."""
    if not can_speak_for(user, asker):
        raise UnableToPartner("Only a coordinator of your organisation can ask for an introduction.")
    if asker == asked:
        raise UnableToPartner("Choose another organisation than your own.")
    if asker.is_fictional != asked.is_fictional:
        raise UnableToPartner("Fictional and real organisations cannot be introduced to each other.")
    if meet_by <= on:
        raise UnableToPartner("Enter a day after today by which you would like to have met.")
    if any(one.state == RequestState.WAITING for one in others):
        raise UnableToPartner("There is a request between the two already. Wait for its answer, or cancel it.")
    made = [getattr(one, "partnership", None) for one in others]
    if any(one is not None and one.ended_at is None and not one.is_withdrawn for one in made):
        raise UnableToPartner("The two have a learning partnership already.")


def check_can_answer(user: User, introduction: Introduction) -> None:
    if not can_speak_for(user, introduction.asked):
        raise UnableToPartner("Only a coordinator of the organisation that was asked can answer.")
    _check_waits(introduction)


def check_can_agree(user: User, introduction: Introduction) -> None:
    check_can_answer(user, introduction)
    asker = introduction.asked_by
    if asker is None or not asker.is_active or not can_speak_for(asker, introduction.asker):
        raise UnableToPartner(
            f"The person who asked no longer speaks for {introduction.asker}. Ask them for an introduction yourself."
        )


def check_can_cancel(user: User, introduction: Introduction) -> None:
    if not can_speak_for(user, introduction.asker):
        raise UnableToPartner("Only a coordinator of the organisation that asked can cancel the request.")
    _check_waits(introduction)


def _check_waits(introduction: Introduction) -> None:
    if introduction.state != RequestState.WAITING:
        raise UnableToPartner("This request has been answered or cancelled already.")


def get_own_sides(partnership: Partnership, user: Reader) -> list[Organisation]:
    """Those of the two for which somebody may write, as a member of the circle of both."""
    if not user.is_authenticated:
        return []
    own = get_belonging(user)
    if partnership.circle_id is None or partnership.circle_id not in own.circles:
        return []
    writes = own.get_organisations_allowing(Permission.RECORD_EDIT)
    return [one for one in partnership.sides if one.pk in writes]


def can_change_partnership(partnership: Partnership, user: Reader) -> bool:
    return bool(get_own_sides(partnership, user)) or can_edit(partnership, user)


def check_can_change_partnership(partnership: Partnership, user: User) -> None:
    if not can_change_partnership(partnership, user):
        raise UnableToPartner("Only members of the two organisations can change this.")
    if partnership.ended_at is not None:
        raise UnableToPartner("This partnership has ended, so you can no longer change it.")


def check_visit(visit: Visit) -> None:
    if visit.people is not None and visit.people > visit.capacity:
        raise UnableToPartner(
            f"{visit.people} people are more than the {visit.capacity} whom {visit.host} can host. Correct one of them."
        )
    if visit.follow_up_on < visit.on:
        raise UnableToPartner("Enter a follow-up date on or after the day of the visit.")


def check_use(used: str, how: str) -> None:
    if used != Used.UNKNOWN and not how:
        raise UnableToPartner("Say in a sentence how it was used, or why not.")


def check_can_agree_aim(aim: Aim, user: User) -> None:
    """The side that proposed it has agreed by that."""
    check_can_change_partnership(aim.partnership, user)
    if aim.proposed_by_id not in [one.pk for one in aim.partnership.sides]:
        return
    if aim.partnership.get_other(aim.proposed_by_id) not in get_own_sides(aim.partnership, user):
        raise UnableToPartner("The other organisation has to agree to this aim.")


def check_can_close(partnership: Partnership, user: User, *, what_changed: str) -> None:
    check_can_change_partnership(partnership, user)
    if not what_changed:
        raise UnableToPartner("Say what changed, even if it is little or nothing.")
    with_action = get_sides_with_action(partnership)
    without = [one.name for one in partnership.sides if one.pk not in with_action]
    if without:
        names = " and ".join(without)
        verb = "has" if len(without) == 1 else "have"
        raise UnableToPartner(
            f"{names} {verb} no action with an owner because of this partnership yet. Add one each, then close it."
        )


def check_can_step_out(partnership: Partnership, user: User, organisation: Organisation) -> None:
    if not can_speak_for(user, organisation) and organisation not in get_own_sides(partnership, user):
        raise UnableToPartner("Only people of one of the two organisations can end this partnership.")
    if partnership.ended_at is not None:
        raise UnableToPartner("This partnership has ended already.")
