"""The answers of a reviewer: what is still missing, and the record that is kept with the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from courses.document.types import CourseDocument
from courses.regulation.limits import Limits
from reviews.checklist.facts import facts_by_group
from reviews.checklist.items import ANSWERS, GROUPS, YES, items_of

KNOWN = {value for value, _label in ANSWERS}


class Answer(NamedTuple):
    """``value`` is yes, remark or na; a remark and "not applicable" are explained by ``text``."""

    value: str
    text: str = ""


Answers = Mapping[str, Answer]


def checklist_objections(document: CourseDocument, step: str, answers: Answers | None) -> list[str]:
    """Every question of the step that holds it back, named."""
    objections, given = [], {} if answers is None else answers
    for item in items_of(document, step):
        answer = given.get(item.id)
        values = {"question": str(item.question)}
        if answer is None or answer.value not in KNOWN:
            objections.append(_("The checklist has no answer yet: %(question)s") % values)
        elif item.must_hold and answer.value != YES:
            sentence = _("Without a yes the course cannot go on; return it with remarks. Checklist: %(question)s")
            objections.append(sentence % values)
        elif answer.value != YES and not answer.text.strip():
            objections.append(_("Say in words what the matter is. Checklist: %(question)s") % values)
    return objections


def checklist_record(document: CourseDocument, limits: Limits, step: str, answers: Answers) -> dict:
    """Questions, answers and computed facts, in every language, as they stood when it was decided."""
    items = items_of(document, step)
    record = {
        "items": [
            {
                "id": item.id,
                "group": item.group,
                "clause": item.clause,
                "question": {},
                "answer": answers[item.id].value,
                "text": answers[item.id].text.strip(),
            }
            for item in items
        ],
        "facts": {},
    }
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for item, kept in zip(items, record["items"], strict=True):
                kept["question"][language] = str(item.question)
            for group, facts in facts_by_group(document, limits).items():
                record["facts"].setdefault(group, {})[language] = [[fact.text, fact.ok] for fact in facts]
    return record


def recorded_checklist(record: dict) -> list[dict]:
    """A kept checklist as a page shows it, in the reader's language."""
    language = translation.get_language() or "kk"
    labels = dict(ANSWERS)
    shown = []
    for group, title in GROUPS.items():
        items = [item for item in record.get("items", []) if item["group"] == group]
        facts = record.get("facts", {}).get(group, {})
        if items:
            rows = [{**item, "question": item["question"][language], "label": labels[item["answer"]]} for item in items]
            shown.append({"title": title, "rows": rows, "facts": facts.get(language, [])})
    return shown
