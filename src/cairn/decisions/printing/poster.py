"""The poster: one page of A4 in large letters, a picture beside each part. It is made when asked for, and not kept."""

from pathlib import Path
from typing import Any

from django.conf import settings

import cairn
from cairn.common.documents.typeset import compile_template, write

TEMPLATE = Path(__file__).with_name("poster.typ")
PICTURES = Path(cairn.__file__).parent / "static/cairn/images/easy"
USED = ("speech", "done", "stop", "ear")


def make_poster(
    *, title: str, said: str, quotes: list[str], did: str, not_done: str, organisation: str, address: str
) -> bytes:
    """The letters are as large as the words allow."""
    data: dict[str, Any] = {
        "title": write(title),
        "said": write(said),
        "quotes": [write(one) for one in quotes],
        "did": write(did),
        "not_done": write(not_done),
        "organisation": write(organisation),
        "address": write(address),
        "site": settings.SITE_NAME,
        "pictures": {name: (PICTURES / f"{name}.svg").read_text() for name in USED},
    }
    return bytes(compile_template(TEMPLATE, data, what="the poster", format="pdf", pdf_standards=["ua-1"]))
