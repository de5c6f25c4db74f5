"""What a version of the regulation would do to every course: ``manage.py impact VERSION``."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.impact import ImpactReport, impact, rows_of
from courses.impact_sheet import effect_label, rule_label, write_impact
from courses.models import Regulation


class Command(BaseCommand):
    help = "Check every working copy and published revision under the version in force and under VERSION."

    def add_arguments(self, parser) -> None:
        parser.add_argument("version", help="name of the version to compare with the one in force")
        parser.add_argument("--gate", default="dept", choices=["prog", "dept", "fac", "place", "sched"])
        parser.add_argument("--language", default="en", choices=["kk", "ru", "en"])
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print the report as one JSON object")
        form.add_argument("--xlsx", type=Path, metavar="FILE", help="write the report as an Excel workbook")

    def handle(self, *, version: str, gate: str, language: str, **options) -> None:
        regulation = Regulation.objects.filter(version=version).first()
        if regulation is None:
            raise CommandError(f"There is no version {version} of the regulation.")
        with override(language):
            report = impact(regulation, gate=gate, progress=self.show_progress)
            if options["json"]:
                self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
            elif options["xlsx"]:
                with options["xlsx"].open("wb") as file:
                    write_impact(report, file)
            else:
                self.print_report(report)

    def show_progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} / {total}", ending="\n" if done == total else "")
        self.stderr.flush()

    def print_report(self, report: ImpactReport) -> None:
        lines = [
            (_("Version in force"), report.before),
            (_("Version compared with it"), report.after),
            (_("Documents checked"), report.documents),
            (_("Conforming before"), report.conforming_before),
            (_("Conforming after"), report.conforming_after),
            (_("Let pass by a waiver"), report.waived),
            (_("Would no longer conform"), len(report.broken)),
            (_("Would conform from then on"), len(report.healed)),
        ]
        for label, value in lines:
            self.stdout.write(f"{label}: {value}")
        for rule, count in report.rules_broken():
            self.stdout.write(f"  {rule_label(rule, report.limits_after)}: {count}")
        for row in rows_of(report.changes):
            rules = "; ".join(rule_label(rule, report.limits_after) for rule in row.change.newly_broken_rules)
            self.stdout.write(f"{row.code} ({row.face}): {effect_label(row.change)}. {rules}".rstrip())
