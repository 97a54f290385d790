"""Whatever somebody types is a question that both databases can answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.search.index import PostgresIndex, SqliteIndex, get_index
from cairn.search.language.query import LONGEST_TEXT, MOST_TERMS, Term, parse
from cairn.search.language.stems import get_stem
from cairn.search.language.words import LONGEST_WORD
from cairn.search.presenters.snippets import Marker, cut, mark
from cairn.search.queries import find
from cairn.search.queries.addresses import read, read_address, write
from tests.cases import each

pytestmark = pytest.mark.both_databases

NASTY = [
    "", " ", '"', '""', '"unbalanced', 'a"b', "'", "\\", "\x00", "a\x00b", "%", "_", "*", "care*", "(", ")", "()",
    "AND", "OR NOT", "NEAR(a b)", "a AND (b OR",
    "title:care", "-", "--", "-care", '-"in care"', "- care", "^care", "care:*",
    "care & !", "a | b", "<->", "{a b}", "+a", "😀", "😀 care", "שלום ילדים", "العربية", "\u202ecare", "ﬃ", "İ", "ß",
    "x" * 10_000, "care " * 2_000,
    '"' * 500, "-" * 500, "a-b-c", "and/or", "children’s", "'; DROP TABLE x; --", "½",
    "the", "the of and", "\ud800", "e\u0301ducation", "１２３", "a\u200bb", "\n\r\t", "0", "-0", "“in care”", "x" * 100,
]  # fmt: skip


def words_of(text: str) -> list[tuple[str, ...]]:
    return [term.words for term in parse(text).terms]


@pytest.mark.parametrize("index", [SqliteIndex(), PostgresIndex()], ids=["sqlite", "postgresql"])
@given(text=st.text(max_size=200), some=st.booleans())
def test_any_text_is_compiled_to_words_in_quotes(index, text, some):
    query = parse(text)
    if query.is_empty:
        return
    # What was typed is compared with a title as it is, as a value and never as an expression.
    rank = [one for one in index.rank(query, some=some)[1] if one != query.text.lower()]
    given = [*index.match(query, some=some)[1], *rank]
    for expression in [text for one in given for text in ([one] if isinstance(one, str) else one)]:
        pieces = expression.replace("'", '"').split('"')
        outside = "".join(part for number, part in enumerate(pieces) if number % 2 == 0)
        allowed = {"AND", "OR", "NOT", "&", "|", "!", "<->", ":*", "*", "{title}", ":", ":A"}
        assert set(outside.replace("(", " ").replace(")", " ").replace("!", " ! ").split()) <= allowed


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=st.text(max_size=120), some=st.booleans())
def test_any_text_is_a_question_that_the_database_answers(db, text, some):
    found = find(read({"q": text}), AnonymousUser(), some=some)
    assert (found.number, found.ids) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_page_answers_whatever_is_typed(client, text):
    text = text.encode(errors="replace").decode()  # as a browser sends it
    for name in ("q", "kind", "place", "sort", "page"):
        assert client.get("/search/", {name: text}).status_code == 200


@pytest.mark.django_db
def test_answers_of_the_database_are_asked_for_with_both_ways_of_ranking():
    for text in NASTY:
        if not parse(text).is_empty:
            sql, parameters = get_index().match(parse(text))
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                assert cursor.fetchall() == []


@given(text=st.text(max_size=2000))
def test_a_question_stays_small(text):
    query = parse(text)
    assert len(query.text) <= LONGEST_TEXT
    assert len(query.terms) <= MOST_TERMS
    assert all(0 < len(word) <= LONGEST_WORD for term in query.terms for phrase in term.phrases for word in phrase)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=300))
def test_an_address_says_the_same_when_it_is_read_again(db, text):
    address = write(read({"q": text, "kind": "model", "place": text}))
    assert write(read_address(address)) == address


@given(text=st.text(max_size=200), asked=st.text(max_size=40))
def test_marks_change_no_letter_and_let_no_tag_through(text, asked):
    marker = Marker(parse(asked))
    for shown in (mark(text, marker), cut(text, marker)):
        plain = shown.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in plain
    assert mark("", marker) == ""


def test_words_are_wanted_in_any_order_without_the_small_ones():
    assert words_of("the cost of foster care") == [("cost",), ("foster", "care")]


def test_a_question_of_small_words_keeps_them():
    assert words_of("who is it") == [("who",), ("is",), ("it",)]


def test_words_in_quotes_stand_together_and_have_no_synonyms():
    assert parse('"looked after" children').terms[0] == Term(
        ("looked", "after"), (("looked", "after"),), is_quoted=True
    )


def test_a_word_with_a_minus_is_left_out():
    query = parse('care -leeds -"far away" mother-in-law')
    assert query.without == (("leeds",), ("far", "away"))
    assert words_of("care -leeds mother-in-law") == [("care",), ("mother",), ("law",)]


def test_only_the_last_word_may_be_unfinished():
    assert [term.is_unfinished for term in parse("carers teenag").terms] == [False, True]
    assert [term.is_unfinished for term in parse('teenag "in care"').terms] == [False, False]


def test_a_possessive_is_the_word():
    assert words_of("Barnardo’s homes") == [("barnardo",), ("homes",)]


def test_synonyms_are_found_in_every_form_of_the_word():
    phrases = parse("care leavers").terms[0].phrases
    assert ("leaving", "care") in phrases
    assert phrases[0] == ("care", "leavers")


def test_a_one_way_synonym_leaves_the_words_free_to_stand_apart():
    (term,) = parse("teenagers coming into care").terms
    assert ("edge", "of", "care") in term.phrases
    assert ("teenagers", "coming", "into", "care") not in term.phrases
    assert [part.words for part in term.parts] == [("teenagers",), ("coming",), ("care",)]
    assert ("adolescent",) in term.parts[0].phrases
    assert [one.words for one in parse("edge of care").terms] == [("edge", "of", "care")]
    assert all(("coming", "into", "care") not in one.phrases for one in parse("edge of care").terms)


@each(
    ("word", "stem"),
    [
        *(
            ("evaluations", "evalu"),
            ("evaluating", "evalu"),
            ("caring", "care"),
            ("carers", "carer"),
            ("agencies", "agenc"),
        ),
        *(
            ("hopping", "hop"),
            ("relational", "relat"),
            ("controlling", "control"),
            ("agreed", "agre"),
            ("skies", "ski"),
        ),
        *(("école", "école"), ("ab", "ab"), ("happy", "happi"), ("adoption", "adopt"), ("adopted", "adopt")),
    ],
)
def test_stems_are_those_of_porter(word, stem):
    assert get_stem(word) == stem
