import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from mooc_portal.readme import README, filled

ROOT = Path(settings.BASE_DIR)


def test_the_rules_and_the_workflow_in_the_readme_are_those_of_the_code():
    text = README.read_text(encoding="utf-8")
    with translation.override("en"):
        assert filled(text) == text


def test_every_command_of_the_project_is_in_the_readme():
    commands = {
        path.stem
        for path in ROOT.glob("*/**/management/commands/*.py")
        if path.stem != "__init__" and not {".venv", "node_modules", "var"} & set(path.relative_to(ROOT).parts)
    }
    text = README.read_text(encoding="utf-8")
    assert sorted(name for name in commands if f"`{name}" not in text) == []


def test_pictures_and_pages_the_readme_points_to_exist():
    text = README.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []
