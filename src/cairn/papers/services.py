"""Starting a paper, choosing its options, bringing its figures up to date."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common import privacy
from cairn.common.canonical import sha256_of
from cairn.papers import policies
from cairn.papers.models import Paper, assign_letters
from cairn.papers.queries import OF_OPTIONS
from cairn.places.models import Place, Team
from cairn.records import services as records
from cairn.records.enums import Relation
from cairn.records.models import Record, RecordFile, SavedForm
from cairn.records.policies import ChangedMeanwhile

Texts = Mapping[str, str]

LONGEST_COPY = 130  # of the title of the record that a paper is about
LONGEST_TITLE = 150


@transaction.atomic
def start_paper(
    *,
    about: Record,
    title: str,
    summary: str,
    place: Place | None,
    options: Sequence[Record],
    measures: Sequence[str],
    snapshot: Mapping[str, Any],
    texts: Texts,
    team: Team | None,
    by: User,
    at: datetime,
) -> Paper:
    """A draft with its figures, whose texts are filled in for the writer to change."""
    policies.check_is_about(about, by)
    policies.check_are_options(options)
    policies.check_number_of_options(len(options))
    policies.check_number_of_measures(len(measures))
    slugs = [record.slug for record in options]
    answers: dict[str, Any] = {
        "title": title,
        "summary": summary,
        "about": about,
        "place": place,
        "options": slugs,
        "letters": assign_letters({}, slugs),
        "measures": list(measures),
        "snapshot": remember(snapshot, texts),
        **texts,
    }
    paper: Paper = records.start_record(Paper, by=by, at=at, team=team, answers=answers)
    records.link(source=paper, target=about, relation=Relation.COMES_FROM, reason="", by=by, at=at)
    return paper


@transaction.atomic
def choose_options(
    *, paper: Paper, options: Sequence[str], snapshot: Mapping[str, Any], texts: Texts, by: User, at: datetime
) -> Paper:
    """Other options, or another order; each keeps its letter, and texts that nobody changed follow."""
    policies.check_number_of_options(len(options))
    letters = assign_letters(paper.letter_of, options)
    draft = _renew(paper, {"options": list(options), "letters": letters}, snapshot, texts, by=by, at=at)
    audit.record("paper.options", target="record", key=paper.slug, by=by, at=at)
    return draft


@transaction.atomic
def renew_numbers(
    *, paper: Paper, measures: Sequence[str], snapshot: Mapping[str, Any], texts: Texts, by: User, at: datetime
) -> Paper:
    """Figures and results as they are now. What somebody wrote stays; texts that nobody changed follow."""
    policies.check_number_of_measures(len(measures))
    draft = _renew(paper, {"measures": list(measures)}, snapshot, texts, by=by, at=at)
    audit.record("paper.numbers", target="record", key=paper.slug, by=by, at=at)
    return draft


def _renew(
    paper: Paper, answers: dict[str, Any], snapshot: Mapping[str, Any], texts: Texts, *, by: User, at: datetime
) -> Paper:
    draft = records.lock(paper).get_draft()
    if records.get_seen(draft) != records.get_seen(paper):  # the texts were made from what is no more
        raise ChangedMeanwhile(theirs={}, seen=records.get_seen(draft))
    fresh = {name: text for name, text in texts.items() if not is_edited(draft, name)}
    kept = {name: print_ for name, print_ in draft.snapshot.get("drafted", {}).items() if name not in fresh}
    remembered = remember(snapshot, fresh)
    remembered["drafted"] |= kept
    answers |= {"snapshot": remembered, **fresh}
    renewed: Paper = records.save_draft(record=paper, by=by, at=at, answers=answers)
    return renewed


def is_edited(draft: Paper, name: str) -> bool:
    """Whether somebody changed what was filled in for them."""
    return draft.snapshot.get("drafted", {}).get(name) != sha256_of(getattr(draft, name))


def remember(snapshot: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """The snapshot, with the prints of the texts that were filled in: whoever changes one keeps it."""
    return {**snapshot, "drafted": {name: sha256_of(text) for name, text in texts.items()}}


def delete_files(papers: QuerySet[Paper]) -> None:
    """Files that were made hold what may be read no longer; they are made anew when somebody asks."""
    privacy.delete_rows(RecordFile.objects.filter(record__in=papers.values("pk")))


def repoint_content(content: dict[str, Any], *, kept: str, other: str) -> bool:
    """In the slugs that a paper holds, that of a record that was merged becomes that of the one that stayed."""
    before = json.dumps(content)
    if f'"{other}"' not in before:
        return False
    options = content.get("options") or []
    letters = assign_letters(content.get("letters") or {}, options)
    content["letters"] = _repoint_letters(letters, options, kept, other)
    content["options"] = _repoint_once(options, kept, other)
    snapshot = dict(content.get("snapshot") or {})
    named_now: dict[str, Any] = {"needs": _repoint_once(snapshot.get("needs", []), kept, other)}
    for name in OF_OPTIONS:
        named_now[name] = _name_in_options(snapshot.get(name, {}), kept, other)
    content["snapshot"] = snapshot | {name: value for name, value in named_now.items() if name in snapshot}
    return json.dumps(content) != before


def _repoint_letters(letters: dict[str, str], options: list[str], kept: str, other: str) -> dict[str, str]:
    """Where both were options, the letter of the other is used no more: the words of the paper may have it."""
    if other not in letters:
        return letters
    stays = letters[kept if kept in options else other]
    retired = {letters[slug]: letters[slug] for slug in (kept, other) if letters.get(slug, stays) != stays}
    return {slug: letter for slug, letter in letters.items() if slug not in (kept, other)} | {kept: stays} | retired


def _name_in_options(of_options: dict[str, list[str]], kept: str, other: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for option, slugs in of_options.items():
        named = found.setdefault(kept if option == other else option, [])
        named += [slug for slug in _repoint_once(slugs, kept, other) if slug not in named]
    return found


def _repoint_once(slugs: list[str], kept: str, other: str) -> list[str]:
    return list(dict.fromkeys(kept if slug == other else slug for slug in slugs))


# --- Words of other records ----------------------------------------------------------------------
# The title that the site offers for a paper begins with that of what it is about. Nothing else is copied.


def copy_title(title: str) -> str:
    """What of a record's title begins the title of a paper about it."""
    return title[:LONGEST_COPY].rstrip("?. ")


def replace_copy(title: str, *, copied: Iterable[str], instead: str) -> str:
    """The title of a paper with `instead` where it begins with one of the titles `copied`; what follows stays."""
    for words in sorted(map(copy_title, copied), key=len, reverse=True):
        rest = title[len(words) :]
        if words and title.startswith(words) and not rest[:1].isalnum():
            return f"{instead}{rest}"[:LONGEST_TITLE]
    return title


def rewrite(paper: Paper, change: Callable[[Paper], dict[str, Any]]) -> None:
    """What `change` wants otherwise: in the row, and in each earlier state that the history keeps."""
    changed = change(paper)
    if changed:
        Paper.objects.filter(pk=paper.pk).update(**changed)
    for revision in Revision.objects.for_instance(paper):
        if earlier := change(revision.as_object()):
            called = earlier.get("title", revision.object_str)  # Wagtail keeps the title beside the content too
            Revision.objects.filter(pk=revision.pk).update(content={**revision.content, **earlier}, object_str=called)
    if changed:
        records.announce_written(Paper.objects.get(pk=paper.pk))


def rename_typed(paper: Paper, *, copied: Iterable[str], instead: str) -> None:
    """The same in forms that somebody has not sent yet."""
    for form in SavedForm.objects.filter(record_id=paper.pk, answers__has_key="title"):
        form.answers["title"] = [replace_copy(one, copied=copied, instead=instead) for one in form.answers["title"]]
        SavedForm.objects.filter(pk=form.pk).update(answers=form.answers)
