"""Courses learn their last step from the decisions there are."""

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    course, decision = apps.get_model("courses", "Course"), apps.get_model("reviews", "Decision")
    last = decision.objects.filter(course=OuterRef("pk"), number=OuterRef("decision_count")).values("transition")
    course.objects.filter(decision_count__gt=0).update(last_step=Coalesce(Subquery(last[:1]), Value("")))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0012_many_papers"), ("courses", "0005_course_last_step")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
