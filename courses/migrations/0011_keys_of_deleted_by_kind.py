"""What was deleted keeps the keys of all that it held, by kind; so far it kept those that hold others, in one list."""

import json

from django.db import migrations, models


def by_kind(kind, document, keys):
    """The keys of a node, then for each of its parts that of the part and of its tasks, told apart by the document."""
    if kind in ("task", "final"):
        return {kind: keys}
    parts = {"section": document.get("parts", []), "part": [document]}.get(kind, [])
    found, rest = ({"section": keys[:1]}, keys[1:]) if kind == "section" else ({}, keys)
    for part in parts:
        tasks = len(part.get("tasks", []))
        found.setdefault("part", []).extend(rest[:1])
        found.setdefault("task", []).extend(rest[1 : 1 + tasks])
        rest = rest[1 + tasks :]
    return found


def convert(apps, schema_editor):
    deleted = apps.get_model("courses", "DeletedNode")
    for row in deleted.objects.iterator():
        if isinstance(row.keys, list):
            row.keys = by_kind(row.kind, json.loads(row.document), row.keys)
            row.save(update_fields=["keys"])


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_course_keeps_what_was_let_pass")]

    operations = [
        migrations.AlterField("deletednode", "keys", models.JSONField(default=dict, verbose_name="keys")),
        migrations.RunPython(convert, migrations.RunPython.noop),
    ]
