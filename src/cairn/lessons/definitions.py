"""The topics of the insights boards, as the reviewed vocabulary has them."""

from cairn.library.definitions.vocabularies import get_vocabulary


def get_topic_choices() -> list[tuple[str, str]]:
    return [(term.key, term.title) for term in get_vocabulary("boards").terms]


def get_topic_title(key: str) -> str:
    """Empty for a topic that is no longer in the vocabulary."""
    return dict(get_topic_choices()).get(key, "")
