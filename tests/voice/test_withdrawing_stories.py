"""A story is told, copied wherever people can write, and withdrawn; then every table and file is read."""

from time import sleep

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from cairn.common.operations import ledger
from cairn.common.privacy.copies import NEUTRAL
from cairn.search.models import PublicWord, SearchDocument
from cairn.voice import services
from cairn.voice.models import Need, Story
from tests.factories.records import NOON, make_draft
from tests.factories.voice import make_story, write_story
from tests.voice.test_withdrawing_words import (
    WORDS,
    garden,
    look,
    own_files,
    plant_rows,
    plant_with_services,
    read_pages,
)

__all__ = ["garden", "own_files"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("own_ledger")]


def tell(**given):
    """A published story, with what was said to a later draft of it and what followed."""
    story = make_story(told={"words": WORDS, "lead": "Of vanishwort"}, **given)
    services.add_audience(
        story=story, told_to="A board", told_on=NOON.date(), how="read", what_followed=WORDS, by=story.worker, at=NOON
    )
    write_story(story, words=f"{WORDS} Or so.")
    draft = story.find_draft()
    services.record_reading(
        story=story,
        sha256=draft.sha256,
        answer="change",
        read_on=NOON.date(),
        comment=WORDS,
        by=story.worker,
        at=NOON,
    )
    return story


def test_row_58_withdrawal_removes_text_copies_caches_and_exports(garden, django_capture_on_commit_callbacks):
    plant_rows(garden)
    record, board = plant_with_services()
    story = tell()
    address = story.get_absolute_url()
    page = Client().get(address)
    assert "quernbell" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    planted = set(look())
    assert {"voice_storypage", "voice_storyreading", "voice_storyaudience", "wagtailcore_revision"} <= planted
    assert len(planted) > 80
    with django_capture_on_commit_callbacks(execute=True):
        removed = services.end_story(story=story, by=story.worker, at=NOON)
    assert look() == []
    assert removed.number > 100
    record.refresh_from_db()
    assert record.summary.rstrip(".") == NEUTRAL
    assert not SearchDocument.objects.filter(body__icontains="quernbell").exists()
    assert not PublicWord.objects.filter(word__in=["vanishwort", "quernbell"]).exists()
    addresses = [record.get_absolute_url(), reverse("boards:board", args=[board.slug]), reverse("voice:stories")]
    addresses += ["/search/?q=vanishwort", f"/records/export/{record.get_kind().slug}.csv"]
    for one in addresses:
        page = Client().get(one, follow=True)
        content = b"".join(page.streaming_content) if page.streaming else page.content
        assert "quernbell" not in content.decode(), one
    gone = Client().get(address)
    assert gone.status_code == 410
    assert "This story has ended" in gone.content.decode()


def test_restored_backup_loses_the_story_and_its_copies_again():
    story = tell()
    services.end_story(story=story, by=story.worker, at=NOON)
    entries = ledger.read(settings.LEDGER).entries
    assert [(one.kind, one.key) for one in entries] == [("story.cleared", story.key)]
    again = make_story(told={"words": WORDS})
    Story.objects.filter(pk=story.pk).delete()
    Story.objects.filter(pk=again.pk).update(key=story.key)  # as the backup has it
    make_draft(Need, summary=WORDS)
    ledger.replay(entries)
    ledger.replay(entries)
    assert look() == []


@pytest.mark.django_db(transaction=True)
def test_bytes_are_overwritten(django_capture_on_commit_callbacks):
    story = tell()
    services.end_story(story=story, by=story.worker, at=NOON)
    tables = ("voice_storypage", "voice_storyreading", "wagtailcore_revision", "search_searchdocument")
    services.overwrite_deleted(tables)
    assert look() == []
    if connection.vendor == "postgresql":
        for _ in range(20):  # while another transaction runs, it may still see what was deleted, and the bytes stay
            if not any("quernbell" in read_pages(table) for table in tables):
                return
            sleep(1)
            services.overwrite_deleted(tables)
        pytest.fail("The bytes are still there.")
