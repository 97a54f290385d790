"""A worry about somebody's safety is noticed; what lessons of the sector say every day is not taken for one."""

from cairn.voice.definitions import sounds_like_a_safeguarding_concern
from tests.cases import each

WORRIES = [
    "I am worried about a child in our street.",
    "A girl in the group told me that her stepfather comes into her room.",
    "The young person has bruises on both arms",
    "She’s afraid to go home.",
    "He hits her. We do not know what to do.",
    "He hit him with a belt",
    "One young person has gone missing again, and nobody looks for her.",
    "My foster carer locks me in; she is not nice, my foster carer hits",
    "A boy said he wants to die",
    "We had a safeguarding concern about one family this week",
    "THE CHILD IS\nBEING HIT",
    "a teenager self-harms at school",
]
LESSONS = [
    "",
    "Domestic abuse workers joined the team, and neglect is now named in every plan.",
    "Fewer young people went missing after the hub opened.",
    "Children at risk of exploitation were hard to reach, because the offer came too late.",
    "The project hit its target late. Setting it up took nine months longer than planned.",
    "Suicide prevention training was not part of the budget.",
    "Safeguarding partners met every month, and the risk register was never read.",
    "We did not ask young people about the house they would live in.",
    "A young person sat on the panel that chose the staff, and said so to the director.",
    "Staff were scared of losing their jobs.",
    "The child’s plan was written without the family.",
    "Self-harm is not what the service is for. A child who needs it is referred.",
]


@each("text", WORRIES)
def test_a_worry_is_noticed(text):
    assert sounds_like_a_safeguarding_concern(text)


@each("text", LESSONS)
def test_a_lesson_of_every_day_is_not_taken_for_a_worry(text):
    assert not sounds_like_a_safeguarding_concern(text)
