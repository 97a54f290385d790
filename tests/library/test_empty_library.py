"""Before the starter library is there."""

import pytest
from django.core.management import call_command

from cairn.adoption.models import Adoption
from cairn.adoption.services import load_known_users
from cairn.library.services import load_starter
from cairn.places.services import load_places
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


def test_an_empty_library_says_how_to_fill_it(client):
    assert "cairn library load-starter" in client.get("/models/").content.decode()
    assert "No projects yet" in client.get("/projects/").content.decode()


def test_the_command_says_what_it_did(capsys):
    load_places()
    call_command("library", "load-starter")
    assert "entries added, 0 updated, 0 kept as edited here." in capsys.readouterr().out


@pytest.mark.nightly
def test_a_council_that_is_not_there_yet_is_left_for_later():
    assert load_starter(at=NOON).added
    assert not Adoption.objects.exists()
    load_places()
    assert load_known_users(at=NOON).added
