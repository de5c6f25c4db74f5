"""All rules that a course document can answer, in the order of the regulation's clauses."""

from courses.regulation.finding import GATES, Rule
from courses.regulation.rules import assessment, course, sections

RULES: dict[str, Rule] = {rule.id: rule for rule in (*course.RULES, *sections.RULES, *assessment.RULES)}
RULES_AT: dict[str, tuple[Rule, ...]] = {
    gate: tuple(rule for rule in RULES.values() if gate in rule.gates) for gate in GATES
}
