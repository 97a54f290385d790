"""What an editor should hear about a board before it is read: hints, never a bar. Words in, sentences out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cairn.common.readability import get_reading_age, list_sentences, list_words

MOST_WORDS = 900  # about four minutes of reading
OLDEST_READER = 14
HOW_TO_SHARE = 0.2  # of the sentences
STEPS = 2  # numbered lines in a row of texts

YOU_SHOULD = re.compile(
    r"\b(?:you|we|councils|leaders|staff) (?:should|must|need to|have to|ought to)\b", re.IGNORECASE
)
STEP = re.compile(r"^\s*(?:step\s+\d+\b|\d{1,2}[.)]\s)", re.IGNORECASE | re.MULTILINE)
BEFORE_THE_VERB = {"first", "then", "next", "finally", "always", "never", "please", "now", "also", "do", "don’t", "not"}
ORDER = re.compile(
    r"agree|allow|appoint|ask|avoid|be|begin|bring|build|check|choose|collect|come|commission|consider|"
    r"create|decide|define|describe|design|develop|draw|employ|encourage|ensure|establish|explain|find|"
    r"follow|gather|get|give|hire|hold|identify|include|introduce|invest|invite|involve|keep|learn|let|"
    r"listen|look|make|measure|meet|name|offer|organise|pay|plan|prepare|provide|put|read|recruit|remember|"
    r"review|run|say|secure|see|send|set|share|show|speak|spend|start|stop|take|talk|tell|test|think|train|"
    r"try|understand|use|visit|wait|work|write"
)
# After one of these the first word was a noun: "Use of care halved", "Work with families goes on".
AFTER_A_NOUN = {"of", "is", "was", "were", "are", "has", "had", "and", "goes", "took", "takes", "fell", "rose"}


@dataclass(frozen=True)
class BoardFacts:
    """What the hints go by: every text of the board, and what its cited insights and examples say about it."""

    texts: tuple[str, ...]
    viewpoints: tuple[str, ...]  # of all cited insights together
    number_of_insights: int
    has_counter_example: bool  # an example that went badly, a method that did not help, a contradiction
    number_closed: int = 0  # citations that are not open to everybody


def find_warnings(facts: BoardFacts) -> list[str]:
    hints = (
        warn_of_how_to(facts.texts),
        warn_of_length(facts.texts),
        warn_of_reading_age(facts.texts),
        warn_of_one_voice(facts.viewpoints, facts.number_of_insights),
        warn_of_no_counter_example(facts.has_counter_example),
        warn_of_closed(facts.number_closed),
    )
    return [hint for hint in hints if hint]


def warn_of_how_to(texts: Iterable[str]) -> str:
    text = "\n".join(texts)
    sentences = list_sentences(text)
    orders = [sentence for sentence in sentences if gives_order(sentence)]
    steps = STEP.findall(text)
    if len(steps) >= STEPS:
        return (
            f"It reads like a how-to guide: {len(steps)} numbered steps. A board introduces; link to a guide instead."
        )
    if sentences and len(orders) / len(sentences) > HOW_TO_SHARE:
        return (
            f"It reads like a how-to guide: {len(orders)} of {len(sentences)} sentences tell the reader what to do. "
            "Say what others found instead."
        )
    return ""


def gives_order(sentence: str) -> bool:
    """Whether it starts with a verb that tells somebody to do something, or says that you should."""
    words = [word.strip(",.:;“”\"'()").lower() for word in sentence.split()]
    while words and words[0] in BEFORE_THE_VERB:
        words.pop(0)
    starts = bool(words and ORDER.fullmatch(words[0]) and (len(words) == 1 or words[1] not in AFTER_A_NOUN))
    return starts or bool(YOU_SHOULD.search(sentence))


def warn_of_length(texts: Iterable[str]) -> str:
    number = sum(len(list_words(text)) for text in texts)
    return f"It is long: {number} words. People read boards of up to {MOST_WORDS}." if number > MOST_WORDS else ""


def warn_of_reading_age(texts: Iterable[str]) -> str:
    age = get_reading_age("\n".join(texts))
    if age <= OLDEST_READER:
        return ""
    return (
        f"It is hard to read: readers need to be about {age:.0f} years old, and the aim is "
        f"{OLDEST_READER}. Use shorter sentences and shorter words."
    )


def warn_of_one_voice(viewpoints: Iterable[str], number_of_insights: int) -> str:
    voices = set(viewpoints)
    if number_of_insights == 0 or len(voices) > 1:
        return ""
    whose = f"“{next(iter(voices))}”" if voices else "someone unnamed"
    return f"It shows only one view: all its insights are the view of {whose}. Look for a different view."


def warn_of_no_counter_example(has_counter_example: bool) -> str:
    if has_counter_example:
        return ""
    return (
        "It mentions nothing that went badly: no example, no method that did not help, nothing that "
        "contradicts an insight. Look for one."
    )


def warn_of_closed(number: int) -> str:
    if not number:
        return ""
    named = "1 record on it is" if number == 1 else f"{number} records on it are"
    return f"{named} not public, or withdrawn, so most readers will see nothing there."
