"""What may happen to a worry, to the posts that are told of one, and to what young people said.

Each rule says what to do instead.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.audit.models import AuditEntry
from cairn.common.privacy.copies import holds_copy
from cairn.places.models import Membership, Organisation, Team
from cairn.places.policies import has_permission
from cairn.places.queries.belonging import get_belonging
from cairn.records.queries import get_own_teams
from cairn.voice.enums import OLDEST, Adult, AgeBand, Answer, Medium, Purpose, State, StoryNames
from cairn.voice.models import (
    Consent,
    Contribution,
    ListeningSession,
    Need,
    NeedVoice,
    SafeguardingConcern,
    SafetyPost,
    Story,
    StoryPage,
    StoryReading,
)
from cairn.voice.queries import can_read_words, get_answers_to_link
from cairn.voice.translations import Language, get_languages

LONGEST_HOURS = 3  # that a session is open on a screen: as long as its worker is there
MOST_ANSWERS = 1000  # of one session: more than any group gives
MOST_FILES = 200  # of one session: a recording can be as large as ten thousand answers
LONGEST_YEARS = 5  # of a consent: what charities that publish stories promise at most


class UnableToSend(Exception):
    """Nobody would be told, so nothing is kept."""


class UnableToChangePost(Exception):
    """The person named cannot be told, or who asks may not name people."""


class UnableToClose(Exception):
    """The worry was not read, or nothing was said of what was done."""


class UnableToConfirm(Exception):
    """It was not read, or the other of the two knows it under another reference."""


class UnableToCheck(Exception):
    """Who asks may not say that a translation was checked, or it is another text by now."""


def find_person_of_post(organisation: Organisation, role: str) -> User | None:
    """Who holds a post now; nobody where no post is named."""
    post = SafetyPost.objects.filter(organisation=organisation, role=role).select_related("membership__user").first()
    return post.membership.user if post else None


def check_somebody_is_on_duty(organisation: Organisation, *, day: date, but: User | None = None) -> None:
    posts = SafetyPost.objects.filter(organisation=organisation).on_duty(day=day)
    if but is not None:
        posts = posts.exclude(membership__user=but)
    if not posts.exists():
        raise UnableToSend(f"No one at {organisation.name} is on duty, so it was not sent or saved.")


def can_name(user: Reader, organisation: Organisation) -> bool:
    return has_permission(user, Permission.MEMBERS_MANAGE, organisation=organisation)


def check_can_name(user: Reader, organisation: Organisation) -> None:
    if not can_name(user, organisation):
        raise UnableToChangePost("Only the organisation’s coordinators can name the lead and the deputy.")


def check_people(organisation: Organisation, lead: Membership, deputy: Membership | None) -> None:
    """Two people, both of the organisation."""
    for one in (lead, deputy):
        if one and (one.organisation_id != organisation.pk or one.state != Membership.State.ACTIVE):
            raise UnableToChangePost(f"Choose someone who belongs to {organisation.name}.")
    if lead == deputy:
        raise UnableToChangePost("The deputy must be a different person, or no one is told while the lead is away.")


def can_confirm(post: SafetyPost, user: Reader) -> bool:
    """Somebody else than whoever named themselves: another coordinator, or a host of the site."""
    waits = post.is_self_named and post.agreed_at is None
    is_there = post.membership.state == Membership.State.ACTIVE and post.membership.user.is_active
    # A coordinator could otherwise make themselves the one reader of all worries, with nobody knowing.
    if not waits or not is_there or not user.is_authenticated or post.membership.user_id == user.pk:
        return False
    if has_permission(user, Permission.ORGANISATIONS_MANAGE):
        return True
    return can_name(user, post.organisation) and not _changed_since(post, user)


def _changed_since(post: SafetyPost, user: Reader) -> bool:
    """Whoever was let in or made a coordinator since may owe it to the one who waits, so their yes does not count."""
    changes = AuditEntry.objects.about("organisation", post.organisation.slug).filter(action__startswith="member.")
    return changes.filter(at__gt=post.named_at, detail__person=user.pk).exists()


def check_can_confirm(post: SafetyPost, user: Reader) -> None:
    if not can_confirm(post, user):
        raise UnableToChangePost(
            "If you name yourself, an existing coordinator or the host of this site must confirm it. "
            "No one is waiting for confirmation here."
        )


def check_can_agree(post: SafetyPost, user: Reader) -> None:
    if post.membership.user_id != user.pk:
        raise UnableToChangePost("Only the person who was asked can accept.")
    if post.is_self_named and post.agreed_at is None:
        raise UnableToChangePost("You named yourself, so another coordinator or the host of this site must confirm it.")


def can_set_away(post: SafetyPost, user: Reader) -> bool:
    """Whoever holds it; a coordinator too, for somebody who fell ill."""
    return post.membership.user_id == user.pk or can_name(user, post.organisation)


def check_can_add(concern: SafeguardingConcern, user: User) -> None:
    if concern.sender_id != user.pk:
        raise UnableToSend("Only the person who sent this concern can add to it. You can send a new one.")


def check_can_confirm_recorded(concern: SafeguardingConcern, user: User, *, reference: str) -> SafetyPost:
    """Returns the post for which somebody confirms."""
    if concern.opened_at is None:
        raise UnableToConfirm("This has not been read yet. Read it first.")
    if concern.cleared_at is not None:
        raise UnableToConfirm("Its text was deleted already.")
    if concern.reference and concern.reference != reference:
        raise UnableToConfirm("The other person entered a different reference. Check it in your own system together.")
    return SafetyPost.objects.held_by(user).get(organisation=concern.organisation_id)


def check_can_close(concern: SafeguardingConcern, *, done: str) -> None:
    if concern.opened_at is None:
        raise UnableToClose("This has not been read yet. Read it first.")
    if concern.closed_at is not None:
        raise UnableToClose("This is already closed.")
    if not done.strip():
        raise UnableToClose("Say what action was taken.")


# --- What young people and families said ----------------------------------------------------------


class UnableToListen(Exception):
    """The sentence says why, and what to do instead."""


def check_can_open_session(user: User, team: Team | None) -> None:
    if team is None or not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToListen("Choose one of your teams. Your coordinator can add you to one.")


def can_run(user: Reader, session: ListeningSession) -> bool:
    return ListeningSession.objects.run_by(user).filter(pk=session.pk).exists()


def check_can_run(user: Reader, session: ListeningSession) -> None:
    if not can_run(user, session):
        raise UnableToListen("Only the worker of this session can do that. A coordinator can hand it over.")


def can_hand_over(user: Reader, session: ListeningSession) -> bool:
    """The worker, or a coordinator where the worker is ill or has left."""
    if can_run(user, session):
        return True
    return ListeningSession.objects.overseen_by(user).filter(pk=session.pk).exists()


def check_can_hand_over(user: Reader, session: ListeningSession, to: User) -> None:
    if not can_hand_over(user, session):
        raise UnableToListen("Only the worker of this session or a coordinator can hand it over.")
    if not to.is_active or not get_own_teams(to).filter(pk=session.team_id).exists():
        raise UnableToListen("Choose someone who writes for this team.")


def needs_adult(age_band: str, purposes: Collection[str]) -> bool:
    """Whether the host's policy asks that an adult agrees as well as the child."""
    oldest = OLDEST.get(AgeBand(age_band))
    if oldest is None:
        return False
    is_shown_to_all = bool({Purpose.PUBLISHED, Purpose.STORY} & set(purposes))
    return oldest < (settings.VOICE_ADULT_TO_PUBLISH_UNDER if is_shown_to_all else settings.VOICE_ADULT_UNDER)


def check_consent(*, age_band: str, purposes: Collection[str], adult: str, until: date, day: date) -> None:
    """The child always agrees; see `needs_adult`. No consent is for ever."""
    if not purposes:
        raise UnableToListen("Tick what they agreed to. If they agreed to nothing, do not save their words.")
    if needs_adult(age_band, purposes) and adult == Adult.NONE:
        raise UnableToListen(
            "At this age an adult has to agree as well, for what you ticked. Choose who agreed, or tick less."
        )
    if until < day:
        raise UnableToListen(f"{until:%-d %B %Y} has passed. Enter a day that is still to come.")
    if until > get_last_day(day):
        raise UnableToListen(
            f"Consent can last {LONGEST_YEARS} years at most, until {get_last_day(day):%-d %B %Y}. "
            "Enter an earlier day, and ask them again then."
        )


def get_last_day(day: date) -> date:
    year = day.year + LONGEST_YEARS
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def can_check_translations(user: Reader) -> bool:
    """A coordinator of an organisation, or a host: they answer for who was asked."""
    if not user.is_authenticated:
        return False
    is_coordinator = bool(get_belonging(user).get_organisations_allowing(Permission.MEMBERS_MANAGE))
    return is_coordinator or has_permission(user, Permission.ORGANISATIONS_MANAGE)


def check_can_check_translations(user: Reader) -> None:
    if not can_check_translations(user):
        raise UnableToCheck("Only a coordinator of an organisation or a host of this site can record a check.")


def check_can_record_check(user: Reader, language: Language, *, read: str) -> None:
    check_can_check_translations(user)
    if read != language.sum:
        raise UnableToCheck("The text changed while this page was open. Have it checked again, then save.")


def check_are_checked(codes: Collection[str], checked: Collection[str]) -> None:
    if unchecked := [get_languages()[code].english_name for code in codes if code not in checked]:
        raise UnableToListen(f"No one has checked the translation into {' and '.join(unchecked)}, so it was not saved.")


def check_is_open(session: ListeningSession, *, at: datetime) -> None:
    """Open by its worker, and while a lead or deputy is on duty: or a worry would reach nobody."""
    if not session.is_open(at=at):
        raise UnableToListen("This page is closed. Tell the worker what you wanted to say.")
    try:
        check_somebody_is_on_duty(session.team.organisation, day=localdate(at))
    except UnableToSend:
        raise UnableToListen("This page is closed. Tell the worker what you wanted to say.") from None


def check_has_room(session: ListeningSession) -> None:
    if session.contributions.count() >= MOST_ANSWERS:
        raise UnableToListen("No more answers can be sent here. Tell the worker what you wanted to say.")


def check_has_room_for_file(session: ListeningSession) -> None:
    if session.contributions.exclude(medium=Medium.WORDS).count() >= MOST_FILES:
        raise UnableToListen("No more pictures or recordings can be sent here. Write it down, or tell the worker.")


def check_files(contributions: Sequence[Contribution]) -> None:
    """Nobody else sees a picture or reads of a recording before the worker has looked for names, faces and voices."""
    missing = sum(not is_ready(one) for one in contributions)
    if missing:
        raise UnableToListen(
            f"{missing} of these answers {'has' if missing == 1 else 'have'} a picture or recording to describe and "
            "check first. Open each, and save it. No answer was changed."
        )


def is_ready(contribution: Contribution) -> bool:
    """Its file is checked, and in words for people who cannot see or hear it."""
    in_words = contribution.words if contribution.medium == Medium.RECORDING else contribution.file.description
    return contribution.file.is_checked and bool(in_words)


def check_agreed_by_adult(contributions: Sequence[Contribution]) -> None:
    """What was written on a screen says yes for the child only; the worker notes which adult agreed."""
    missing = sum(
        needs_adult(one.age_band, [consent.purpose for consent in one.consents.all()])
        and all(consent.adult == Adult.NONE for consent in one.consents.all())
        for one in contributions
    )
    if missing:
        raise UnableToListen(
            f"{missing} of these answers need{'s' if missing == 1 else ''} an adult to agree as well. "
            "Open each, enter who agreed, and save it. No answer was changed."
        )


def can_link_answers(user: User, need: Need) -> bool:
    return Need.objects.editable_by(user).filter(pk=need.pk).exists()


def check_can_link_answers(user: User, need: Need) -> None:
    if not can_link_answers(user, need):
        raise UnableToListen("Only people who can edit this need can link answers to it.")


def check_has_words(contribution: Contribution) -> None:
    if contribution.state not in (State.WAITING, State.KEPT):
        raise UnableToListen("The words of this answer were deleted. They cannot come back.")


def can_see_picture(contribution: Contribution, need: Need, user: Reader, *, day: date) -> bool:
    """Where its words could be read: in a quote of the need, or among the answers that somebody may link to it."""
    if contribution.medium != Medium.PICTURE or contribution.state != State.KEPT:
        return False
    voice = NeedVoice.objects.filter(need=need, contribution=contribution, is_quoted=True).first()
    if voice is not None and can_read_words(voice, need, user, day=day):
        return True
    if not user.is_authenticated or not can_link_answers(user, need):
        return False
    return get_answers_to_link(user, day=day).filter(pk=contribution.pk).exists()


# --- Stories of change ----------------------------------------------------------------------------


class UnableToTellStory(Exception):
    """The sentence says why, and what to do instead."""


def check_can_start_story(user: User, team: Team | None) -> None:
    if team is None or not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToTellStory("Choose one of your teams. Your coordinator can add you to one.")


def can_run_story(user: Reader, story: Story) -> bool:
    return Story.objects.run_by(user).filter(pk=story.pk).exists()


def check_can_run_story(user: Reader, story: Story) -> None:
    if not can_run_story(user, story):
        raise UnableToTellStory("Only the worker of this story can do that. A coordinator can hand it over.")


def can_hand_over_story(user: Reader, story: Story) -> bool:
    return can_run_story(user, story) or Story.objects.overseen_by(user).filter(pk=story.pk).exists()


def check_can_hand_over_story(user: Reader, story: Story, to: User) -> None:
    if not can_hand_over_story(user, story):
        raise UnableToTellStory("Only the worker of this story or a coordinator can hand it over.")
    if not to.is_active or not get_own_teams(to).filter(pk=story.team_id).exists():
        raise UnableToTellStory("Choose someone who writes for this team.")


def check_has_not_ended(story: Story, *, day: date) -> None:
    if story.ended or not Story.objects.agreed(day=day).filter(pk=story.pk).exists():
        raise UnableToTellStory("Consent for this story has ended, so it cannot be used or changed any more.")


def check_story_consent(
    *, age_band: str, adult: str, until: date, day: date, answers: Iterable[Contribution] = ()
) -> None:
    """As for answers; and no longer than for any answer that it is made from."""
    try:
        check_consent(age_band=age_band, purposes=[Purpose.STORY], adult=adult, until=until, day=day)
    except UnableToListen as problem:
        raise UnableToTellStory(str(problem)) from None
    shortest = get_first_end(answers)
    if shortest is not None and until > shortest:
        raise UnableToTellStory(
            f"Consent for one of the answers in it ends on {shortest:%-d %B %Y}. Enter that day or an earlier one."
        )


def get_first_end(answers: Iterable[Contribution]) -> date | None:
    """When the first consent ends by which one of these may be part of a story."""
    consents = Consent.objects.filter(contribution__in=[one.pk for one in answers], purpose=Purpose.STORY)
    return consents.order_by("until").values_list("until", flat=True).first()


def check_names(*, names: str, age_band: str, real_names: str, texts: Iterable[str]) -> None:
    """No child is named, and none of the real names that the worker typed in for this check is there."""
    if names == StoryNames.OWN and AgeBand(age_band) in OLDEST:
        raise UnableToTellStory(
            "For anyone under 18 every name has to be changed, theirs as well. Change it, and choose "
            "“Every name is changed”."
        )
    if found := find_real_names(real_names, texts):
        named = ", ".join(f"“{name}”" for name in found)
        raise UnableToTellStory(f"The story still contains {named}. Change the name, in the recording as well.")


def find_real_names(real_names: str, texts: Iterable[str]) -> list[str]:
    said = "\n".join(texts)
    names = [name.strip() for name in re.split(r"[,;\n]", real_names)]
    return [name for name in names if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE)]


def check_can_answer(story: Story, draft: StoryPage | None, *, sha256: str, day: date) -> None:
    """The answer is to the words that were shown."""
    check_has_not_ended(story, day=day)
    if draft is None or sha256 not in (draft.sha256, _get_live_words(story)):
        raise UnableToTellStory("The story was changed in the meantime. Read it again, then answer.")


def _get_live_words(story: Story) -> str | None:
    return StoryPage.objects.live().filter(story=story.pk).values_list("sha256", flat=True).first()


def check_day_of_reading(story: Story, read_on: date, *, day: date) -> None:
    if read_on > day:
        raise UnableToTellStory("That day is still to come. Enter the day on which they read it.")
    if read_on < localdate(story.started_at):
        raise UnableToTellStory("That day is before the story was started. Enter the day on which they read it.")


def find_missing(story: Story, draft: StoryPage | None, *, day: date) -> Iterator[str]:
    """What stands between a story and its readers, one sentence each."""
    try:
        check_has_not_ended(story, day=day)
    except UnableToTellStory as problem:
        yield str(problem)
        return
    if draft is None:
        yield "Nothing is written yet. Write it with the young person."
        return
    if draft.lacks_transcript:
        yield "The recording has no transcript. Type in what is said, so that people who cannot hear it can read it."
    reading = StoryReading.objects.filter(story=story.pk, sha256=draft.get_fingerprint()).first()
    if reading is None:
        yield "The young person has not read these words yet. Read it with them, then record what they said."
    elif reading.answer == Answer.CHANGE:
        yield "The young person asked for a change. Change it, then read it with them again."
    elif reading.answer == Answer.NO:
        yield "The young person said no. Leave it, or withdraw the story."


def check_can_publish_story(story: Story, draft: StoryPage | None, *, day: date) -> None:
    for problem in find_missing(story, draft, day=day):
        raise UnableToTellStory(problem)


def check_can_be_used(story: Story, *, day: date) -> None:
    """Whether a decision may name it, or somebody be told it, today: consent for stories permits it."""
    if not Story.objects.readable(day=day).filter(pk=story.pk).exists():
        raise UnableToTellStory(
            "Consent does not permit this story to be used: it has ended, was withdrawn, or its young person has not "
            "said yes to it. Choose another story."
        )


def check_told_on(story: Story, told_on: date, *, day: date) -> None:
    if told_on > day:
        raise UnableToTellStory("That day is still to come. Enter the day on which it was told.")
    if story.published_on and told_on < story.published_on:
        raise UnableToTellStory("That day is before the young person let it be published. Enter a later day.")


def check_next_aftercare(on: date, *, day: date) -> None:
    if on <= day:
        raise UnableToTellStory("Enter a day that is still to come, so that we can remind you.")


# --- What can never be changed ---------------------------------------------------------------------


class UnableToSealQuote(Exception):
    """The sentence says why, and what to do instead."""


def check_quotes_nobody(document: str) -> None:
    """What is locked under its sum stays for ever, so nobody's words may be in it that they can still take back."""
    answers = Contribution.objects.filter(state=State.KEPT).exclude(words="").values_list("words", flat=True)
    stories = StoryPage.objects.live().values_list("words", flat=True)
    if holds_copy(document, [*answers, *stories]):
        raise UnableToSealQuote(
            "This contains a sentence that a young person or family gave this site. What is locked here cannot be "
            "changed, so they could not withdraw it. Say it in your own words, and link the need instead."
        )
