"""“You said, we did”: its pages, its poster, the mail, and what the holder of a private code reads."""

from io import BytesIO

import pypdf
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cairn.decisions import services
from cairn.decisions.models import Decision
from cairn.notices import services as notices
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.voice import services as voice
from tests.factories.accounts import client_of
from tests.factories.decisions import make_complete, make_decision
from tests.factories.records import NOON, approve, share_with_all
from tests.factories.voice import make_contribution, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WORDS = "Planted-answer words"
DID = {"we_did": "You can call until 2 am.", "not_done": "Not all night."}


def publish(*, purposes=("inside", "published"), is_quoted=True, **given):
    """A public decision with one answer behind it."""
    session = make_session()
    decision = make_complete(author=session.worker, team=session.team, **{**DID, **given})
    answer = make_contribution(session, purposes=purposes, words=WORDS)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=is_quoted, by=session.worker, at=NOON)
    approve(decision)
    share_with_all(decision)
    return Decision.objects.get(pk=decision.pk), answer


def read(view, decision=None, user=None):
    return client_of(user).get(reverse(f"decisions:{view}", args=[decision.slug] if decision else []))


def read_poster(decision, user=None):
    response = read("poster", decision, user)
    assert response.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(response.content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_list_and_page_make_themselves_from_the_decision():
    decision, _ = publish()
    listed = read("you-said").content.decode()
    assert decision.title in listed
    page = read("you-said-one", decision).content.decode()
    for words in ("We want someone to answer at night.", WORDS, "You can call until 2 am.", "Not all night."):
        assert words in page


def test_nothing_is_listed_before_something_was_done_and_shared():
    unshared = make_complete(**DID)
    undone, _ = publish(we_did="")
    assert read("you-said-one", undone).status_code == 404
    assert read("poster", undone).status_code == 404
    listed = read("you-said").content.decode()
    assert "Nothing to read here yet" in listed
    assert read("you-said-one", unshared).status_code == 404  # whether there is one or not
    assert unshared.title in read("you-said", user=unshared.author).content.decode()


def test_page_of_one_that_nobody_was_asked_about_says_so():
    decision, _ = publish(you_said="", is_quoted=False)
    assert "We did not ask young people or families" in read("you-said-one", decision).content.decode()


def test_poster_is_one_page_with_what_anyone_may_read():
    decision, _ = publish()
    number, words = read_poster(decision)
    assert number == 1
    for part in ("You said, we did", decision.title, WORDS, "You can call until 2 am.", "Not all night."):
        assert part in words


@pytest.mark.parametrize("reader", ["anyone", "worker"])
def test_poster_never_quotes_what_only_the_team_may_read(reader):
    decision, answer = publish(purposes=("inside", "circle"))
    user = answer.session.worker if reader == "worker" else None
    assert WORDS not in read_poster(decision, user)[1]


def test_poster_that_is_printed_after_a_withdrawal_lacks_the_words():
    decision, answer = publish()
    assert WORDS in read_poster(decision)[1]
    voice.withdraw(contribution=answer, by=answer.session.worker, at=NOON)
    assert WORDS not in read_poster(decision)[1]
    assert WORDS not in read("you-said-one", decision).content.decode()


def test_poster_with_much_to_say_is_still_one_page():
    long = "We talked about this for many weeks, and it took us all of this time. " * 20
    decision, _ = publish(you_said=long, we_did=long, not_done=long)
    number, words = read_poster(decision)
    assert number == 1
    assert words.count("many weeks") == 15
    assert words.count("…") == 3


def test_pages_and_posters_are_kept_by_no_browser():
    decision, _ = publish()
    for view in ("you-said-one", "poster"):
        assert "no-store" in read(view, decision).headers["Cache-Control"]


# --- The mail ---------------------------------------------------------------------------------------


def get_notices():
    return list(Notice.objects.filter(kind="decision.you_said").values_list("user__email", "about"))


def test_worker_who_gathered_the_answers_hears_once_what_was_done():
    decision, answer = publish()
    worker = answer.session.worker
    assert get_notices() == [(worker.email, decision.slug)]
    records.save_draft(record=decision, by=worker, at=NOON, answers={"we_did": "More."})
    approve(decision)
    records.publish_record(record=decision, by=worker, at=NOON)
    assert get_notices() == [(worker.email, decision.slug)]
    notices.send_waiting(frequency="immediate", at=NOON)
    sent = next(one for one in mail.outbox if "You said, we did" in one.subject)
    assert sent.to == [worker.email]
    assert reverse("decisions:you-said-one", args=[decision.slug]) in sent.body
    assert WORDS not in sent.body


def test_nobody_hears_of_what_is_the_teams_own_or_of_nothing_done():
    publish(we_did="")
    session = make_session()
    decision = make_complete(author=session.worker, team=session.team, **DID)
    answer = make_contribution(session)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=False, by=session.worker, at=NOON)
    records.share_record(record=decision, by=session.worker, at=NOON, sharing="team")
    assert get_notices() == []
    records.share_record(record=decision, by=session.worker, at=NOON, sharing="organisation")
    assert get_notices() == [(session.worker.email, decision.slug)]


def test_answer_linked_later_tells_its_worker_too():
    decision, _ = publish()
    Notice.objects.all().delete()
    later = make_contribution(make_session(decision.author, team=decision.team))
    services.link_answers(decision=decision, numbers=[later.pk], is_quoted=False, by=decision.author, at=NOON)
    assert len(get_notices()) == 1


def test_worker_of_withdrawn_answers_hears_nothing():
    session = make_session()
    decision = make_complete(author=session.worker, team=session.team, **DID)
    answer = make_contribution(session)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=False, by=session.worker, at=NOON)
    voice.withdraw(contribution=answer, by=session.worker, at=NOON)
    records.share_record(record=decision, by=session.worker, at=NOON, sharing="organisation")
    assert get_notices() == []


# --- The private code -------------------------------------------------------------------------------


@pytest.mark.parametrize(("is_public", "is_read"), [(True, True), (False, False)])
def test_holder_of_a_code_reads_which_public_decision_their_answer_helped(is_public, is_read):
    session = make_session()
    code, private = voice.make_private_code()
    decision = make_complete(author=session.worker, team=session.team, **DID)
    answer = make_contribution(session, code=private)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=False, by=session.worker, at=NOON)
    if is_public:
        approve(decision)
        share_with_all(decision)
    page = Client().post(reverse("voice:code"), {"code": code}).content.decode()
    assert (reverse("decisions:you-said-one", args=[decision.slug]) in page) is is_read
    assert ("It helped to decide this" in page) is is_read


def test_others_codes_do_not_lead_to_it():
    decision, _ = publish()
    code, private = voice.make_private_code()
    make_contribution(code=private)
    page = Client().post(reverse("voice:code"), {"code": code}).content.decode()
    assert decision.slug not in page
    assert make_decision().slug not in page
