"""The rules as a Markdown table, for the README."""

from courses.regulation.limits import FIRST_LIMITS
from courses.regulation.rules import RULES


def rule_table() -> str:
    """One line a rule under the first version: id, clauses, severity, gates, sentence, in the active language."""
    lines = ["| rule | clauses | severity | gates | what it asks for |", "|---|---|---|---|---|"]
    lines += [
        f"| `{rule.id}` | {', '.join(rule.clauses)} | {rule.severity} | {', '.join(rule.gates)} "
        f"| {rule.title_under(FIRST_LIMITS)} |"
        for rule in RULES.values()
    ]
    return "\n".join(lines)
