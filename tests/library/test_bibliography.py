"""Bibliographies in and out: what is kept of a reference, and every refusal with its number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.library.importers import Cited, UnableToReadBibliography, read_bibliography
from cairn.library.models import PracticeModel, Source
from cairn.library.policies import UnableToTakeSources
from cairn.library.presenters.claims import cite
from cairn.library.queries import get_sources
from cairn.library.services import check_sources, take_sources
from tests.cases import each
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.library import make_claim
from tests.factories.records import NOON, make_record

RIS = """TY  - JOUR
AU  - Smïth, Ada
AU  - Jones, Ben
TI  - Family  group conferences
JO  - Children and Youth
PY  - 2021/03/01
DO  - 10.1000/xyz
ER  - \x20

TY  - RPRT
TI  - Evening visits
PB  - Otter Press
UR  - https://example.org/a
ER  - \x20
"""
BIBTEX = r"""@article{a, author={M\"uller, J{\"u}rgen and {Otter Press}}, title={The {DfE} report on na\"ive ideas},
  journal="Children", year=2020, doi={https://doi.org/10.1/ab}}
@techreport{b, title={Night line}, institution={Otterdale Council}, date={2024-05}, editor={Jones, Ben}}
"""


def test_ris_is_read():
    assert read_bibliography("zotero.RIS", RIS.encode()) == [
        Cited(
            title="Family group conferences",
            authors="Smïth, Ada; Jones, Ben",
            publisher="Children and Youth",
            year="2021",
            address="https://doi.org/10.1000/xyz",
        ),
        Cited(title="Evening visits", publisher="Otter Press", address="https://example.org/a"),
    ]


def test_bibtex_is_read_without_latex():
    assert read_bibliography("a.bib", BIBTEX.encode()) == [
        Cited(
            title="The DfE report on naïve ideas",
            authors="Müller, Jürgen; Otter Press",
            publisher="Children",
            year="2020",
            address="https://doi.org/10.1/ab",
        ),
        Cited(title="Night line", authors="Jones, Ben", publisher="Otterdale Council", year="2024"),
    ]


def test_file_of_an_older_program_is_read():
    assert read_bibliography("a.ris", RIS.encode("cp1252"))[0].authors == "Smïth, Ada; Jones, Ben"
    assert read_bibliography("a.ris", RIS.encode("utf-8-sig"))[0].title == "Family group conferences"


@each(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "neither a RIS nor a BibTeX file"),
        ("a.ris", b"", "No references were found"),
        ("a.ris", b"hello\nworld", "No references were found"),
        ("a.bib", b"nothing", "No references were found"),
        ("a.bib", BIBTEX.encode()[:-30], "not a BibTeX file that can be read"),
        ("a.bib", BIBTEX.encode() * 2, "repeated bibliography entry: a"),
        ("a.ris", RIS.replace("ER  - ", "", 1).encode(), "2 references begin in this file .TY. and 1 end"),
        ("a.ris", b"PK\x00\x00", "not a text file"),
        ("a.ris", b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        ("a.ris", RIS.encode() * 251, "at most 500"),
    ],
)
def test_file_that_is_no_bibliography_is_refused(name, content, sentence):
    with pytest.raises(UnableToReadBibliography, match=sentence):
        read_bibliography(name, content)


@pytest.fixture
def editor(db):
    return give_site_role(UserFactory(), "editor")


def test_each_reference_is_new_there_or_refused(editor):
    Source.objects.create(key="there", title="Evening Visits", is_open=True)
    Source.objects.create(key="by-address", title="Other", address="https://example.org/b", is_open=True)
    cited = [
        Cited(title="Night line"),
        Cited(title=""),
        Cited(title="evening  visits"),
        Cited(title="Renamed", address="https://example.org/b"),
        Cited(title="Night line"),
        Cited(title="x" * 301),
        Cited(title="Bad", address="https://no host/"),
    ]
    checked = check_sources(cited, editor)
    assert checked.new == [Cited(title="Night line")]
    assert [number for number, _ in checked.there] == [3, 4, 5]
    assert [(number, why[:22]) for number, _, why in checked.refused] == [
        (2, "It has no title. Add o"),
        (6, "Its title has 301 char"),
        (7, "“https://no host/” is "),
    ]


def test_preview_writes_nothing_and_the_yes_writes_what_was_shown(client, editor):
    client.force_login(editor)
    address = reverse("library:import-sources")
    preview = client.post(address, {"file": SimpleUploadedFile("a.ris", RIS.encode())})
    assert "2 new, 0 already here, 0 refused" in preview.content.decode()
    assert not Source.objects.exists()
    assert client.post(address, {"shown": preview.context["shown"]}).url == reverse("library:sources")
    assert {source.title for source in Source.objects.filter(is_open=True)} == {
        "Family group conferences",
        "Evening visits",
    }
    assert AuditEntry.objects.get(action="source.imported").detail == {"number": 2}
    client.post(address, {"shown": preview.context["shown"]})  # a second press
    assert Source.objects.count() == 2


def test_what_was_not_shown_is_not_written(client, editor):
    client.force_login(editor)
    assert client.post(reverse("library:import-sources"), {"shown": "W10:made:up"}).status_code == 302
    assert not Source.objects.exists()


@pytest.mark.parametrize("content", [b"hello", b""])
def test_refusal_is_a_sentence_on_the_page(client, editor, content):
    client.force_login(editor)
    page = client.post(reverse("library:import-sources"), {"file": SimpleUploadedFile("a.ris", content)})
    assert "Error:" in page.content.decode()


def test_only_editors_import_sources(client, db):
    somebody = UserFactory()
    client.force_login(somebody)
    assert client.get(reverse("library:import-sources")).status_code == 403
    with pytest.raises(UnableToTakeSources):
        take_sources(cited=[Cited(title="Night line")], by=somebody, at=NOON)
    assert "Import sources" not in client.get(reverse("library:sources")).content.decode()


def test_imported_source_is_seen_by_everybody_and_cited_with_its_authors(client, editor):
    take_sources(cited=read_bibliography("a.ris", RIS.encode()), by=editor, at=NOON)
    page = client.get(reverse("library:sources"), {"q": "conferences 2021"}).content.decode()
    assert "Smïth, Ada; Jones, Ben, Family group conferences, Children and Youth, 2021" in page
    assert "Evening visits" not in page
    assert cite(get_sources(editor).get(title="Evening visits")) == "Evening visits, Otter Press"


def test_source_of_a_hidden_result_is_neither_listed_nor_exported(client, db):
    model = make_record(PracticeModel, title="House of help")
    claim = make_claim(model, author=model.author)
    Source.objects.filter(pk=claim.source_id).update(title="Secret source")
    for name in ("library:sources", "library:library-ris", "library:library-json"):
        assert "Secret source" not in client.get(reverse(name)).content.decode()
    client.force_login(model.author)
    assert "Secret source" in client.get(reverse("library:sources")).content.decode()


def test_export_as_ris_comes_back_as_the_same_sources(client, editor):
    cited = [*read_bibliography("a.ris", RIS.encode()), *read_bibliography("a.bib", BIBTEX.encode())]
    take_sources(cited=cited, by=editor, at=NOON)
    content = client.get(reverse("library:library-ris")).content
    assert sorted(read_bibliography("a.ris", content), key=lambda one: one.title) == sorted(
        cited, key=lambda one: one.title
    )
