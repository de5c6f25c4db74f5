"""Pictures in the texts of a course: what is taken as one, where it lies, how it is sent.

A text names a picture as ``![what it shows](picture:SHA-256)``, so that a document says the same wherever it is read.
"""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

SCHEME = "picture:"
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# Wider than any column of text on a fine screen; a larger one is made smaller, for slow connections.
WIDEST = 2000
MOST_PIXELS = 50_000_000
QUALITY = 90  # of 100: lossy types are encoded anew, and nobody should see that


class NotAPicture(Exception):
    """The file cannot be taken as a picture; ``str()`` says why, for the reader."""


def picture_path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "pictures" / sha256[:2] / sha256


def cleaned_picture(file) -> tuple[bytes, str]:
    """The bytes to keep and their media type: what the file shows, upright, and nothing that came along with it.

    Raises:
        NotAPicture: for another type, a broken file, and one of absurd measures.
    """
    try:
        with Image.open(file, formats=list(MEDIA_TYPES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture(_("The picture has too many pixels. At most: 50 million."))
            kind = image.format
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((WIDEST, WIDEST))
            return _bare(upright, kind), MEDIA_TYPES[kind]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(_("This is no picture that browsers show. Save it as PNG, JPEG or WebP.")) from error


def _bare(image: Image.Image, kind: str) -> bytes:
    """Encoded anew, without the place, the camera and the name that photographs carry."""
    image.info = {key: value for key, value in image.info.items() if key in ("transparency", "icc_profile")}
    if kind == "JPEG" and image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    kept = io.BytesIO()
    image.save(kept, kind, quality=QUALITY)
    return kept.getvalue()


def picture_response(sha256: str, media_type: str) -> HttpResponse:
    """The picture, kept by the reader's own browser alone, and never taken for another type.

    Raises:
        Http404: when the disk has lost the file.
    """
    path = picture_path(sha256)
    if not path.is_file():
        raise Http404(_("The file is not there any more. Tell the academic quality department."))
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(path.read_bytes(), content_type=media_type, headers=headers)
