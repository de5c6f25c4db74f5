"""Nothing but the gateway changes the state of a course: read from the source itself."""

import ast

import pytest
from django.conf import settings

from courses.states import EDGES
from reviews.actions import METHODS

APPS = ("mooc_portal", "courses", "reviews", "scheduling")
GATEWAY = settings.BASE_DIR / "reviews" / "actions.py"
SOURCES = [
    path
    for app in APPS
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
    if path != GATEWAY and "migrations" not in path.parts
]
# Verbs that other things have too (a form is submitted) are told apart by their receiver.
STEPS = {METHODS.get(name, name) for name in EDGES if name != "force"}
ABOUT_COURSES = {"course", "locked", "fresh"}


def receiver(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def offences(tree: ast.AST) -> list[str]:
    """Calls of a step on a course, writes to ``course.state``, and updates or creations that name a state."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in STEPS and receiver(node.func.value) in ABOUT_COURSES:
                found.append(f"{node.lineno}: {node.func.attr}()")
            if node.func.attr in ("update", "create") and "state" in {word.arg for word in node.keywords}:
                found.append(f"{node.lineno}: {node.func.attr}(state=…)")
            if node.func.attr == "bulk_update" and '"state"' in ast.unparse(node).replace("'", '"'):
                found.append(f"{node.lineno}: bulk_update(state)")
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [
                f"{node.lineno}: .state ="
                for target in targets
                if isinstance(target, ast.Attribute) and target.attr == "state" and receiver(target.value) != "self"
            ]
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr" and "'state'" in ast.unparse(node):
            found.append(f"{node.lineno}: setattr(state)")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_other_module_takes_a_step_or_writes_a_state(path):
    assert offences(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "course.publish()",
        "self.course.return_()",
        "course.state = 'draft'",
        "Course.objects.filter(pk=1).update(state='published')",
        "Course.objects.create(code='x', state='published')",
        "Course.objects.bulk_update(rows, ['state'])",
        "setattr(course, 'state', 'draft')",
    ],
)
def test_the_reading_notices_every_way_past_the_gateway(source):
    assert len(offences(ast.parse(source))) == 1


def test_the_gateway_itself_is_noticed():
    assert offences(ast.parse(GATEWAY.read_text(encoding="utf-8"))) != []
