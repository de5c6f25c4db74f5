"""Papers as PDF and Word: the same words in both, nothing in them is run."""

import io
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from docx import Document

from reviews.printing.output import pdf_of, pictures_of, word_of
from reviews.printing.paper import Bullets, Facts, Heading, Paper, Signatures, Table, Text, papers_in, plain

HOSTILE = '#eval("1") #read("/etc/passwd") $x$ {{ 1 + 1 }} {% for %} <b>&amp; \\'
KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"


def one() -> Paper:
    return Paper(
        "",
        KAZAKH,
        (
            Heading(HOSTILE),
            Text("one\ntwo", strong=True),
            Text(""),
            Bullets((HOSTILE,)),
            Facts(((HOSTILE, KAZAKH),)),
            Table(("a", "b"), ((HOSTILE, KAZAKH), ("", "")), (1, 2)),
            Table(("a",), (), (1,)),
            Signatures((("Төраға", "А. Б."),)),
        ),
        above=(HOSTILE,),
        foot=HOSTILE,
    )


@pytest.mark.parametrize(("languages", "expected"), [("kk", ["kk"]), ("ru", ["ru"]), ("both", ["kk", "ru"])])
def test_a_paper_comes_in_the_languages_asked_for(languages, expected):
    assert [paper.language for paper in papers_in(languages, one)] == expected


def test_another_language_is_not_offered():
    with pytest.raises(KeyError):
        papers_in("en", one)


def test_the_pdf_is_tagged_and_always_the_same():
    papers = papers_in("both", one)
    data = pdf_of(papers)
    assert data.startswith(b"%PDF-")
    assert re.search(rb"/Marked\s+true", data)
    assert re.search(rb"pdfuaid:part", data)
    assert data == pdf_of(papers_in("both", one))


def test_each_language_begins_a_page():
    assert len(pictures_of(papers_in("both", one))) == 2
    assert all(page.startswith(b"\x89PNG") for page in pictures_of(papers_in("kk", one)))


def test_what_people_wrote_stands_in_word_as_they_wrote_it():
    document = Document(io.BytesIO(word_of(papers_in("both", one))))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines.count(HOSTILE) == 2 * 4
    assert f"{HOSTILE}: {KAZAKH}" in lines
    assert "one\ntwo" in lines
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [HOSTILE, KAZAKH]
    assert len(document.tables) == 4


def test_signs_that_no_document_may_hold_are_left_out():
    paper = Paper("kk", "a\x00b\x0bc\ud800", (Text("x\r\ny\tz"),))
    assert plain([paper])[0]["title"] == "abc"
    assert plain([paper])[0]["blocks"][0]["text"] == "x\ny z"
    assert pdf_of([paper]).startswith(b"%PDF-")


def test_no_page_pays_for_the_libraries_that_make_papers():
    asked = (
        "import django, sys; django.setup(); import mooc_portal.urls; print({'typst', 'docxtpl'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "mooc_portal.settings"},
    )
    assert told.stdout.strip() == "set()"
