"""Days off of 2027 that move from a weekend to the next working day; the fixed ones are in the code."""

from datetime import date

from django.db import migrations

MOVED = [
    (date(2027, 1, 4), "Жаңа жыл (ауыстырылған күн)", "Новый год (перенос)", "New Year (moved)"),
    (date(2027, 3, 24), "Наурыз (ауыстырылған күн)", "Наурыз (перенос)", "Nauryz (moved)"),
    (date(2027, 5, 3), "Бірлік күні (ауыстырылған күн)", "День единства (перенос)", "Unity Day (moved)"),
    (date(2027, 5, 10), "Жеңіс күні (ауыстырылған күн)", "День Победы (перенос)", "Victory Day (moved)"),
]


def add(apps, schema_editor):
    periods = apps.get_model("scheduling", "FreePeriod").objects
    for day, kk, ru, en in MOVED:
        names = {"name_kk": kk, "name_ru": ru, "name_en": en}
        periods.get_or_create(kind="holiday", first=day, last=day, defaults=names)


def take_away(apps, schema_editor):
    periods = apps.get_model("scheduling", "FreePeriod").objects
    for day, kk, _ru, _en in MOVED:
        periods.filter(kind="holiday", first=day, last=day, name_kk=kk).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0011_studio'),
    ]

    operations = [migrations.RunPython(add, take_away)]
