"""An entry of the starter library that nobody edited is known as such after an upgrade too."""

import hashlib
import json
from typing import Any

import pytest

from cairn.adoption.models import Adoption
from cairn.library.models.starter import StarterRecord
from cairn.library.services import fingerprint
from tests.factories.adoption import publish_model
from tests.factories.places import CouncilFactory


def list_kinds(parent: type[Any] = StarterRecord) -> list[type[Any]]:
    return [kind for child in parent.__subclasses__() for kind in (child, *list_kinds(child))]


# Which texts count in the checksum of each kind though they are empty. None is ever added here: a text that a kind
# gets later goes into its LATER_TEXTS, or no entry that is there would be updated any more.
FIRST_TEXTS = {
    "Adoption": "33b5af",
    "Challenge": "dbaa1d",
    "Claim": "87aedf",
    "EvaluationReport": "926f8a",
    "Guidance": "0e3dab",
    "Insight": "9fcdff",
    "LearningEvent": "ce7c14",
    "Lesson": "04d9f7",
    "Method": "502f60",
    "PracticeModel": "ac2cd7",
    "Programme": "be9367",
    "Project": "450dc4",
    "Recommendation": "9e896f",
    "Round": "c367b3",
    "ScalingStrategy": "26ae9f",
}


def test_a_text_that_came_later_does_not_make_an_entry_look_edited():
    first = {
        kind.__name__: hashlib.sha256(" ".join(sorted(kind.TEXTS.keys() - kind.LATER_TEXTS)).encode()).hexdigest()[:6]
        for kind in list_kinds()
    }
    assert first == FIRST_TEXTS
    assert all(kind.TEXTS.keys() >= kind.LATER_TEXTS for kind in list_kinds())


@pytest.mark.django_db
def test_a_use_as_the_first_release_stored_it_is_untouched_until_somebody_writes_something():
    """The checksum is written out as 0.1.0a1 made it."""
    use = Adoption(
        title="Leeds: A Model",
        who_says="The council",
        practice_model=publish_model(),
        place=CouncilFactory(),
    )
    words = {"title": "Leeds: A Model", "summary": "", "changes": "", "who_says": "The council", "who_to_ask": ""}
    old = hashlib.sha256(json.dumps([words, False], sort_keys=True).encode()).hexdigest()
    assert fingerprint(use) == old
    use.licence = "Free"
    assert fingerprint(use) != old
