"""The generated parts of README.md: the rules and the workflow, so that they are never behind the code."""

import re
from pathlib import Path

from django.conf import settings

from courses.regulation.table import rule_table
from reviews.workflow import workflow_diagram

README = Path(settings.BASE_DIR) / "README.md"


def generated_parts() -> dict[str, str]:
    """Markdown by the name of the marker it stands under."""
    return {"workflow": f"```mermaid\n{workflow_diagram().strip()}\n```", "rules": rule_table().strip()}


def filled(text: str) -> str:
    """Return ``text`` with what stands between ``<!-- name -->`` and ``<!-- /name -->`` made anew.

    Raises:
        ValueError: when a marker is missing.
    """
    for name, part in generated_parts().items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, found = pattern.subn(lambda match, part=part: match[1] + part + "\n" + match[2], text)
        if not found:
            raise ValueError(f"README.md has no place for “{name}”.")
    return text
