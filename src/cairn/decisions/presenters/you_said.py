"""“You said, we did”: the same few parts on its page and on the poster."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from cairn.accounts.models import Reader
from cairn.common.privacy.copies import NEUTRAL
from cairn.decisions.models import Decision
from cairn.decisions.presenters.decisions import DecisionView

QUOTES_ON_POSTER = 3
MOST_ON_POSTER = 360  # letters of one part: more is not read from a wall. All of it is on the page.


@dataclass(frozen=True)
class YouSaidView:
    """Quotes are those that this reader may read, now."""

    record: Decision
    user: Reader

    @property
    def quotes(self) -> list[str]:
        return DecisionView(self.record, self.user).quotes


@dataclass(frozen=True)
class PosterContent:
    title: str
    said: str
    quotes: list[str]
    did: str
    not_done: str
    organisation: str


def make_poster_content(record: Decision) -> PosterContent:
    """A poster hangs where anybody reads it, so it quotes only what anybody may read; nothing that was withdrawn."""
    quotes = [one for one in YouSaidView(record, AnonymousUser()).quotes if one != NEUTRAL]
    return PosterContent(
        record.title,
        cut(record.you_said),
        [cut(one) for one in quotes[:QUOTES_ON_POSTER]],
        cut(record.we_did),
        cut(record.not_done),
        record.organisation.name if record.organisation else "",
    )


def cut(words: str) -> str:
    """At a word, with a mark that there is more."""
    if len(words) <= MOST_ON_POSTER:
        return words
    return f"{words[:MOST_ON_POSTER].rsplit(' ', 1)[0]} …"
