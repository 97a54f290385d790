"""What needs and challenges are among the kinds of record."""

from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords
from cairn.voice.forms import NO_CHILD, get_challenge_sections, get_need_sections
from cairn.voice.models import Challenge, Need
from cairn.voice.questions import ask_about_challenge
from cairn.voice.searchable import index_place

KINDS = (
    Kind(
        model=Need,
        page="voice:need",
        plural="Needs",
        start=StartWords(
            action="Add a need",
            about="What children, young people or families say they need.",
            question="What is needed?",
            example=f"For example: Someone to call at night. {NO_CHILD}",
        ),
        sections=get_need_sections,
        leads_to=(Gap(RecordKind.CHALLENGE, "No challenge is linked to this need yet."),),
        indexing=Indexing(index_place, related=("place",)),
    ),
    Kind(
        model=Challenge,
        page="voice:challenge",
        plural="Challenges",
        start=StartWords(
            action="Add a challenge",
            about="What you want to change, who it is for, which figures would show it, and who to ask.",
            question="What do you want to change?",
            example="For example: Fewer teenagers come into care",
        ),
        sections=get_challenge_sections,
        asks_for=(Gap(RecordKind.NEED, "No need expressed by young people or families is linked to this challenge."),),
        leads_to=(Gap(RecordKind.EVALUATION_PLAN, "No plan to test whether this is changing."),),
        indexing=Indexing(index_place, related=("place",)),
        questions=(ask_about_challenge,),
    ),
)
