import uuid

from django.db import migrations

LENGTH = 200


def make_key(event, name, position):
    """As the loader of the starter library makes it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{event}/{name}/{position}")


def read_speaker(line):
    """A line was: name, role, organisation. Of two parts the second is the organisation; a role may hold commas."""
    first, *more = [part.strip() for part in line.split(",")]
    *role, organisation = more or [""]
    words = {"name": first, "role": ", ".join(role), "organisation_name": organisation}
    return {name: text[:LENGTH] for name, text in words.items()}


def list_speakers(event, sessions):
    """Of the rows of one event, live or of a draft: (position of the session, text)."""
    lines = [
        (make_key(event, "sessions", session), line)
        for session, text in sessions
        for line in (text or "").splitlines()
        if line.strip()
    ]
    return [
        {**read_speaker(line), "session": session, "position": position, "key": make_key(event, "speakers", position)}
        for position, (session, line) in enumerate(lines)
    ]


def fill_rows(apps, schema_editor):
    event_model = apps.get_model("events", "LearningEvent")
    sessions, takeaways, speakers, evidence = (
        apps.get_model("events", name) for name in ("EventSession", "EventTakeaway", "EventSpeaker", "EventEvidence")
    )
    for pk, slug in event_model.objects.values_list("pk", "slug"):
        for model, name in ((sessions, "sessions"), (takeaways, "takeaways")):
            for row in model.objects.filter(event=pk):
                model.objects.filter(pk=row.pk).update(key=make_key(slug, name, row.position))
        for row in evidence.objects.filter(event=pk):
            key = make_key(slug, "takeaways", row.takeaway_position)
            evidence.objects.filter(pk=row.pk).update(takeaway=key)
        said = sessions.objects.filter(event=pk).order_by("position").values_list("position", "speakers")
        for row in list_speakers(slug, said):
            speakers.objects.create(event_id=pk, **row)


def fill_revisions(apps, schema_editor):
    """Drafts and earlier words hold the same rows as JSON."""
    revisions = apps.get_model("wagtailcore", "Revision")
    slugs = {str(pk): slug for pk, slug in apps.get_model("events", "LearningEvent").objects.values_list("pk", "slug")}
    live = {}
    for row in apps.get_model("events", "EventSpeaker").objects.order_by("pk"):
        live.setdefault(str(row.event_id), {})[row.key] = row.pk
    of_events = revisions.objects.filter(content_type__app_label="events", content_type__model="learningevent")
    for revision in of_events.iterator(chunk_size=200):
        slug = slugs.get(revision.object_id)
        if slug is None:
            continue
        content = revision.content
        found = sorted(content.get("sessions") or [], key=lambda row: row["position"])
        there = live.get(revision.object_id, {})
        content["speakers"] = [
            {
                **{name: str(value) if name in ("key", "session") else value for name, value in row.items()},
                **{"pk": there.get(row["key"]), "event": content["pk"], "organisation": None, "about": None},
            }
            for row in list_speakers(slug, [(row["position"], row.get("speakers")) for row in found])
        ]
        for row in found:
            row.pop("speakers", None)
            row |= {"key": str(make_key(slug, "sessions", row["position"])), "kind": "plenary"}
            row |= {"starts": None, "ends": None, "room_name": "", "places": None, "off_record": False}
        for row in content.get("takeaways") or []:
            row["key"] = str(make_key(slug, "takeaways", row["position"]))
        for row in content.get("evidence") or []:
            row["takeaway"] = str(make_key(slug, "takeaways", row["takeaway"]))
        revisions.objects.filter(pk=revision.pk).update(content=content)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_planning_and_booking"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(fill_rows, migrations.RunPython.noop),
        migrations.RunPython(fill_revisions, migrations.RunPython.noop),
    ]
