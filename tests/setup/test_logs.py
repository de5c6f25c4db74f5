"""One event a line, the same for the portal's own code and for libraries."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings

from mooc_portal.logs import logging_of


@pytest.fixture
def logged():
    """Configure the form, log, and read back what stands on standard error."""

    def configure(form: str) -> io.StringIO:
        chosen = logging_of(form=form, level="INFO")
        chosen["handlers"]["stderr"]["stream"] = stream = io.StringIO()
        logging.config.dictConfig(chosen)
        return stream

    yield configure
    logging.config.dictConfig(settings.LOGGING)


def test_own_event_is_one_json_object_with_its_facts(logged):
    stream = logged("json")
    structlog.get_logger("outbox").info("letters", sent=3, reader="Әсем")
    facts = json.loads(stream.getvalue())
    del facts["timestamp"]
    assert facts == {"event": "letters", "level": "info", "logger": "outbox", "reader": "Әсем", "sent": 3}


def test_event_of_a_library_has_the_same_shape(logged):
    stream = logged("json")
    logging.getLogger("django.request").warning("Not Found: %s", "/nowhere/")
    facts = json.loads(stream.getvalue())
    assert (facts["event"], facts["level"], facts["logger"]) == ("Not Found: /nowhere/", "warning", "django.request")


def test_text_keeps_a_traceback_readable_beneath_its_line(logged):
    stream = logged("text")
    try:
        raise ValueError("no such course")
    except ValueError:
        logging.getLogger("courses").exception("failed")
    first, second, *_, last = stream.getvalue().splitlines()
    assert first.endswith("level=error logger=courses event=failed")
    assert (second, last) == ("Traceback (most recent call last):", "ValueError: no such course")
