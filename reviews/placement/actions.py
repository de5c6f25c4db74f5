"""Filling in the information form, and making the pack: sent by letter or downloaded, and kept (5.2.1)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions import EditConflict
from courses.actions.content import digest_of
from courses.models import Course
from courses.pictures import NotAPicture, cleaned_picture
from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.rendering import render_letter
from reviews.checks import NotAllowed, Refused
from reviews.models import AuthorPhoto, PlacementInformation, PlacementPack
from reviews.papers import kind_of_file, stored_name
from reviews.permissions import PERMISSIONS
from reviews.placement.contents import archive, pack_files
from reviews.placement.parts import parts_of, pieces

INFORMATION_FIELDS = [
    *("short_text", "long_text", "about_authors", "requirements", "subtitles", "starts_on"),
    *("pass_mark", "certificate", "rights", "contact"),
]
PICTURES = ("png", "jpg")
NO_PHOTOS: dict[int, File] = {}
LETTER = "placement_pack"


def save_information(
    course: Course,
    values: dict,
    *,
    image: File | None,
    photos: dict[int, File] = NO_PHOTOS,
    seen: str | None = None,
    by,
    at: datetime,
) -> PlacementInformation:
    """Keep the form as far as it is filled in; only a pack has to be complete.

    ``photos`` are those of authors, by the keys of their users. Of a picture only what it shows is kept.
    ``seen`` is the mark of what the person saw ("" for an empty form, None for who saw nothing).

    Raises:
        NotAllowed: for anybody but authors and the quality department.
        Refused: a picture is none.
        EditConflict: somebody else has changed the form meanwhile.
    """
    _allow("placement.fill", course, by, at)
    cleaned = None if image is None else _cleaned(image)
    cleaned_photos = {user: _cleaned(photo) for user, photo in photos.items()}
    with transaction.atomic():
        return _stored(course, values, cleaned, cleaned_photos, seen)


def _stored(course, values: dict, image, photos: dict, seen: str | None) -> PlacementInformation:
    information, made = PlacementInformation.objects.select_for_update().get_or_create(course=course)
    if not made and seen is not None and seen != digest_of(information, INFORMATION_FIELDS):
        raise EditConflict(information)
    for name, value in values.items():
        setattr(information, name, value.strip() if isinstance(value, str) else value)
    if image is not None:
        _replace(information, image)
    information.save()
    for authorship in course.authorships.filter(user__in=photos):
        photo, _made = AuthorPhoto.objects.get_or_create(course=course, user_id=authorship.user_id)
        _replace(photo, photos[authorship.user_id])
        photo.save()
    return information


def _cleaned(image: File) -> ContentFile:
    """The picture without the place, the camera and the names that photographs carry."""
    if image.size > settings.UPLOAD_LIMIT_BYTES or kind_of_file(image) not in PICTURES:
        raise Refused([_("The picture has to be a PNG or JPEG file, in MB at most: %(n)s.") % {"n": _limit()}])
    try:
        return ContentFile(cleaned_picture(image)[0], name=image.name)
    except NotAPicture as fault:
        raise Refused([str(fault)]) from fault


def _replace(row, image: ContentFile) -> None:
    """Put the picture in the place of an earlier one, whose file goes once the new one is kept."""
    if row.image:
        transaction.on_commit(partial(row.image.storage.delete, row.image.name))
    row.image.save(stored_name(image), image, save=False)


def make_pack(course: Course, *, send: bool, by, at: datetime) -> PlacementPack:
    """Make the pack of what the faculty approved and keep it; ``send`` puts it into the outbox, to the platform.

    Raises:
        NotAllowed: for anybody but the quality department, and for an author.
        Refused: with everything that the pack lacks.
    """
    _allow("placement.send", course, by, at)
    parts = parts_of(course)
    if lacking := [f"{piece.name}: {piece.lacks}" for piece in pieces(parts) if piece.holds_back]:
        raise Refused(lacking)
    files = pack_files(parts, at=at)
    data = archive(files, at=at)
    pack = PlacementPack(course=course, revision=parts.revision, by=by, at=at)
    pack.sha256, pack.sent_to = hashlib.sha256(data).hexdigest(), settings.PLATFORM_EMAIL if send else ""
    pack.contents = [{"name": file.name, "sha256": file.sha256, "size": len(file.data)} for file in files]
    pack.file.save(f"{secrets.token_hex(16)}.zip", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            pack.save()
            if send:
                queue_letters([_letter(pack)], at=at)
    except BaseException:
        pack.file.delete(save=False)  # files know no transaction
        raise
    return pack


def _letter(pack: PlacementPack) -> NewLetter:
    """The placement letter (T10) in Kazakh and Russian, with the pack."""
    context = {"pack": pack, "course": pack.course, "operator": settings.OPERATOR_NAME}
    subject, kazakh = render_letter(LETTER, "kk", context)
    _subject, russian = render_letter(LETTER, "ru", context)
    return NewLetter(
        f"placement:{pack.pk}",
        LETTER,
        None,
        subject,
        f"{kazakh}\n* * *\n\n{russian}",
        email=pack.sent_to,
        attachment=pack.file.name,
        attachment_name=f"{pack.course.code}-placement.zip",
    )


def _allow(permission: str, course: Course, by, at: datetime) -> None:
    refusal = PERMISSIONS[permission].refusal(by, course, at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def _limit() -> int:
    return settings.UPLOAD_LIMIT_BYTES >> 20
