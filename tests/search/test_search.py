"""Searching: what is found, by whom, in which order, and what leaves the index."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client

from cairn.accounts.services import erase_account
from cairn.common import privacy
from cairn.library.models import Component, PracticeModel, Programme, Project
from cairn.records import services as records
from cairn.records.models import Attachment, Record
from cairn.search import services
from cairn.search.models import PublicWord, SearchDocument, SearchTag
from cairn.search.presenters import SearchView
from cairn.search.queries import find, get_similar
from cairn.search.queries.addresses import read
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory
from tests.factories.library import make_claim
from tests.factories.places import CouncilFactory
from tests.factories.records import (
    NOON,
    approve,
    join,
    make_circle,
    make_draft,
    make_organisation,
    make_record,
    make_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOBODY = AnonymousUser()


def found(text, user=NOBODY, **more):
    """Titles of what somebody finds, in their order."""
    ids = find(read({"q": text, **more}), user).ids
    titles = dict(Record.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [titles[one] for one in ids]


def show(client, **given):
    return client.get("/search/", given).content.decode()


def has_left_no_trace(word):
    """Looks through the database as it lies in the file, or in the tables of the index."""
    if connection.vendor == "sqlite":
        return word.lower().encode() not in connection.connection.serialize().lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_words WHERE words::text LIKE %s", [f"%{word.lower()[:6]}%"])
        return cursor.fetchone()[0] == 0 and not SearchDocument.objects.filter(body__icontains=word).exists()


# --- What is found ---------------------------------------------------------------------------------


def test_words_are_found_in_every_form_and_in_any_order():
    make_record(title="Evaluating restorative practice")
    make_record(title="Something else")
    assert found("practices evaluated") == ["Evaluating restorative practice"]
    assert found("evaluation") == ["Evaluating restorative practice"]


def test_the_last_word_may_be_unfinished_even_where_its_stem_is_shorter():
    make_record(title="An evaluation of kinship")
    assert found("evaluati") == ["An evaluation of kinship"]
    assert found("kinship evalua") == ["An evaluation of kinship"]
    assert found("evalua kinship") == []


def test_words_in_quotes_stand_together_small_words_included():
    make_record(title="Children in care")
    make_record(title="In a home we care for children")
    assert sorted(found("children care")) == ["Children in care", "In a home we care for children"]
    assert found('"children in care"') == ["Children in care"]
    assert found('"in care" children') == ["Children in care"]


def test_a_word_can_be_left_out():
    make_record(title="Foster homes in the north")
    make_record(title="Foster homes by the sea")
    assert found("foster -sea") == ["Foster homes in the north"]
    assert found("-sea") == ["Foster homes in the north"]


def test_accents_and_capitals_make_no_difference():
    make_record(title="Éducation and Naïve plans")
    assert found("education naive") == found("ÉDUCATION NAÏVE") == ["Éducation and Naïve plans"]


def test_title_counts_more_than_summary_and_that_more_than_the_text():
    make_record(title="One", summary="Nothing", why_now="A word on housing.")
    make_record(title="Two", summary="A word on housing.", why_now="Nothing")
    make_record(title="Housing", summary="Nothing", why_now="Nothing")
    assert found("housing") == ["Housing", "Two", "One"]


def test_a_title_with_all_that_was_typed_comes_first_and_a_single_result_after_a_page_of_its_own():
    make_record(title="No door that is wrong", summary="No wrong door, no wrong door")
    make_record(title="A house called No Wrong Door")
    assert found("no wrong door") == ["A house called No Wrong Door", "No door that is wrong"]
    make_record(title="No Wrong Door", summary="Hubs", why_now=f"{'and so on ' * 300}")
    assert found("no wrong door")[0] == "No Wrong Door"
    model = make_record(PracticeModel, title="Hubs near homes", summary="Hubs of help")
    claim = make_claim(model, author=model.author, words="Hubs near homes")
    assert [found("hubs near homes", model.author)[0], claim.title] == [model.title, model.title]


def test_the_newest_come_first_where_that_is_asked_for():
    for number, title in enumerate(["Housing", "Two"]):
        record = make_record(title=title, summary="A word on housing.")
        Record.objects.filter(pk=record.pk).update(updated_at=NOON + timedelta(days=number))
    assert found("housing", sort="new") == ["Two", "Housing"]
    assert found("housing")[0] == "Housing"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("looked after", "Children in care and their homes"),
        ("kinship care", "Family and friends care in our area"),
        ("EHC", "An education, health and care plan that works"),
        ("NEET", "Young people not in education, employment or training"),
        ("adolescents", "Help for teenagers"),
        ("NWD", "No Wrong Door here"),
        ("teenagers coming into care", "Families on the edge of care"),
        ("teenagers coming into care", "Care for each teenager who may be coming to us"),
    ],
)
def test_words_that_mean_the_same_find_each_other(asked, title):
    make_record(title=title, summary="")
    make_record(title="Something else", summary="")
    assert found(asked) == [title]


def test_adoption_asks_which_is_meant(client):
    page = show(client, q="adoption")
    assert "“adoption” has more than one meaning. Which do you mean?" in page
    assert '<a href="?kind=using-a-model">Councils using a model</a>' in page
    assert '<a href="?q=adopted+children">Children who are adopted</a>' in page
    assert "Which do you mean" not in show(client, q="adoption", kind="using-a-model")
    assert "Which do you mean" not in show(client, q="adopted children")


def test_where_some_of_the_words_will_do_whatever_has_more_of_them_comes_first():
    make_record(title="Mentors, mentors and mentors")
    make_record(title="Another", summary="Volunteers and mentors help families who wait.")
    make_record(title="Volunteers, mentors and a court of one team", sharing="team")
    make_record(title="Volunteers", summary="They help.")
    ids = find(read({"q": "volunteers mentors court"}), NOBODY, some=True).ids
    titles = dict(Record.objects.values_list("pk", "title"))
    assert titles[ids[0]] == "Another"
    assert sorted(titles[one] for one in ids[1:]) == ["Mentors, mentors and mentors", "Volunteers"]


def test_words_of_talk_are_not_looked_for():
    make_record(title="Delays of a project")
    make_record(title="What others did for everybody")
    assert found("what did others do about delays in our project") == ["Delays of a project"]
    assert found("what others did") == ["What others did for everybody"]


def test_short_names_find_the_long_ones():
    make_record(title="A randomised trial")
    make_record(title="Looked at by the National Audit Office")
    assert found("RCT") == ["A randomised trial"]
    assert found("NAO") == ["Looked at by the National Audit Office"]


def test_records_with_some_of_the_words_come_after_those_with_all(client):
    make_record(title="Foster homes", summary="By the sea")
    make_record(title="Foster families", summary="In the hills")
    page = show(client, q="foster sea").partition("<main")[2]
    assert "1 result<" in page
    assert page.index("homes") < page.index("Results with some of your words") < page.index("families")
    page = show(client, q="foster mountains")
    assert "2 results" in page
    assert "Nothing matches all of your words. These match some of them." in page


def test_attached_files_and_parts_of_models_are_searched():
    model = make_record(PracticeModel, title="A model")
    Component.objects.create(model=model, position=0, what="A speech therapist in the team")
    records.announce_written(model)
    attachment = Attachment.objects.create(
        record=model,
        title="Report",
        name="r.txt",
        file="x",
        content_type="text/plain",
        size=1,
        sha256="0",
        added_at=NOON,
    )
    assert found("therapist") == ["A model"]
    Attachment.objects.filter(pk=attachment.pk).update(state="ready", text="It mentions zebras.")
    records.announce_written(model)
    assert found("zebra") == ["A model"]
    records.remove_attachment(attachment=Attachment.objects.get(), by=model.author, at=NOON)
    assert found("zebra") == []


# --- By whom ---------------------------------------------------------------------------------------


@pytest.fixture
def people():
    """Who sees which of four levels of sharing."""
    team, circle_member, colleague = make_team(), UserFactory(), UserFactory()
    author = UserFactory()
    join(author, team.organisation, team=team)
    join(colleague, team.organisation)
    circle = make_circle(circle_member, author)
    for level in ("team", "organisation", "circle", "public"):
        given = {"circle": circle} if level == "circle" else {}
        make_record(title=f"Planted {level}", author=author, team=team, sharing=level, **given)
    make_draft(title="Planted draft", author=author, team=team)
    return {"nobody": NOBODY, "stranger": UserFactory(), "in the circle": circle_member, "colleague": colleague} | {
        "author": author
    }


SEES = {
    "nobody": {"public"},
    "stranger": {"public"},
    "in the circle": {"public", "circle"},
    "colleague": {"public", "organisation"},
    "author": {"public", "organisation", "circle", "team", "draft"},
}


@pytest.mark.parametrize("who", SEES)
def test_results_counts_and_facets_are_of_what_the_reader_may_see(who, people):
    view = SearchView(read({"q": "planted"}), people[who])
    assert sorted(row.record.title for row in view.rows) == sorted(f"Planted {level}" for level in SEES[who])
    assert view.number == len(SEES[who])
    assert [label for label, _, _ in view.kinds] == ["All", f"Challenges ({len(SEES[who])})"]
    assert [(one.label, [(link.label, link.number) for link in one.links]) for one in view.facets] == [
        ("Belongs to", [("Otterdale Council", len(SEES[who]))]),
    ]


@pytest.mark.parametrize("who", SEES)
def test_everything_is_listed_and_counted_without_words_too(who, people):
    view = SearchView(read({}), people[who])
    assert (view.number, len(view.rows)) == (len(SEES[who]), len(SEES[who]))
    assert SearchView(read({"organisation": "otterdale-council"}), people[who]).number == len(SEES[who])
    assert SearchView(read({"organisation": "another"}), people[who]).number == 0


def test_a_draft_of_what_is_published_is_not_found(client):
    record = make_record(title="Foster homes")
    records.save_draft(record=record, by=record.author, at=NOON, answers={"title": "Secret homes"})
    assert found("secret", record.author) == []
    assert found("foster") == ["Foster homes"]


def test_nothing_of_a_programme_that_is_not_for_all_stands_among_the_facets():
    programme = make_record(Programme, title="A hidden programme", sharing="organisation")
    project = make_record(Project, title="A project", in_programme=programme)
    assert not SearchTag.objects.filter(facet="programme").exists()
    approve(programme)
    records.share_record(record=programme, by=programme.author, at=NOON, sharing="public")
    assert SearchTag.objects.get(facet="programme").document_id == project.pk
    records.withdraw_record(record=programme, by=programme.author, at=NOON)
    assert not SearchTag.objects.filter(facet="programme").exists()


def test_who_says_it_narrows_reported_results():
    model = make_record(PracticeModel, title="A model")
    claim = make_claim(model, author=model.author, words="Fewer came into care")
    view = SearchView(read({"q": "fewer", "says": "e"}), model.author)
    assert [row.record.pk for row in view.rows] == [claim.pk]
    assert [link.label for link in view.chosen] == ["Who says it: Independent evaluation or research"]
    assert SearchView(read({"q": "fewer", "says": "n"}), model.author).number == 0


# --- The page --------------------------------------------------------------------------------------


def test_words_are_marked_and_the_rest_is_escaped(client):
    make_record(
        title="Caring & <b>bold</b>", summary="", why_now=f"{'word ' * 60}<script>x</script> they cared for him"
    )
    page = show(client, q="care")
    assert "<mark>Caring</mark> &amp; &lt;b&gt;bold&lt;/b&gt;" in page
    assert "&lt;script&gt;x&lt;/script&gt; they <mark>cared</mark> for him" in page
    assert "<script>x" not in page
    assert "… word word" in page


def test_phrases_and_synonyms_are_marked(client):
    make_record(title="Help", summary="Children in care, looked after by others, in the care of us")
    page = show(client, q="looked after")
    assert "<mark>Children in care</mark>, <mark>looked after</mark> by others, in the care of us" in page


def test_a_hit_says_in_one_sentence_what_it_is_and_where_and_when(client):
    project = make_record(
        Project, title="Nurseries", summary="Help near home. A fostering hub for each area. It grew.", started="2015-01"
    )
    project.places.add(CouncilFactory(name="Otterdale"), CouncilFactory(name="Elsewhere"))
    project.save()
    records.announce_written(project)
    page = show(client, q="foster")
    assert ">A <mark>fostering</mark> hub for each area.<" in page
    assert "Help near home" not in re.sub("<meta.*?>", "", page)
    assert "<span>Elsewhere and Otterdale, from 2015</span>" in page
    assert str(NOON.year) not in page.partition("<ol")[2].partition("</ol>")[0]
    assert ">Help near home.<" in show(client, q="nurseries")


def test_a_result_names_what_it_is_about_to_those_who_may_see_that(client):
    model = make_record(PracticeModel, title="A quiet model")
    claim = make_claim(model, author=model.author, words="Fewer came into care")
    Record.objects.filter(pk=claim.pk).update(live=True, sharing="public")
    assert f'about <a href="{model.get_absolute_url()}">A quiet model</a>' in show(client, q="fewer")
    Record.objects.filter(pk=model.pk).update(sharing="team")
    page = show(client, q="fewer")
    assert claim.get_absolute_url() in page
    assert "quiet" not in page


def test_what_was_misspelt_is_found_as_it_was_meant_and_the_page_says_so(client):
    make_record(title="Foster homes near here")
    page = show(client, q="fostre homes")
    assert "Nothing matches “fostre homes”. These match “foster homes”." in page
    assert "<mark>Foster</mark> <mark>homes</mark>" in page
    make_record(title="Hidden hedgehogs", sharing="organisation")
    assert "edgehogs" not in show(client, q="hedgehosg").replace("hedgehosg", "")


def test_filters_are_links_that_can_be_removed(client):
    make_record(title="Foster homes")
    make_record(Need, title="Foster care for two")
    page = show(client, q="foster")
    assert 'href="?q=foster&amp;kind=need">Needs (1)</a>' in page
    page = show(client, q="foster", kind="need")
    assert "1 result<" in page
    assert '<a href="?q=foster">Needs ×' in page
    assert "homes" not in page


def test_steps_through_a_long_list_keep_the_question(client):
    for number in range(21):
        make_record(title=f"Foster homes {number}")
    page = show(client, q="foster", sort="new")
    assert "21 results" in page
    assert "?q=foster&amp;sort=new&amp;page=2" in page
    assert page.count('<li><p class="f-kind') == 20
    assert show(client, q="foster", page="2").count('<li><p class="f-kind') == 1
    assert show(client, q="foster", page="999").count('<li><p class="f-kind') == 0


def test_nothing_found_says_what_to_do(client):
    page = show(client, q="zzz")
    assert "No results" in page
    assert "use fewer or different words" in page
    assert "?next=/search/%3Fq%3Dzzz" in page


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(("who", "queries"), [("nobody", 5), ("reader", 9)])
def test_page_asks_as_often_for_many_as_for_one(rows, who, queries, django_assert_num_queries):
    for number in range(rows):
        make_record(title=f"Foster homes {number}")
    client = Client()
    if who == "reader":
        client.force_login(UserFactory())
    client.get("/search/?q=foster")
    with django_assert_num_queries(queries):
        assert client.get("/search/?q=foster").status_code == 200


def test_search_stands_in_the_head_of_every_page(client):
    assert 'action="/search/" role="search"' in client.get("/privacy/").content.decode()


# --- Did you mean ----------------------------------------------------------------------------------


def meant(text, user=NOBODY):
    """What is searched for instead, or offered."""
    view = SearchView(read({"q": text}), user)
    if view.typed:
        return view.query.text
    return view.meant.label if view.meant else ""


def test_a_slip_is_mended_from_public_words():
    make_record(title="Restorative practice and safeguarding")
    assert meant("restoritive practice") == "restorative practice"
    assert meant("safegaurding") == "safeguarding"
    assert meant("Safegarding families") == "safeguarding families"
    assert meant("practising") == ""
    assert meant("xylophone") == ""


def test_a_word_that_is_not_public_is_never_offered():
    record = make_record(title="Quixotic plans", sharing="organisation")
    assert meant("quixotik", record.author) == ""
    assert not PublicWord.objects.filter(word="quixotic").exists()
    approve(record)
    records.share_record(record=record, by=record.author, at=NOON, sharing="public")
    assert meant("quixotik") == "quixotic"
    records.share_record(record=record, by=record.author, at=NOON, sharing="team")
    assert meant("quixotik", record.author) == ""
    assert not PublicWord.objects.filter(word="quixotic").exists()


def test_words_are_counted_once_for_each_public_record():
    for title in ("Foster homes", "Foster care"):
        record = make_record(title=title, summary="foster foster")
    assert PublicWord.objects.get(word="foster").number == 2
    records.save_draft(record=record, by=record.author, at=NOON, answers={"title": "Care", "summary": "None"})
    assert PublicWord.objects.get(word="foster").number == 2
    approve(record)
    records.publish_record(record=record, by=record.author, at=NOON)
    assert PublicWord.objects.get(word="foster").number == 1


# --- What leaves -----------------------------------------------------------------------------------


def test_a_withdrawn_record_leaves_no_trace_in_the_index():
    record = make_record(title="Homes", why_now="The planted word is Floccinaucinihil.")
    make_record(title="Others stay", summary="Homes")
    assert found("floccinaucinihil") == ["Homes"]
    records.withdraw_record(record=record, by=record.author, at=NOON)
    assert found("floccinaucinihil", record.author) == []
    assert found("homes") == ["Others stay"]
    assert not PublicWord.objects.filter(word__startswith="flocc").exists()
    assert not SearchDocument.objects.filter(pk=record.pk).exists()
    assert has_left_no_trace("floccinaucinihil")


def test_the_look_for_traces_would_find_one():
    make_record(title="Homes", why_now="The planted word is Floccinaucinihil.")
    assert not has_left_no_trace("floccinaucinihil")


def test_a_deleted_record_leaves_the_index_however_it_is_deleted():
    record = make_record(title="Quixotic homes")
    Challenge.objects.filter(pk=record.pk).delete()
    assert found("quixotic") == []
    assert has_left_no_trace("quixotic")
    assert not PublicWord.objects.filter(word="quixotic").exists()


def test_what_was_decided_about_sharing_counts_at_once():
    record = make_record(title="Foster homes")
    records.record_consent(record=record, consent="taken_back", by=record.author, at=NOON)
    assert found("foster") == []
    assert found("foster", record.author) == ["Foster homes"]
    assert not SearchDocument.objects.get(pk=record.pk).is_public


# --- Making it again -------------------------------------------------------------------------------


def describe_index():
    words = (
        "SELECT document_id, words::text FROM search_words ORDER BY 1",
        "SELECT * FROM search_seen ORDER BY 1, 2, 3, 4",
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_seen USING fts5vocab(main, search_fts, instance)"
            )
        cursor.execute(words[connection.vendor == "sqlite"])
        index = cursor.fetchall()
    return (
        index,
        list(SearchDocument.objects.order_by("pk").values()),
        sorted(SearchTag.objects.values_list("document", "facet", "value", "label")),
        sorted(PublicWord.objects.values_list("word", "number")),
    )


def test_the_index_made_again_is_the_one_that_was_written_step_by_step(people, capsys):
    record = make_record(title="Quixotic homes", why_now="Words that go")
    make_record(PracticeModel, title="A model", sharing="organisation")
    records.save_draft(record=record, by=record.author, at=NOON, answers={"title": "Other homes"})
    approve(record)
    records.publish_record(record=record, by=record.author, at=NOON)
    gone = make_record(title="Gone")
    records.withdraw_record(record=gone, by=gone.author, at=NOON)
    before = describe_index()
    for _ in range(2):
        call_command("search", "rebuild")
        assert describe_index() == before
    assert capsys.readouterr().out.startswith("7 records can be searched.")


def test_rows_written_past_the_services_are_found_after_a_rebuild():
    record = make_record(title="Foster homes")
    Record.objects.filter(pk=record.pk).update(title="Quixotic homes")
    services.rebuild_index()
    assert (found("quixotic"), found("foster")) == (["Quixotic homes"], [])
    assert PublicWord.objects.filter(word__in=["quixotic", "foster"]).get().word == "quixotic"


# --- Similar ---------------------------------------------------------------------------------------


def test_similar_records_share_telling_words_and_are_visible():
    words = "speech therapist and police officer in one hub for teenagers"
    model = make_record(PracticeModel, title="No wrong hub", aims=words)
    near = make_record(Project, title="A hub", aims=words)
    make_record(Project, title="A hidden hub", aims=words, sharing="organisation")
    make_record(Project, title="Budget software", summary="Licences", aims="Invoices")
    assert get_similar(model, NOBODY) == [Record.objects.get(pk=near.pk)]
    page = Client().get(model.get_absolute_url()).content.decode()
    assert f'<a class="govuk-link" href="{near.get_absolute_url()}">A hub</a>' in page
    assert "A hidden hub" not in page


# --- Saved searches --------------------------------------------------------------------------------


def test_saved_searches_go_with_the_account():
    user = UserFactory()
    services.save_search(by=user, name="Foster", address="q=foster", at=NOON)
    parts = privacy.export(user, names={"email": []})
    assert parts["saved_searches"] == [{"name": "Foster", "address": "q=foster", "since": NOON}]
    erase_account(user=user, at=NOON)
    assert not user.saved_searches.exists()


def test_other_organisations_are_other_facets():
    make_record(title="Foster homes")
    make_record(title="Foster care", team=make_team(make_organisation("Brindlebridge Council"), "Other"))
    view = SearchView(read({"q": "foster", "organisation": "brindlebridge-council"}), NOBODY)
    assert [row.record.title for row in view.rows] == ["Foster care"]
    assert [link.label for link in view.chosen] == ["Belongs to: Brindlebridge Council"]
