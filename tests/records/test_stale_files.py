"""A file that was made of a draft is not handed to the readers of what was published later."""

import pytest

from cairn.records import services
from cairn.records.presenters.documents import make_document
from cairn.voice.models import Challenge
from tests.factories.accounts import client_of
from tests.factories.records import NOON, approve, make_draft, share_with_all

pytestmark = pytest.mark.django_db


def test_file_of_a_draft_is_not_served_once_published():
    record = make_draft(Challenge, summary="SECRET words of the draft")
    held = services.request_file(record=record, form="docx", document=make_document(record), at=NOON)
    services.make_file(record_file=held, document=make_document(record), at=NOON)
    services.save_draft(record=record, by=record.author, at=NOON, answers={"summary": "Clean"})
    approve(record)
    share_with_all(record)
    answer = client_of(None).get(f"/records/{record.slug}/document.docx")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
