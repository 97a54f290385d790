"""What a paper took over from a record goes with that record, or follows it to the one it was merged into."""

import pytest
from django.test import Client

from cairn.library.models import PracticeModel, Programme
from cairn.papers.kinds import warn_before_sharing
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import NOT_IN_FILE, make_document
from cairn.papers.services import choose_options, copy_title, replace_copy
from cairn.records import services as records
from cairn.records.models import SavedForm
from cairn.search.models import SearchDocument
from tests.factories.accounts import UserFactory
from tests.factories.library import make_claim
from tests.factories.papers import make_option, make_paper
from tests.factories.records import NOON, make_draft, make_record
from tests.papers.test_visibility import read, read_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory()


def withdraw(record):
    records.withdraw_record(record=record, by=record.author, at=NOON)


def make_titled(author, about, title=None, **more):
    return make_paper(author, about=about, title=title or f"{about.title}: options", **more)


def show_everywhere(paper, client):
    """All that anybody can get of a paper: row, history, page, file, export, list and search."""
    paper = Paper.objects.get(pk=paper.pk)
    pages = (paper.get_absolute_url(), f"/records/{paper.slug}/history/", "/records/export/paper.csv?mine=yes")
    told = [client.get(address).content.decode() for address in (*pages, "/papers/", "/records/")]
    told += [f"{revision.content} {revision.object_str}" for revision in paper.revisions]
    told += [str(Paper.objects.filter(pk=paper.pk).values()), read(make_document(paper))]
    told += [str(list(SearchDocument.objects.values())), str(list(SavedForm.objects.values("answers")))]
    return "\n".join(told)


@pytest.mark.parametrize(
    ("title", "after"),
    [
        ("Planted name: options", "A challenge that was withdrawn: options"),
        ("Planted name, for Thursday", "A challenge that was withdrawn, for Thursday"),
        ("Planted names", "Planted names"),  # somebody's own word
        ("Our planted name: options", "Our planted name: options"),
        ("Which way?", "Which way?"),
    ],
)
def test_only_the_beginning_that_was_copied_is_replaced(title, after):
    assert replace_copy(title, copied=["Planted name?", "Other"], instead="A challenge that was withdrawn") == after


def test_what_is_copied_of_a_long_title_is_found_again():
    title = "Long words " * 13
    assert len(replace_copy(f"{copy_title(title)}: options", copied=[title], instead="Y" * 145)) == 150
    assert replace_copy("Anything", copied=["?"], instead="X") == "Anything"


def test_title_copied_from_a_challenge_goes_with_it_from_everywhere(author):
    challenge = make_record(author=author, title="Planted name?")
    paper = make_titled(author, challenge, "Planted name: options")
    other = make_titled(author, make_record(author=author, title="Other name"), "Other name: options")
    records.save_draft(record=paper, by=author, at=NOON, answers={"recommendation": "Mine: Planted name was good."})
    records.save_form(record=paper, by=author, section="what", answers={"title": ["Planted name: options"]}, at=NOON)
    client = Client()
    client.force_login(author)
    assert show_everywhere(paper, client).count("Planted name: options") > 5
    withdraw(challenge)
    told = show_everywhere(paper, client)
    assert "Planted name:" not in told
    assert "A challenge that was withdrawn: options" in told
    assert "Mine: Planted name was good." in told  # what a person wrote stays
    other.refresh_from_db()
    assert other.title == "Other name: options"


def test_earlier_title_of_the_challenge_is_known_again(author):
    challenge = make_record(author=author, title="Planted name")
    paper = make_titled(author, challenge)
    records.save_draft(record=challenge, by=author, at=NOON, answers={"title": "Another name"})
    withdraw(challenge)
    paper.refresh_from_db()
    assert paper.title == "A challenge that was withdrawn: options"


def test_case_for_change_about_a_withdrawn_programme_stays_one(author):
    programme = make_record(Programme, author=author, title="Planted programme")
    paper = make_titled(author, programme, "Planted programme: case for change")
    withdraw(programme)
    paper.refresh_from_db()
    told = read_as(paper, author)
    assert paper.title == "A programme that was withdrawn: case for change"
    assert "Case for change" in told
    assert "Is there a case for change" in told


def test_withdrawn_option_is_named_by_one_phrase_on_page_and_in_file(author):
    option, other = make_option(author, "Planted model"), make_option(author, "Other")
    paper = make_titled(author, make_record(author=author), options=[option, other], risks="Mine: Option A is new.")
    assert "Option A: one reported in favour" in paper.options_words
    withdraw(option.claims.get())
    withdraw(option)
    paper.refresh_from_db()
    for told in (read_as(paper, author), read(make_document(paper))):
        assert "A: An option that was withdrawn." in told
        assert "B: Other" in told
        assert NOT_IN_FILE not in told
    client = Client()
    client.force_login(author)
    told = show_everywhere(paper, client)
    assert "Planted" not in told
    assert "Option A: one reported" not in told  # the site's own words, that nobody changed
    assert "Mine: Option A is new." in told
    assert "Option B: one reported in favour" in paper.options_words
    page = client.get(f"/papers/{paper.slug}/options/").content.decode()
    assert "An option that was withdrawn" in page
    assert "An option you cannot see" not in page
    assert warn_before_sharing(paper, author) == []


def test_withdrawn_result_is_counted_no_more(author):
    option = make_option(author, "Model")
    paper = make_titled(author, make_record(author=author), options=[option, make_option(author, "Other")])
    withdraw(option.claims.get())
    paper.refresh_from_db()
    assert "Option A: one reported" not in paper.options_words
    assert "Option B: one reported" in paper.options_words
    assert "Option A: one reported" not in str([revision.content for revision in paper.revisions])


def test_option_that_only_a_draft_has_is_forgotten_in_it(author):
    paper = make_titled(author, make_record(author=author))
    records.share_record(record=paper, by=author, at=NOON, sharing="organisation")
    later = make_option(author, "Planted later")
    draft = Paper.objects.get(pk=paper.pk).get_draft()
    words = f"{draft.options_words} Option C: one reported in favour, none against it or without a difference."
    snapshot = draft.snapshot | {"claims": draft.snapshot["claims"] | {later.slug: [later.claims.get().slug]}}
    choose_options(
        paper=paper,
        options=[*draft.options, later.slug],
        snapshot=snapshot,
        texts={"options_words": words},
        by=author,
        at=NOON,
    )
    assert "Option C" in Paper.objects.get(pk=paper.pk).get_draft().options_words
    withdraw(later)
    assert "Option C" not in Paper.objects.get(pk=paper.pk).get_draft().options_words


# --- Merged ------------------------------------------------------------------------------------


def merge(kept, other):
    records.merge_records(kept=kept, other=other, by=kept.author, at=NOON)


def test_option_that_was_merged_is_the_one_that_stayed(author):
    other, third, kept = (make_option(author, name) for name in ("Planted model", "Third", "Kept model"))
    make_claim(kept, author=author, words="Not of this paper")
    paper = make_titled(author, make_record(author=author), options=[other, third])
    merge(kept, other)
    paper.refresh_from_db()
    assert paper.options == [kept.slug, third.slug]
    told = read_as(paper, author)
    assert "A: Kept model" in told
    assert kept.get_absolute_url() in told
    assert other.get_absolute_url() not in told
    assert "Planted model," not in told
    assert "86% stayed out of care with Planted model" in told  # its results moved along
    assert "Not of this paper" not in told
    client = Client()
    client.force_login(author)
    assert "Kept model" in client.get(f"/papers/{paper.slug}/options/").content.decode()
    earlier = [revision.as_object().options for revision in paper.revisions]
    assert earlier == [[kept.slug, third.slug]] * len(earlier)
    withdraw(kept)
    assert "A: An option that was withdrawn." in read_as(Paper.objects.get(pk=paper.pk), author)


def test_two_options_merged_into_one_leave_one_and_the_words_follow(author):
    kept, other, third = (make_option(author, name) for name in ("Kept", "Planted", "Third"))
    paper = make_titled(author, make_record(author=author), options=[kept, other, third])
    assert "Option C: one" in paper.options_words
    merge(kept, other)
    paper.refresh_from_db()
    assert paper.options == [kept.slug, third.slug]
    assert "Option A: two reported in favour" in paper.options_words
    assert "Option C: one" in paper.options_words  # the words of a writer may use its letter
    assert paper.letter_of == {kept.slug: "A", third.slug: "C", "B": "B"}


@pytest.mark.parametrize(
    ("sharing", "after"),
    [("public", "Kept challenge: options"), ("team", "A challenge that was merged with another: options")],
)
def test_title_copied_from_a_challenge_that_was_merged_follows_as_far_as_all_may_read(author, sharing, after):
    other = make_record(author=author, title="Planted name")
    kept = make_record(author=author, title="Kept challenge", sharing=sharing)
    paper = make_titled(author, other)
    merge(kept, other)
    paper.refresh_from_db()
    assert (paper.about_id, paper.title) == (kept.pk, after)
    assert "Planted name:" not in str([revision.content for revision in paper.revisions])


def test_draft_option_of_nobody_else_is_no_leak(author):
    """A record that never was in the paper changes nothing when it goes."""
    paper = make_titled(author, make_record(author=author))
    before = Paper.objects.filter(pk=paper.pk).values().get()
    withdraw(make_draft(PracticeModel, author=author, title="Elsewhere"))
    assert Paper.objects.filter(pk=paper.pk).values().get() == before
