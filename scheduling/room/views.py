"""My learning, and the room of a run: every page asks ``Room.window`` before it shows a section."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.models import Picture
from courses.pictures import SCHEME, picture_response
from courses.video.files import poster_path, poster_response, private, range_response, video_path
from scheduling.room.actions import mark_read, mark_unread
from scheduling.room.path import neighbours
from scheduling.room.readers import Room, announcement_of, room_of, rooms_of, shown_lectures


@login_required
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """Where do I learn, what is open, where do I go on?"""
    at = timezone.now()
    rooms = rooms_of(request.user, at=at)
    running = [room for room in rooms if at < room.calendar.ends_at]
    running.sort(key=lambda room: (not room.readable, room.run.starts_on))
    over = [room for room in rooms if at >= room.calendar.ends_at]
    return render(request, "room/learning.html", {"running": running, "over": over})


def day_asked(request: HttpRequest) -> date | None:
    """The day on which somebody who looks in wants to see the room."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def in_room(view: Callable) -> Callable:
    """Hand the view the room of the reader; who has not consented yet is asked first."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int, **options) -> HttpResponse:
        room = room_of(pk, request.user, at=timezone.now(), on=day_asked(request))
        if not room.looks_in and room.registration.consent_id is None:
            return redirect("scheduling:register", pk)
        return view(request, room, **options)

    return never_cache(login_required(wrapper))


def _context(room: Room, **more) -> dict:
    """What every page of the room knows; ``on`` keeps the chosen day in its links."""
    on = f"?on={room.on.isoformat()}" if room.on else ""
    return {"room": room, "run": room.run, "document": room.document, "on": on, **more}


@require_GET
@in_room
def room(request: HttpRequest, room: Room) -> HttpResponse:
    """The sections of a run: what is open, what opens when, where to go on."""
    return render(request, "room/room.html", _context(room))


@require_GET
@in_room
def section(request: HttpRequest, room: Room, section: int) -> HttpResponse:
    window = room.window(section)
    parts = [step for step in room.way if step.section == section]
    announcement = "" if window.is_final else announcement_of(room.run, room.document, section)
    more = {"window": window, "parts": parts, "announcement": announcement, "title": room.title_of(section)}
    return render(request, "room/section.html", _context(room, **more))


@require_GET
@in_room
def part(request: HttpRequest, room: Room, section: int, part: int) -> HttpResponse:
    """Read a part: lectures, text, tasks; the way back and forward."""
    return render(request, "room/part.html", _part_context(room, section, part))


def _part_context(room: Room, section: int, part: int) -> dict:
    window = room.window(section)
    if (section, part) not in {step.place for step in room.way}:
        raise Http404(_("Page not found."))
    before, after = neighbours(room.way, (section, part))
    content = None if window.is_final else room.document.sections[section - 1].parts[part - 1]
    more = {
        "window": window,
        "content": content,
        "lectures": [] if content is None else shown_lectures(room.run.course, content.lectures),
        "title": content.title if content else room.title_of(section),
        "section_title": room.title_of(section),
        "tasks": room.document.final_tasks if content is None else content.tasks,
        "section": section,
        "part": part,
        "pictures": reverse("scheduling:part", args=[room.run.pk, section, part]) + "picture/",
        "before": before,
        "after": after,
        "is_read": (section, part) in room.read,
    }
    return _context(room, **more)


@require_GET
@in_room
def video(request: HttpRequest, room: Room, section: int, part: int, sha256: str) -> HttpResponseBase:
    """The video of a lecture of a part that can be read now, whole or the bytes asked for."""
    media_type = _media_type(room, section, part, sha256)
    return private(range_response(request.headers.get("Range", ""), video_path(sha256), media_type))


@require_GET
@in_room
def poster(request: HttpRequest, room: Room, section: int, part: int, sha256: str) -> HttpResponse:
    """The picture of such a video before it is played."""
    _media_type(room, section, part, sha256)
    return private(poster_response(poster_path(sha256)))


@require_GET
@in_room
def picture(request: HttpRequest, room: Room, section: int, part: int, sha256: str) -> HttpResponse:
    """A picture in a text of a part that can be read now."""
    context = _part_context(room, section, part)
    texts = [context["content"].text if context["content"] else "", *(task.instructions for task in context["tasks"])]
    found = Picture.objects.filter(course=room.run.course_id, sha256=sha256).first()
    if found is None or not any(f"{SCHEME}{sha256}" in text for text in texts):
        raise Http404(_("Page not found."))
    return picture_response(sha256, found.media_type)


def _media_type(room: Room, section: int, part: int, sha256: str) -> str:
    """Of an uploaded video of a lecture of the part; Http404 for any other, and while the section is closed."""
    lectures = _part_context(room, section, part)["lectures"]
    found = next((lecture.uploaded for lecture in lectures if lecture.lecture.video == sha256), "")
    if not found:
        raise Http404(_("Page not found."))
    return found


@require_POST
@in_room
def read(request: HttpRequest, room: Room, section: int, part: int) -> HttpResponse:
    """Keep that a part is read (or not); htmx gets the button back, everybody else the next part."""
    room.window(section)
    if request.POST.get("unread"):
        mark_unread(room, section, part)
    else:
        mark_read(room, section, part, at=timezone.now())
    if request.htmx:
        room = room_of(room.run.pk, request.user, at=timezone.now(), on=room.on)
        return render(request, "room/read_button.html", _part_context(room, section, part))
    after = None if request.POST.get("unread") else neighbours(room.way, (section, part))[1]
    place = after.place if after else (section, part)
    return redirect("scheduling:part", room.run.pk, *place)


@require_GET
@in_room
def glossary(request: HttpRequest, room: Room) -> HttpResponse:
    if not room.readable:
        raise Http404(_("Page not found."))
    return render(request, "room/glossary.html", _context(room))


@require_GET
@in_room
def search(request: HttpRequest, room: Room) -> HttpResponse:
    """Look for words in the sections that are open."""
    words = request.GET.get("q", "")[:200]
    return render(request, "room/search.html", _context(room, q=words, found=room.found(words)))


@require_GET
@in_room
def section_text(request: HttpRequest, room: Room, section: int) -> HttpResponse:
    """The texts of a section as one file, to be read without a connection."""
    window = room.window(section)
    if window.is_final:
        raise Http404(_("Page not found."))
    content = room.document.sections[section - 1]
    texts = [f"# {section}. {content.title}", *(f"## {one.title}\n\n{one.text}" for one in content.parts)]
    response = HttpResponse("\n\n".join(texts) + "\n", content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{room.run.course.code}-{section}.md"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
