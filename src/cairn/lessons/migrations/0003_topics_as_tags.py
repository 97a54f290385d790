from django.db import migrations


def tag_topics(apps, schema_editor):
    """Of what is indexed already; whatever is written from now on is tagged with it."""
    from cairn.lessons.definitions import get_topic_title  # what the reviewed file says now

    tags, documents = apps.get_model("search", "SearchTag"), apps.get_model("search", "SearchDocument")
    for name in ("Lesson", "Insight"):
        for key, topic in apps.get_model("lessons", name).objects.exclude(topic="").values_list("pk", "topic"):
            title = get_topic_title(topic)
            if title and documents.objects.filter(pk=key).exists():
                tags.objects.get_or_create(document_id=key, facet="topic", value=topic, defaults={"label": title})


class Migration(migrations.Migration):
    dependencies = [("lessons", "0002_plain_words"), ("search", "0001_initial")]
    operations = [migrations.RunPython(tag_topics, migrations.RunPython.noop)]
