"""The document of a record that is read from its page, as one reader is shown it."""

from typing import Any

from cairn.accounts.models import User
from cairn.common.documents import Document
from cairn.records.presenters.documents import make_document_of_page
from tests.factories.accounts import client_of


def read_document(record: Any, user: User | None = None) -> Document:
    page = client_of(user).get(record.get_absolute_url())
    return make_document_of_page(record, page.content.decode())
