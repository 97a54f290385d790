"""The statements: twelve and thirty, mapped to the frameworks, and joined to what the library says."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cairn.conditions.definitions.statements import find_problems, get_statement, get_statements
from cairn.conditions.enums import StatementSet
from cairn.conditions.presenters.findings import find_found
from cairn.lessons.models import Insight
from cairn.library.models import Claim
from cairn.library.services import load_starter
from cairn.records import services as records
from cairn.records.models import Record, Tie
from tests.factories.records import NOON, make_draft

NOBODY = AnonymousUser()


def test_there_are_twelve_and_thirty_and_the_six_of_the_event_are_among_the_twelve():
    short = get_statements(StatementSet.SHORT)
    assert (len(short), len(get_statements())) == (12, 30)
    of_event = [(one.key, one.event) for one in short if one.event]
    assert of_event == [
        *(("aim", "barrier"), ("set_up_time", "barrier"), ("capacity", "barrier")),
        *(("leaders", "enabler"), ("data", "enabler"), ("agencies", "enabler")),
    ]


def test_every_statement_is_mapped_and_none_says_a_framework():
    for one in get_statements():
        assert list(one.list_terms()) == ["conditions", "levels", "innovation_factors"]
        assert not {"CFIR", "construct", "enabler", "barrier", "cluster"} & set(one.words.split())
    assert {one.level for one in get_statements()} == {"practice", "workforce", "leadership", "system"}
    assert len({one.cluster for one in get_statements()}) == 5


def test_a_term_that_is_none_is_named_with_its_line(tmp_path, settings, monkeypatch):
    from cairn.common.definitions import DefinitionError
    from cairn.conditions.definitions import statements as definitions

    source = definitions._get_folder()
    folder = tmp_path / "definitions" / "conditions"
    folder.mkdir(parents=True)
    (folder / "statements.schema.json").write_text((source / "statements.schema.json").read_text())
    text = (source / "statements.yaml").read_text().replace("level: practice", "level: nowhere", 1)
    (folder / "statements.yaml").write_text(text)
    line = text[: text.index("level: nowhere")].count("\n") + 1
    monkeypatch.setattr(definitions, "_get_folder", lambda: folder)
    problems = list(find_problems())
    assert [type(one) for one in problems] == [DefinitionError]
    assert f"line {line}" in str(problems[0])
    assert "'level' is 'nowhere'" in str(problems[0])


@pytest.mark.django_db
def test_what_others_found_has_its_source(client):
    load_starter(at=NOON)
    named = {one.record for statement in get_statements() for one in statement.found}
    there = set(Record.objects.visible_to(NOBODY).filter(slug__in=named).values_list("slug", flat=True))
    assert named - there == set()

    found = find_found(get_statement("aim"), NOBODY)
    assert [(line.words.split(" were")[0], line.source) for line in found.hinders] == [
        ("Unclear aims and an unclear target group", str(Claim.objects.get(slug="innovation-programme-28").source))
    ]
    assert [line.source for line in found.helps] == ["Rees Centre, Systemic conditions, thematic report, 2017"]
    page = client.get(reverse("conditions:found", args=["staying"])).content.decode()
    assert "Turnover of staff and leaders got in the way." in page
    assert "Rees Centre, Systemic conditions, thematic report, 2017" in page
    assert "No results that say it helped." in page
    empty = client.get(reverse("conditions:found", args=["safe_to_try"])).content.decode()
    assert "The library has no results about this yet." in empty
    _check_that_new_insights_join(client)


def _check_that_new_insights_join(client):
    """What somebody concludes from one of these results stands there by itself, once others may read it."""
    claim = Claim.objects.get(slug="innovation-programme-28")
    given = {"viewpoints": ["project"], "confidence": "sure"}
    hidden, shown = (make_draft(Insight, title=f"{name} insight", **given) for name in ("Hidden", "Shown"))
    for insight in (hidden, shown):
        Tie.objects.create(source_id=claim.pk, target_id=insight.pk, relation="supports", made_at=NOON)
    records.share_record(record=shown, by=shown.author, at=NOON, sharing="organisation")
    by_nobody, by_author = (
        {one.title for one in find_found(get_statement("aim"), who).building} for who in (NOBODY, shown.author)
    )
    assert by_author - by_nobody == {"Shown insight"}
