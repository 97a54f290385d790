"""Copies of somebody's words in the text of other rows: found wherever people can write, and taken out for good.

Words are copied by people who mean well: into a board, a lesson, a comment, a draft. What is looked for is the whole of
what was said and each sentence of it, if it is long enough to be known again. In rich text a sentence is found across
its marks, in JSON in every value.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import CASCADE, CharField, ForeignKey, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cairn.common.privacy.declarations import Impersonal, get_declared
from cairn.common.privacy.execution import delete_rows

NEUTRAL = "[words withdrawn]"  # one phrase everywhere
FEWEST_WORDS, FEWEST_LETTERS = 5, 25  # fewer are nobody's: "I want to go home" is said by many
# Two words of a sentence; in rich text there may be a mark between them.
BETWEEN = r"(?:\s|[–—-]|&nbsp;|&\#160;|<[^<>]{1,300}>)+"
APOSTROPHES = r"['’‘`]|&\#x27;|&\#39;|&rsquo;|&lsquo;|&apos;"
MARKS = rf"(?:[.,;:!?…()\[\]\"“”]|{APOSTROPHES}|&quot;|&ldquo;|&rdquo;|&\#34;)*"  # around a word
STRIPPED = ".,;:!?…()[]\"“”'’‘`–—-"
SPELLINGS = {**dict.fromkeys("'’‘`", f"(?:{APOSTROPHES})"), "&": "(?:&amp;|&)"}


@dataclass
class Removed:
    """Where copies were: keys of rows by their table, and of all rows above them."""

    rows: dict[type[Model], set[Any]] = field(default_factory=dict)
    owners: dict[type[Model], set[Any]] = field(default_factory=dict)
    files: int = 0

    def note(self, model: type[Model], keys: Iterable[Any]) -> None:
        self.rows.setdefault(model, set()).update(keys)

    @property
    def number(self) -> int:
        return sum(map(len, self.rows.values()))

    @property
    def tables(self) -> list[str]:
        return sorted({model._meta.db_table for model in self.rows})


def remove_copies(texts: Collection[str], *, since: datetime, exempt: Collection[type[Model]]) -> Removed:
    """Take every copy of these texts out, and delete the files in which one stands.

    What a record, page or draft said before `since` cannot be a copy, so nobody deletes words of others by typing them
    in as somebody's and withdrawing them. `exempt` names tables that are put right in another way.
    """
    removed = Removed()
    phrases = [phrase for text in texts for phrase in list_phrases(text)]
    if not phrases:
        return removed
    pattern = make_pattern(phrases)
    for model in list_models(exempt):
        _remove_from(model, phrases, pattern, since, removed)
    _climb(removed)
    _delete_rendered(removed)
    _empty_what_came_in(removed)
    return removed


# --- What a copy looks like -------------------------------------------------------------------------


def list_phrases(text: str) -> list[str]:
    """The whole, then its sentences, where they are long enough; the longest first, so that it goes as one."""
    found = {text.strip(), *(sentence.strip() for sentence in re.split(r"[.!?…\n]+", text))}
    return sorted((one for one in found if _is_long_enough(one)), key=len, reverse=True)


def _is_long_enough(phrase: str) -> bool:
    return len(phrase.split()) >= FEWEST_WORDS and len(phrase) >= FEWEST_LETTERS


def normalise(phrase: str) -> str:
    """As it is known again in another spelling: small letters, one space between words, no marks."""
    words = (re.sub("['’‘`]", "", word.strip(STRIPPED)) for word in phrase.lower().split())
    return " ".join(filter(None, words))


def make_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_spell(phrase) for phrase in phrases), re.IGNORECASE)


def _spell(phrase: str) -> str:
    words = [word for one in phrase.split() if (word := one.strip(STRIPPED))]
    return BETWEEN.join(f"{MARKS}{''.join(map(_spell_letter, word))}{MARKS}" for word in words)


def _spell_letter(letter: str) -> str:
    return SPELLINGS.get(letter, re.escape(letter))


def _list_needles(phrase: str) -> list[str]:
    """Two of its longest words, by which the database finds the rows to look at."""
    return sorted(re.findall(r"[^\W\d_]{3,}", phrase), key=len, reverse=True)[:2]


def holds_copy(document: str, texts: Iterable[str]) -> bool:
    """Whether one of these texts, or a sentence of one, stands in a document of JSON."""
    within = "\n".join(_list_strings(json.loads(document)))
    letters = within.lower()
    phrases = (phrase for text in texts for phrase in list_phrases(text))
    likely = (one for one in phrases if all(needle.lower() in letters for needle in _list_needles(one)))
    return any(make_pattern([phrase]).search(within) for phrase in likely)


def _list_strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _list_strings(one)
        case Mapping():
            for one in value.values():
                yield from _list_strings(one)


# --- Where people write ------------------------------------------------------------------------------


def list_models(exempt: Collection[type[Model]]) -> Iterator[type[Model]]:
    """Tables that can hold somebody's words; published figures and the like say that they hold none."""
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed or model in exempt:
            continue
        if any(isinstance(one, Impersonal) for one in get_declared(model)):
            continue
        yield model


def list_texts(model: type[Model]) -> list[Any]:
    """Columns that take a sentence. A document that is sealed by its sum stays as it was sealed.

    It is looked through before: see `voice.policies.check_quotes_nobody`.
    """
    names = {one.name for one in model._meta.local_fields}
    sealed = {"document"} if "sha256" in names else set()
    return [
        one
        for one in model._meta.local_fields
        if isinstance(one, CharField | TextField | JSONField | StreamField)
        and not (one.choices or one.primary_key or one.name in sealed)
        and (getattr(one, "max_length", None) or FEWEST_LETTERS) >= FEWEST_LETTERS
    ]


def _remove_from(
    model: type[Model], phrases: list[str], pattern: re.Pattern[str], since: datetime, removed: Removed
) -> None:
    texts = list_texts(model)
    if not texts:
        return
    names = [one.name for one in texts]
    rows = _find_rows(model, names, phrases).filter(_said_since(model, since))
    changed: dict[Any, dict[str, Any]] = {}
    for key, *values in rows.values_list("pk", *names).iterator(chunk_size=500):
        new = {
            one.name: taken
            for one, value in zip(texts, values, strict=True)
            if (taken := take_out(one, value, pattern)) is not None
        }
        if new:
            changed[key] = new
    in_files = {key for key, new in changed.items() if new.keys() & set(getattr(model, "READ_IN_FILE", ()))}
    for key in changed.keys() - in_files:
        model._base_manager.filter(pk=key).update(**changed[key])
    # What was read in a file stands in the file too, and a file cannot be mended: it goes. See READ_IN_FILE.
    delete_rows(model._base_manager.filter(pk__in=in_files))
    removed.files += len(in_files)
    if changed:
        removed.note(model, changed)


def _find_rows(model: type[Model], names: list[str], phrases: list[str]) -> QuerySet[Any]:
    as_text = {f"{name}_as_text": Cast(name, TextField()) for name in names}
    wanted = Q()
    for phrase in phrases:
        needles = _list_needles(phrase)
        for name in as_text:
            both = Q()
            for needle in needles:
                escaped = json.dumps(needle)[1:-1]  # as SQLite keeps JSON
                both &= Q(**{f"{name}__icontains": needle}) | Q(**{f"{name}__icontains": escaped})
            wanted |= both
    return model._base_manager.annotate(**as_text).filter(wanted)


def _said_since(model: type[Model], since: datetime) -> Q:
    if model is Revision:
        return Q(created_at__gte=since)
    if issubclass(model, Page):
        return Q(latest_revision_created_at=None) | Q(latest_revision_created_at__gte=since)
    is_record = {"updated_at", "created_at"} <= {one.name for one in model._meta.get_fields()}
    return Q(updated_at__gte=since) if is_record else Q()


def take_out(one: Any, value: Any, pattern: re.Pattern[str]) -> Any:
    """The value without the copy; None where there is none in it."""
    if isinstance(one, StreamField):
        raw = value.get_prep_value()
        new = _replace(raw, pattern)
        return None if new == raw else one.to_python(json.dumps(new))
    new = _replace(value, pattern)
    return None if new == value else new


def _replace(value: Any, pattern: re.Pattern[str]) -> Any:
    match value:
        case str():
            return _replace_in_text(value, pattern)
        case list() | tuple():
            return [_replace(one, pattern) for one in value]
        case Mapping():
            return {_replace(key, pattern): _replace(one, pattern) for key, one in value.items()}
    return value


def _replace_in_text(text: str, pattern: re.Pattern[str]) -> str:
    """A draft holds the body of its page as JSON in a text: there a mark behind the words may be one of JSON."""
    if text[:1] in ("[", "{"):
        try:
            inside = json.loads(text)
        except ValueError:
            pass
        else:
            new = _replace(inside, pattern)
            return text if new == inside else json.dumps(new)
    return pattern.sub(NEUTRAL, text)


# --- What shows these rows ---------------------------------------------------------------------------


def _climb(removed: Removed) -> None:
    """The rows on which the changed ones hang: a part on its model, a model on its record, a draft on its page."""
    waiting = list(removed.rows.items())
    while waiting:
        model, keys = waiting.pop()
        there = removed.owners.setdefault(model, set())
        if new := set(keys) - there:
            there |= new
            waiting += _list_owners(model, new)


def _list_owners(model: type[Model], keys: set[Any]) -> Iterator[tuple[type[Model], set[Any]]]:
    rows = model._base_manager.filter(pk__in=keys)
    if model is Revision:
        for kind, key in rows.values_list("base_content_type", "object_id"):
            if owner := ContentType.objects.get_for_id(kind).model_class():
                yield owner, {owner._meta.pk.to_python(key)}
        return
    for key in model._meta.local_fields:
        if isinstance(key, ForeignKey) and key.remote_field.on_delete is CASCADE:
            owners = set(rows.exclude(**{key.name: None}).values_list(key.attname, flat=True))
            if owners:
                yield key.related_model, owners


def _delete_rendered(removed: Removed) -> None:
    """Files made of what changed. A model of such files says in RENDERED_FROM what they show."""
    for model in apps.get_models():
        for path in getattr(model, "RENDERED_FROM", ()):
            rows = _find_rendered(model, path, removed)
            removed.files += len(rows)
            delete_rows(model._base_manager.filter(pk__in=rows))


def _find_rendered(model: Any, path: str, removed: Removed) -> list[Any]:
    """`path` is a key, over others if need be, or a list of keys, with the model to which they lead after a colon."""
    path, _, label = path.partition(":")
    if label:
        keys = removed.owners.get(apps.get_model(label), set())
        held = model._base_manager.values_list("pk", path) if keys else ()
        return [key for key, named in held if keys & set(named)]
    target = model
    for name in path.split("__"):
        target = target._meta.get_field(name).related_model
    # What a page or record of a kind says stands in the tables above its own too.
    keys = {key for table in (target, *target._meta.get_parent_list()) for key in removed.owners.get(table, ())}
    if not keys:
        return []
    # One that is of none in particular shows all of them.
    shown = Q(**{f"{path}__in": keys}) | Q(**{path.split("__")[0]: None})
    return list(model._base_manager.filter(shown).values_list("pk", flat=True))


def _empty_what_came_in(removed: Removed) -> None:
    """Files in which the words came here. A model names them in CAME_IN, with the key to the row that was read in each.

    The row stays, by which the same file is known when it comes again. One that led to no row cannot be read: it goes.
    """
    for model in apps.get_models():
        for name, key in getattr(model, "CAME_IN", ()):
            target: Any = model._meta.get_field(key).related_model
            keys = removed.owners.get(target, ())
            rows = model._base_manager.filter(Q(**{f"{key}__in": keys}) | Q(**{key: None})).exclude(**{name: ""})
            for held in rows.values_list(name, flat=True):
                transaction.on_commit(partial(default_storage.delete, held))
                removed.files += 1
            rows.update(**{name: ""})
