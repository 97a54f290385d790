"""Words of a draft are not handed to the readers of what was published later."""

import io

import docx
import pytest
from django.urls import reverse

from cairn.records import services
from cairn.records.models import RecordFile
from cairn.records.views.files import FILES_AN_HOUR
from cairn.voice.models import Challenge
from tests.factories.accounts import client_of
from tests.factories.records import NOON, approve, make_draft, share_with_all

pytestmark = pytest.mark.django_db


def read_word_file(record, user):
    answer = client_of(user).post(reverse("records:request-document", args=[record.slug]), {"form": "docx"})
    word = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_file_of_a_draft_is_not_served_once_published():
    record = make_draft(Challenge, summary="SECRET words of the draft")
    assert "SECRET" in read_word_file(record, record.author)
    services.save_draft(record=record, by=record.author, at=NOON, answers={"summary": "Clean"})
    approve(record)
    share_with_all(record)
    assert "Clean" in read_word_file(record, None)
    assert "SECRET" not in read_word_file(record, None)
    assert not RecordFile.objects.exists()  # what a page shows is put on paper for whoever asks, and not kept


def test_nobody_keeps_the_site_busy_making_files():
    record = make_draft(Challenge, summary="Clean")
    approve(record)
    share_with_all(record)
    address = reverse("records:request-document", args=[record.slug])
    clients = [client_of(None), client_of(record.author)]
    for client in clients:
        for _ in range(FILES_AN_HOUR):
            client.post(address, {"form": "odt"})
        assert client.post(address, {"form": "docx"}).status_code == 429
