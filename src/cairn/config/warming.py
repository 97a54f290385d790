"""What the first pages would wait for, read before the workers fork. No database: connections do not survive a fork."""

from pathlib import Path

from django.template.engine import Engine
from django.urls import reverse

from cairn.indicators.definitions import get_definitions
from cairn.library.definitions.vocabularies import get_vocabularies
from cairn.search.language.synonyms import get_synonyms
from cairn.voice.definitions import get_safety_words

# Those that pages read; the starter library, which fills a new site, is the largest and not among them.
DEFINITIONS = (get_definitions, get_safety_words, get_synonyms, get_vocabularies)


def warm_up() -> None:
    reverse("home")  # imports every view, and makes the index of all addresses
    engine = Engine.get_default()
    for folder in engine.dirs:
        for path in sorted(Path(folder).rglob("*.html")):
            engine.get_template(str(path.relative_to(folder)))
    for load in DEFINITIONS:
        load()
