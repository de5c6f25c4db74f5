"""What import-linter cannot see: the pure packages name nothing of the database, not even Django's."""

import ast

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PURE = [
    *sorted((ROOT / "courses" / "document").rglob("*.py")),
    *sorted((ROOT / "courses" / "regulation").rglob("*.py")),
    ROOT / "reviews" / "workflow.py",
]
FORBIDDEN = ("django.db", "django.apps", "django.contrib", "django.core", "django.conf", "django.http")


def imported(path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_module_imports_nothing_of_the_database(path):
    assert sorted(name for name in imported(path) if name.startswith(FORBIDDEN)) == []


def test_eval_and_exec_are_nowhere():
    sources = [
        path for app in ("mooc_portal", "courses", "reviews", "scheduling") for path in (ROOT / app).rglob("*.py")
    ]
    calls = [
        str(path.relative_to(ROOT))
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert calls == []
