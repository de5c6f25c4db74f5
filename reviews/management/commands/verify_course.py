"""Whether the record of a course holds: ``manage.py verify_course CODE``."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from courses.models import Course
from reviews.verification import verify_course


class Command(BaseCommand):
    help = "Recompute the hashes and findings of a course's revisions and decisions; exit 1 where they do not hold."

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", help="code of the course")

    def handle(self, *, code: str, **options) -> None:
        course = Course.objects.filter(code=code).first()
        if course is None:
            raise CommandError(f"There is no course {code}.")
        faults = 0
        with override("en"):
            checks = list(verify_course(course))
        for check in checks:
            faults += not check.holds
            self.stdout.write(json.dumps({"what": check.what, "holds": check.holds, "fault": check.fault}))
        if faults:
            raise CommandError(f"The record of {code} does not hold. Faults: {faults}.", returncode=1)
        self.stdout.write(json.dumps({"what": code, "holds": True, "fault": ""}))
