"""Papers for decisions: the extract of a protocol as a small PDF."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile

from courses.document.codec import decode_stored
from courses.models import Revision
from reviews.checklist.answers import Answer
from reviews.checklist.items import YES, items_of
from reviews.papers import Placement, Protocol

PLATFORM = "platform@demo.example"


def protocol(number: int, day: date) -> Protocol:
    return Protocol(
        number=str(number),
        date=day,
        file=ContentFile(one_page(f"Protocol No. {number} of {day:%d.%m.%Y} (extract)"), name=f"protocol-{number}.pdf"),
    )


def placement(day: date) -> Placement:
    return Placement(email=PLATFORM, sent_on=day)


def checklist(revision: Revision, step: str) -> dict[str, Answer]:
    """Every question that the step asks about the revision, answered with yes."""
    return {item.id: Answer(YES) for item in items_of(decode_stored(revision.document), step)}


def one_page(line: str) -> bytes:
    """A valid PDF of one page with one line of Latin text."""
    text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    content = f"BT /F1 16 Tf 72 740 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )
