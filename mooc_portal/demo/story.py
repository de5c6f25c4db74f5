"""What happened to each course, in days before the demo is loaded."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    transition: str
    by: str
    days_ago: int
    reason: str = ""


class Story(NamedTuple):
    """A course file, the day it was begun, its steps, when a run was planned and starts, and when its working
    programme was approved (0: never)."""

    file: str
    begun: int
    steps: tuple[Step, ...] = ()
    run: tuple[int, int] | None = None
    programme: int = 0

    @property
    def reviewer(self) -> str:
        """Who judges the course for its department."""
        return next(step.by for step in self.steps if step.transition in ("endorse", "return"))

    @property
    def oldest(self) -> int:
        """Days since the first step; 0 for a course that was never submitted."""
        return self.steps[0].days_ago if self.steps else 0


def judged(author: str, department: str, faculty: str, *days: int) -> tuple[Step, ...]:
    """Submitted, endorsed, approved and published, as far as there are days for it."""
    steps = (
        ("submit", author, ""),
        ("endorse", department, READY),
        ("approve", faculty, READY),
        ("publish", "quality", ""),
    )
    return tuple(Step(name, by, day, reason) for (name, by, reason), day in zip(steps, days, strict=False))


READY = "Материал толық, логикасы айқын, тапсырмалар оқу нәтижелеріне сай. Курс орналастыруға дайын."
WEAK = "Во втором разделе не хватает примеров из практики, а критерии отзыва описаны слишком общо. Просим доработать."
GENERAL = "Курс нужный, но о согласии на фотографии сказано общо. Замечания стоят у своих мест."
UNCLEAR = "Қауіпсіздік бөлімі толық емес. Сын-ескертпелер өз орындарында жазылған."
INFORMATICS, PHYSICS = ("department", "faculty"), ("nurlan.bekov", "faculty")
PEDAGOGY, LANGUAGES = ("olga.petrova", "talgat.esenov"), ("asel.nurpeisova", "talgat.esenov")

STORIES = (
    Story(
        "derekterdi-taldau-negizderi", 150, judged("author", *INFORMATICS, 80, 72, 64, 56), run=(55, 3), programme=120
    ),
    Story(
        "ocenivanie-uchebnyh-dostizhenij",
        140,
        (
            *judged("svetlana.kim", *PEDAGOGY, 70, 61, 52, 45),
            Step("revise", "svetlana.kim", 9, "Добавляем материалы о самооценивании."),
        ),
        run=(44, -14),
        programme=100,
    ),
    Story(
        "clear-academic-writing", 110, judged("dinara.abenova", *LANGUAGES, 60, 48, 35, 21), run=(20, -35), programme=90
    ),
    Story(
        "astronomiyaga-kirispe", 118, judged("gulnar.ahmetova", *PHYSICS, 112, 105, 98, 90), run=(89, 40), programme=115
    ),
    Story(
        "inklyuzivti-bilim-beru",
        300,
        (*judged("svetlana.kim", *PEDAGOGY, 260, 248, 236, 225), Step("archive", "quality", 8)),
        run=(224, 175),
        programme=280,
    ),
    Story("spreadsheets-for-researchers", 60, judged("marat.tulegenov", *INFORMATICS, 24, 15, 4), programme=40),
    Story(
        "mekteptegi-fizikalyq-tajiribe",
        70,
        (
            *judged("gulnar.ahmetova", *PHYSICS, 40),
            Step("return", "nurlan.bekov", 34, UNCLEAR),
            *judged("gulnar.ahmetova", *PHYSICS, 27, 12),
        ),
        programme=50,
    ),
    Story(
        "cifrovaya-gigiena-uchitelya",
        40,
        (
            *judged("svetlana.kim", *PEDAGOGY, 25),
            Step("return", "olga.petrova", 15, GENERAL),
            *judged("svetlana.kim", *PEDAGOGY, 6),
        ),
        programme=30,
    ),
    Story(
        "publichnoe-vystuplenie",
        50,
        (*judged("dinara.abenova", *LANGUAGES, 25), Step("return", "asel.nurpeisova", 11, WEAK)),
    ),
    Story("geografiyalyq-aqparattyq-zhuyeler", 20),
    Story("lineynaya-algebra-dlya-ekonomistov", 14),
    Story("english-pronunciation", 5),
)
# The new version of the course under revision is not ready yet.
UNDER_REVISION = "ocenivanie-uchebnyh-dostizhenij"
WAITS_FOR_PLACEMENT = "spreadsheets-for-researchers"  # its form is filled in, its programme approved
BEFORE_A_MEETING = "cifrovaya-gigiena-uchitelya"  # its department meets about it tomorrow
