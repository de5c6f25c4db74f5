"""Papers as PDF and Word files. What people wrote reaches the templates as data only, never as their source.

The libraries are imported by the first paper that is made, so that no page pays for them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from reviews.papers import CONTENT_TYPES
from reviews.printing.paper import LANGUAGES, Paper, papers_in, plain

FOLDER = settings.BASE_DIR / "templates" / "papers"
PDF, WORD = "pdf", "docx"


def pdf_of(papers: Sequence[Paper]) -> bytes:
    """One tagged PDF (PDF/UA-1) with page numbers; the same papers always give the same bytes."""
    return _typeset(papers, format="pdf", pdf_standards=["ua-1"])


def pictures_of(papers: Sequence[Paper]) -> list[bytes]:
    """The pages as PNG, to be looked at."""
    pages = _typeset(papers, format="png", ppi=80.0)
    return pages if isinstance(pages, list) else [pages]


def _typeset(papers: Sequence[Paper], **options):
    import typst

    shown = plain(papers)
    data = json.dumps({"title": shown[0]["title"], "papers": shown}, ensure_ascii=False)
    return typst.compile(
        str(FOLDER / "paper.typ"), root=str(FOLDER), sys_inputs={"data": data}, ignore_system_fonts=True, **options
    )


def word_of(papers: Sequence[Paper]) -> bytes:
    """The same papers as one Word document, to be completed or signed by hand."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(FOLDER / "paper.docx")
    shown = plain(papers)
    template.render({"papers": shown}, autoescape=True)
    template.docx.core_properties.title = shown[0]["title"][:255]
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


MAKERS = {PDF: pdf_of, WORD: word_of}


def asked_paper(request, compose: Callable[[], Paper], name: str) -> HttpResponse:
    """The paper in the languages (kk, ru, both) and of the kind (pdf, docx) that the address names.

    Raises:
        Http404: where it names others.
    """
    languages, kind = request.GET.get("language", "both"), request.GET.get("kind", PDF)
    if languages not in LANGUAGES or kind not in MAKERS:
        raise Http404(_("Page not found."))
    return download(MAKERS[kind](papers_in(languages, compose)), f"{name}-{languages}.{kind}", CONTENT_TYPES[kind])


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """A file for whoever asked, that no cache keeps."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
