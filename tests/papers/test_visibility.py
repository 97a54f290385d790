"""Nobody reads in a paper, or in its file, what they may not read elsewhere."""

from dataclasses import asdict
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client

from cairn.library.models import PracticeModel
from cairn.papers.kinds import warn_before_sharing
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import NOT_IN_FILE, ONE_OPTION_HIDDEN, compose, make_document
from cairn.papers.queries import get_material
from cairn.records import services as records
from cairn.records.models import Record, RecordFile
from cairn.voice.models import Need
from tests.factories.accounts import UserFactory
from tests.factories.library import make_claim
from tests.factories.papers import ASSUMPTIONS, make_option, make_paper
from tests.factories.records import NOON, approve, join, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db


def read(document: Any) -> str:
    return str(asdict(document))


def read_as(paper: Paper, user: Any) -> str:
    return read(compose(paper, get_material(paper, Record.objects.visible_to(user))))


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def secret(author):
    """A draft model of the team, with a result and words that nobody else may read."""
    secret = make_draft(PracticeModel, author=author, title="Secret model", not_known="Secret gap")
    make_claim(secret, author=author, words="Secret result")
    return secret


def share(paper: Paper, sharing: str) -> Paper:
    if sharing == "public":
        approve(paper)
    records.share_record(record=paper, by=paper.author, at=NOON, sharing=sharing)
    return Paper.objects.get(pk=paper.pk)


def test_reader_sees_the_paper_without_the_option_they_may_not_see(author, secret):
    paper = share(make_paper(author, options=[secret, make_option(author)]), "public")
    own, others = read_as(paper, author), read_as(paper, AnonymousUser())
    assert "A: Secret model" in own
    assert "Secret result" in own
    assert "Secret gap" in own
    assert ONE_OPTION_HIDDEN not in own
    assert "Secret" not in others
    assert ONE_OPTION_HIDDEN in others
    assert "B: No Wrong Door" in others  # the letter that the words of the paper use


def test_page_leaves_out_the_same(author, secret):
    paper = share(make_paper(author, options=[secret, make_option(author)]), "public")
    page = Client().get(paper.get_absolute_url()).content.decode()
    assert "Secret" not in page
    assert ONE_OPTION_HIDDEN in page


def test_hidden_result_of_a_visible_option_is_left_out(author):
    option = make_option(author)
    make_claim(option, author=author, words="Secret result")
    paper = share(make_paper(author, options=[option, make_option(author, "Other")]), "public")
    others = read_as(paper, AnonymousUser())
    assert "Secret" not in others
    assert "Some results are left out because you cannot see them." in others
    assert "Secret result" in read_as(paper, author)


def test_hidden_challenge_and_need_are_left_out(author):
    challenge = make_draft(author=author, title="Secret challenge", whose_words="Secret words", viewpoints=["families"])
    need = make_draft(Need, author=author, title="Secret need")
    records.link(source=challenge, target=need, relation="comes_from", reason="", by=author, at=NOON)
    paper = share(make_paper(author, about=challenge), "public")
    assert "Secret need" in read_as(paper, author)
    assert "Secret words" in read_as(paper, author)
    assert "Secret" not in read_as(paper, AnonymousUser())


def test_file_of_a_team_holds_what_the_team_may_read(author, secret):
    paper = make_paper(author, options=[secret, make_option(author)])
    assert "Secret result" in read(make_document(paper))
    elsewhere = make_draft(
        PracticeModel,
        author=author,
        title="Of another team",
        team=make_team(make_organisation("Other Council"), "Other team"),
    )
    paper = make_paper(author, options=[elsewhere, make_option(author, "Other")])
    told = read(make_document(paper))
    assert "Of another team" not in told
    assert NOT_IN_FILE in told


@pytest.mark.parametrize("sharing", ["organisation", "public"])
def test_file_of_a_shared_paper_holds_what_is_public(author, secret, sharing):
    paper = share(make_paper(author, options=[secret, make_option(author)]), sharing)
    told = read(make_document(paper))
    assert "Secret" not in told
    assert NOT_IN_FILE in told
    assert "B: No Wrong Door" in told


def test_file_is_public_matter_only_while_a_moderator_may_look(author, secret):
    paper = make_paper(author, options=[secret, make_option(author)])
    records.make_report(text="Wrong", by=author, at=NOON, record=paper)
    assert "Secret" not in read(make_document(paper))


def make_file(paper: Paper) -> RecordFile:
    made = RecordFile(record_id=paper.pk, form="pdf", fingerprint="0" * 64, requested_at=NOON, made_at=NOON)
    made.file.save("record.pdf", ContentFile(b"Secret"))
    return made


def test_file_made_for_the_team_is_gone_once_the_paper_is_shared(author, secret):
    paper, other = make_paper(author, options=[secret, make_option(author)]), make_paper(author)
    make_file(paper)
    kept = make_file(other)
    share(paper, "organisation")
    assert list(RecordFile.objects.all()) == [kept]


@pytest.mark.parametrize("act", ["withdrawn", "private", "reported"])
def test_file_is_gone_when_what_it_speaks_of_is(author, act, django_capture_on_commit_callbacks):
    option = make_option(author)
    claim = option.claims.get()
    paper = make_paper(author, options=[option, make_option(author, "Other")])
    file = make_file(paper)
    with django_capture_on_commit_callbacks(execute=True):
        if act == "withdrawn":
            records.withdraw_record(record=claim, by=author, at=NOON)
        elif act == "private":
            records.share_record(record=option, by=author, at=NOON, sharing="team")
        else:
            records.make_report(text="Wrong", by=author, at=NOON, record=paper)
    assert list(RecordFile.objects.all()) == []
    assert not file.file.storage.exists(file.file.name)


def test_nothing_of_a_withdrawn_option_stays(author):
    option = make_option(author, "Planted model", not_known="Planted gap")
    claim = option.claims.get()
    paper = share(make_paper(author, options=[option, make_option(author, "Other")]), "public")
    for record in (claim, option):
        records.withdraw_record(record=record, by=author, at=NOON)
    told = read_as(paper, author) + str(Paper.objects.filter(pk=paper.pk).values()) + str(paper.latest_revision.content)
    assert "Planted" not in told
    assert "An option was withdrawn." in told
    assert "B: Other" in told


def test_withdrawn_paper_keeps_nothing(author):
    paper = make_paper(author, recommendation="Planted words", assumptions=ASSUMPTIONS)
    records.withdraw_record(record=paper, by=author, at=NOON)
    paper = Paper.objects.get(pk=paper.pk)
    assert [getattr(paper, name) for name in Paper.TEXTS] == [""] * len(Paper.TEXTS)
    assert (paper.options, paper.snapshot, paper.assumptions, paper.about) == ([], {}, {}, None)


def test_before_sharing_it_is_said_what_not_everybody_may_see(author, secret):
    option = make_option(author)
    paper = make_paper(author, options=[secret, option])
    colleague = UserFactory()
    (own,) = warn_before_sharing(paper, author)
    (others,) = warn_before_sharing(paper, colleague)
    assert own.startswith("The paper mentions records that not everyone can see: “Secret model”; “Secret result”")
    assert "Secret" not in others
    assert "2 that you cannot see" in others
    assert "No Wrong Door" not in own
    assert warn_before_sharing(make_paper(author, options=[option, make_option(author, "Other")]), author) == []


def test_of_very_many_that_not_everybody_may_see_the_first_are_named(author):
    option = make_option(author)
    for number in range(12):
        make_claim(option, author=author, words=f"Result {number:02}")
    (told,) = warn_before_sharing(make_paper(author, options=[option, make_option(author, "Other")]), author)
    assert "“Result 09”; and 2 more that you can see. People who cannot see one" in told
    assert "Result 10" not in told


def test_page_that_shares_says_it(author, secret):
    paper = make_paper(author, options=[secret, make_option(author)])
    client = Client()
    client.force_login(author)
    page = client.get(f"/records/{paper.slug}/share/").content.decode()
    assert "records that not everyone can see" in page


def test_colleague_in_the_organisation_does_not_read_a_draft(author):
    paper, colleague = make_paper(author), UserFactory()
    join(colleague, paper.organisation)
    client = Client()
    client.force_login(colleague)
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert make_record(author=author).title not in client.get("/papers/").content.decode()
