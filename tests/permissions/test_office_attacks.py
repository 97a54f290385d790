"""An editor attacks Wagtail's office from within: what they may do there is to write pages, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cairn.accounts.models import SiteRole, User
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.permissions.routes import list_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
CLOSED = {302, 403, 404, 405}
POWERFUL = ("users", "groups", "sites", "collections", "documents", "images", "redirects", "workflow_tasks", "locales")


@pytest.fixture
def office():
    return client_of(give_site_role(UserFactory(), "editor"))


def list_addresses(words):
    """Every address of the office with one of these words, with 1 for each argument."""
    found = {}
    for name, path, _ in list_patterns():
        if path.startswith("admin/") and any(word in path for word in words) and not name.endswith("None"):
            arguments = [1] * path.count("<")
            try:
                found[name] = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    return found


def test_editor_gets_nowhere_among_people_groups_sites_and_files(office):
    addresses = list_addresses(POWERFUL)
    assert len(addresses) > 20
    opened = {
        (method, address)
        for address in addresses.values()
        for method in ("get", "post")
        if getattr(office, method)(address).status_code not in CLOSED
    }
    assert {(method, address) for method, address in opened if not is_empty_list(office, method, address)} == set()


def is_empty_list(office, method, address):
    """The office lists files to its own scripts and in its choosers, and there are none."""
    answer = office.get(address)
    is_list = answer["Content-Type"] == "application/json" and answer.json().get("meta") == {"total_count": 0}
    return method == "get" and (is_list or "/chooser/" in address)


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", SCRIPT), ("a.html", b"<script>alert(1)</script>"), ("a.png", b"")]
)
def test_editor_uploads_neither_pictures_nor_documents(name, content, office):
    for address in ("/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/add/"):
        for field in ("file", "files[]"):
            given = {"title": "A", field: SimpleUploadedFile(name, content, "image/svg+xml")}
            assert office.post(address, given).status_code in CLOSED
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()


def test_editor_does_not_make_themselves_more(office):
    user = User.objects.get()
    given = {"is_superuser": "on", "is_staff": "on", "groups": "1", "name": "Eve", "email": "eve@example.org"}
    for address in (
        f"/admin/users/{user.pk}/",
        f"/admin/users/edit/{user.pk}/",
        "/admin/users/new/",
        "/admin/account/",
    ):
        office.post(address, given)
    found = User.objects.get()
    assert (found.name, found.email) == (user.name, user.email)
    assert list(SiteRole.objects.values_list("role", flat=True)) == ["editor"]
