"""A document that conforms, to be broken in one place by each test."""

import copy
import json

from courses.document.codec import decode
from courses.document.types import CourseDocument

ANNOUNCEMENT = "Құрметті тыңдаушы! Курстың кезекті бөлімі ашылды. " * 10  # 500 characters before trimming


def lecture(seconds: int | None = 720, *, measured: bool = True) -> dict:
    return {"title": "Дәріс", "seconds": seconds, "measured": measured}


def choice_item() -> dict:
    options = [{"text": "Иә", "correct": True}, {"text": "Жоқ"}]
    return {"kind": "single", "stem": "Медиана деген не?", "options": options}


def number_item() -> dict:
    return {
        "kind": "number",
        "stem": "{a} + {b} = ?",
        "answer": "a + b",
        "parameters": {"a": {"min": 1, "max": 6}, "b": {"min": 1, "max": 5}},
    }


def section(lectures: int = 6) -> dict:
    test = {"title": "Тест", "kind": "test", "weight": "5", "outcomes": ["LO1"], "items": [choice_item()]}
    homework = {
        "title": "Үй тапсырмасы",
        "kind": "homework",
        "weight": "5",
        "outcomes": ["LO2"],
        "integrity": "open",
        "match_check": True,
    }
    exercise = {"title": "Жаттығу", "kind": "exercise"}
    first = lectures // 2
    return {
        "title": "Бөлім",
        "announcement": ANNOUNCEMENT,
        "parts": [
            {"title": "1-тақырып", "text": "Мәтін", "lectures": [lecture()] * first, "tasks": [test]},
            {
                "title": "2-тақырып",
                "text": "Мәтін",
                "lectures": [lecture()] * (lectures - first),
                "tasks": [homework, exercise],
            },
        ],
    }


def conforming(**changes) -> dict:
    """The raw document: higher education, 6 sections and a final week, 7 weeks, weights 60 + 40."""
    exam = {
        "title": "Емтихан",
        "kind": "test",
        "weight": "40",
        "outcomes": ["LO1"],
        "integrity": "parameterised",
        "items": [number_item()],
    }
    raw = {
        "format": "mooc-course/1",
        "code": "derekter-1",
        "title": "Деректерді талдау",
        "language": "kk",
        "kind": "higher",
        "weeks": 7,
        "weekly_hours": 10,
        "extra_week": "Қорытынды апта",
        "faculty": "phys-math",
        "department": "informatics",
        "programme": "6B06102",
        "authors": ["author@example.kz"],
        "goals": ["Деректерді талдай білу"],
        "outcomes": [{"code": "LO1", "text": "Нәтиже 1"}, {"code": "LO2", "text": "Нәтиже 2"}],
        "glossary": [{"term": "медиана", "definition": "реттелген қатардың ортасы"}],
        "annotation_video": {"title": "Сәлемдесу", "seconds": 120, "measured": True},
        "sections": [section() for _ in range(6)],
        "final_tasks": [exam],
    }
    return copy.deepcopy(raw | changes)


def typed(raw: dict) -> CourseDocument:
    return decode(json.dumps(raw).encode())
