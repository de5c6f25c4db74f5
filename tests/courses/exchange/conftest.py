import importlib.util
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("exports", Path(__file__).with_name("exports.py"))
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)


@pytest.fixture
def exports():
    """The makers of small exports."""
    return made
