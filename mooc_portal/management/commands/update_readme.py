"""``manage.py update_readme``: write the generated parts of README.md."""

from django.core.management.base import BaseCommand
from django.utils import translation

from mooc_portal.readme import README, filled


class Command(BaseCommand):
    help = "Writes the table of rules and the picture of the workflow into README.md."

    def handle(self, **options) -> None:
        with translation.override("en"):
            README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write("README.md is up to date.")
