"""``manage.py loaddemo``: a university to try the portal with."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mooc_portal.demo.learners import LEARNERS
from mooc_portal.demo.loading import RealPeople, load_demo
from mooc_portal.demo.people import ADMINISTRATOR, PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Loads the demo university into a portal without real people; a second time changes nothing."

    def handle(self, *, verbosity: int, **options) -> None:
        try:
            loaded = load_demo(at=timezone.now())
        except RealPeople:
            raise CommandError(
                "There are people here who are not of the demo university; it is not loaded beside them."
            ) from None
        if verbosity:
            self.stdout.write("The demo university is loaded." if loaded else "The demo university is here already.")
            self._write_accounts()

    def _write_accounts(self) -> None:
        self.stdout.write(f"Everybody's password: {PASSWORD}")
        self.stdout.write(f"  {ADMINISTRATOR.email:36} administrator")
        for person in PEOPLE:
            roles = ", ".join(f"{role.label} {unit}".strip() for role, unit in person.roles)
            self.stdout.write(f"  {person.email:36} {roles}")
        for learner in LEARNERS:
            self.stdout.write(f"  {learner.email:36} learner")
