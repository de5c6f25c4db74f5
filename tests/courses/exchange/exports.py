"""Small course exports for tests: archives made of named texts, and hostile ones."""

import io
import tarfile


def packed(files: dict[str, str | bytes], *extra: tarfile.TarInfo) -> io.BytesIO:
    """A ``.tar.gz`` of these files and, after them, of headers without content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
        for header in extra:
            archive.addfile(header)
    out.seek(0)
    return out


def header(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def course(inside: str, **attributes: str) -> str:
    """A course.xml with everything inline."""
    attributes = {
        "display_name": "Course",
        "org": "Org",
        "course": "C1",
        "url_name": "run",
        "language": "en",
    } | attributes
    stated = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<course {stated}>{inside}</course>"


def unit(inside: str) -> str:
    """One chapter, sequential and vertical around some blocks."""
    return course(
        f'<chapter display_name="Week"><sequential display_name="Lesson">'
        f'<vertical display_name="Unit">{inside}</vertical></sequential></chapter>'
    )
