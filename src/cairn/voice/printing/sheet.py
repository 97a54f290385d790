"""The sheet that is filled in by hand: large letters, few words, a picture beside each part."""

from pathlib import Path

from django.conf import settings

import cairn
from cairn.common.documents.typeset import compile_template, write
from cairn.voice.models import ListeningSession
from cairn.voice.translations import ENGLISH, get_languages

TEMPLATE = Path(__file__).with_name("sheet.typ")
PICTURES = Path(cairn.__file__).parent / "static/cairn/images/easy"  # those of the pages for phones


def make_sheet(session: ListeningSession) -> bytes:
    """Two pages of A4: what happens with the answer, and the answer."""
    data = {
        "title": write(session.title),
        "question": write(session.question),
        "site": settings.SITE_NAME,
        "text": get_languages()[ENGLISH].sections,
        "pictures": {path.stem: path.read_text() for path in sorted(PICTURES.glob("*.svg"))},
        "until": f"{session.consent_until:%-d %B %Y}",
    }
    return bytes(compile_template(TEMPLATE, data, what="the sheet", format="pdf", pdf_standards=["ua-1"]))
