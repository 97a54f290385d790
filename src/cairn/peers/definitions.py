"""The topics by which organisations ask and offer: needs of children and families, and what a council works on itself.

Both are lists that the site has already, so that an ask leads to models, challenges and lessons on the same topic.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from cairn.library.definitions.vocabularies import Term, get_vocabulary

VOCABULARIES = ("needs", "seven_enablers")
GROUP_OF_ENABLERS = "How the council works"


def get_topics() -> list[Term]:
    return [term for name in VOCABULARIES for term in get_vocabulary(name).terms]


def get_topic_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a list to choose from: keys and titles under the heading of their group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for term in get_topics():
        groups.setdefault(term.group or GROUP_OF_ENABLERS, []).append((term.key, term.title))
    return list(groups.items())


def get_topic_titles() -> dict[str, str]:
    return {term.key: term.title for term in get_topics()}


def get_title(topic: str) -> str:
    """A key that a reviewer took out of the list stands for itself."""
    return get_topic_titles().get(topic, topic)


def find_topic(text: str) -> tuple[str, Sequence[str]]:
    """The key of a topic by its key or title, or no key and the titles that may be meant."""
    wanted = " ".join(text.split()).casefold()
    names = {title.casefold(): key for key, title in get_topic_titles().items()}
    names |= {key: key for key in get_topic_titles()}
    if wanted in names:
        return names[wanted], ()
    near = get_close_matches(wanted, names, n=2, cutoff=0.6)
    return "", list(dict.fromkeys(get_title(names[one]) for one in near))
