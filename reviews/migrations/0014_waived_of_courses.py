"""Courses learn what their waivers let pass."""

from collections import defaultdict

from django.db import migrations

KEPT = ("rule", "path", "severity", "measured", "reason")


def fill(apps, schema_editor):
    course, waiver = apps.get_model("courses", "Course"), apps.get_model("reviews", "Waiver")
    by_course = defaultdict(list)
    for row in waiver.objects.filter(withdrawn_at=None).select_related("by").order_by("-at", "-pk"):
        kept = {name: getattr(row, name) for name in KEPT}
        kept |= {"until": row.until.isoformat(), "by": row.by.name or row.by.email}
        by_course[row.course_id].append(kept)
    for pk, waived in by_course.items():
        course.objects.filter(pk=pk).update(waived=waived)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0013_last_steps"), ("courses", "0010_course_keeps_what_was_let_pass")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
