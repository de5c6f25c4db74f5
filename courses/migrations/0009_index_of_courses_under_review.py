from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0008_comments_of_authors'),
        ('people', '0002_digest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='course',
            index=models.Index(condition=models.Q(('state__in', ['department_review', 'faculty_review'])), fields=['state_since', 'id', 'state', 'last_step', 'decision_count'], name='courses_under_review'),
        ),
    ]
