"""Drafts that were written when speakers were lines of text and a takeaway was named by its number."""

import importlib

import pytest
from django.apps import apps
from wagtail.models import Revision

from cairn.events.services.loading import make_key
from tests.factories.events import make_event

migration = importlib.import_module("cairn.events.migrations.0004_keys_and_speakers_from_earlier_rows")


@pytest.mark.parametrize(
    ("line", "name", "role", "organisation"),
    [
        ("Ada Smith, lead, Otterdale Council", "Ada Smith", "lead", "Otterdale Council"),
        ("Ada Smith, Otterdale Council", "Ada Smith", "", "Otterdale Council"),
        ("Bradford Council", "Bradford Council", "", ""),
        ("Ada, Head of Homes, Help and Hope, Otterdale", "Ada", "Head of Homes, Help and Hope", "Otterdale"),
    ],
)
def test_a_line_becomes_a_speaker(line, name, role, organisation):
    assert migration.read_speaker(line) == {"name": name, "role": role, "organisation_name": organisation}


@pytest.mark.django_db
def test_a_draft_keeps_its_rows():
    event = make_event()
    revision = event.latest_revision
    content = revision.content
    about = {"event": event.pk, "position": 0, "pk": None}
    for name in ("sessions", "takeaways", "evidence", "speakers"):
        content.pop(name, None)
    content["sessions"] = [
        {**about, "title": "How", "speakers": "Ada, lead, Otterdale\n\nBen", "topic": "", "notes": ""}
    ]
    content["takeaways"] = [{**about, "title": "Ask early", "words": ""}]
    content["evidence"] = [{**about, "takeaway": 0, "record": None, "says": "supports", "reason": "They did"}]
    Revision.objects.filter(pk=revision.pk).update(content=content)
    migration.fill_revisions(apps, None)
    draft = event.get_draft()
    session, takeaway = draft.sessions.get(), draft.takeaways.get()
    assert session.key == make_key(event.slug, "sessions", 0)
    assert [(one.name, one.session) for one in draft.speakers.all()] == [("Ada", session.key), ("Ben", session.key)]
    assert draft.evidence.get().takeaway == takeaway.key
    assert draft.sessions.get().key == event.get_draft().sessions.get().key  # the same whenever it is read
    draft.save_revision()
