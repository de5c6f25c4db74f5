"""The day of the filming, kept beside each lecture; the database writes that of those which are there."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import TruncDate


def fill(apps, schema_editor):
    bookings, works = (apps.get_model("scheduling", name).objects for name in ("Booking", "LectureWork"))
    zone = ZoneInfo(settings.TIME_ZONE)
    live = bookings.filter(lectures=OuterRef("lecture")).exclude(standing="cancelled").order_by("-starts_at")
    booked = Subquery(live.annotate(day=TruncDate("starts_at", tzinfo=zone)).values("day")[:1])
    works.update(filming_on=Case(When(filmed_at=None, then=booked), default=TruncDate("filmed_at", tzinfo=zone)))


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0018_lecturer_of_a_plan'),
    ]

    operations = [
        migrations.AddField(
            model_name='lecturework',
            name='filming_on',
            field=models.DateField(blank=True, null=True, verbose_name='day of the filming'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
