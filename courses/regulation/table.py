"""The rules as a Markdown table, for the README."""

from courses.regulation.rules import RULES


def rule_table() -> str:
    """One line a rule: id, clauses, severity, gates, sentence, in the active language."""
    lines = ["| rule | clauses | severity | gates | what it asks for |", "|---|---|---|---|---|"]
    lines += [
        f"| `{rule.id}` | {', '.join(rule.clauses)} | {rule.severity} | {', '.join(rule.gates)} | {rule.title} |"
        for rule in RULES.values()
    ]
    return "\n".join(lines)
