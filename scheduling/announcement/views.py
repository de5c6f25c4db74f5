"""The launch message of a run, and asking to hear of courses."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mooc_portal.people.models import Faculty
from scheduling.announcement.actions import (
    AnnouncementRefused,
    approve_announcement,
    record_link,
    send_announcement_to,
    write_announcement,
)
from scheduling.announcement.forms import AnnouncementForm, LinkForm, SubscribeForm
from scheduling.announcement.subscriptions import (
    SubscriptionRefused,
    Wish,
    ask_to_confirm,
    read_wish,
    subscribe,
    subscriptions_to,
)
from scheduling.announcement.texts import composed_texts, share_links
from scheduling.jobs.facts import contents_of
from scheduling.models import Run
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of
from scheduling.run_views import run_visible_to


@login_required
@require_http_methods(["GET", "POST"])
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as composed or written: edit, approve, record where it stands published."""
    at = timezone.now()
    run = run_visible_to(request.user, pk, at=at)
    form = _form(run, request.POST if request.POST.get("step") == "write" else None)
    link_form = LinkForm(request.POST if request.POST.get("step") == "link" else None)
    if request.method == "POST" and _answer(request, run, form, link_form, at):
        return redirect("runs:announcement", run.pk)
    contents = contents_of(run)
    calendar = calendar_of(run)
    context = {
        "run": run,
        "title": contents.document.title,
        "language": contents.document.language,
        "announcement": contents.announcement,
        "form": form,
        "moved": _moved_since(contents),
        "link_form": link_form,
        "due_at": calendar.announced_at,
        "overdue": at >= calendar.announced_at and not (contents.announcement and contents.announcement.sent_at),
        "links": run.published_links.all(),
        "posts": run.channel_posts.all(),
        "shares": _shares(contents),
        "asked": subscriptions_to(run).count(),
        "may_write": PERMISSIONS["run.announce"].allows(request.user, run.course, at),
        "may_approve": PERMISSIONS["run.approve_announcement"].allows(request.user, run.course, at),
    }
    return render(request, "announcement/announcement.html", context)


def _moved_since(contents) -> bool:
    """Whether the first day was moved after the text was written, so that its dates are wrong."""
    message = contents.announcement
    return bool(message and not message.sent_at and contents.run.moves.filter(at__gt=message.edited_at).exists())


def _form(run: Run, data) -> AnnouncementForm:
    written = getattr(run, "announcement", None)
    return AnnouncementForm(data, instance=written, initial=None if written else composed_texts(run))


def _shares(contents) -> list[tuple[str, str]]:
    language = get_language()
    text = contents.announcement.short(language) if contents.announcement else None
    return share_links(contents.run, text or composed_texts(contents.run)[f"short_{language}"])


def _answer(request: HttpRequest, run: Run, form, link_form, at) -> bool:
    """Do what a button says; False where a form has to be shown again with its errors."""
    step, by = request.POST.get("step"), request.user
    try:
        if step == "approve":
            seen = parse_datetime(request.POST.get("seen", ""))
            approve_announcement(run, by=by, at=at, seen=seen)
            messages.success(request, _("The message is approved. It leaves when it is due."))
        elif step == "copy":
            send_announcement_to(by, run, at=at)
            messages.success(request, _("The letter is on its way to you."))
        elif step == "write" and form.is_valid():
            write_announcement(run, texts=form.cleaned_data, by=by, at=at)
            messages.success(request, _("The message is kept. An author approves it."))
        elif step == "link" and link_form.is_valid():
            record_link(run, by=by, at=at, **link_form.cleaned_data)
            messages.success(request, _("The link is recorded."))
        else:
            return False
    except AnnouncementRefused as refused:
        messages.error(request, str(refused))
    return True


@never_cache
@require_http_methods(["GET", "POST"])
def subscribe_page(request: HttpRequest) -> HttpResponse:
    """Ask for letters about new runs; the answer tells nobody whether the address is known."""
    initial = {"language": get_language()}
    if request.user.is_authenticated:
        initial["email"] = request.user.email
    form = SubscribeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="course_registration", key=form.cleaned_data["email"]):
            return ratelimit.respond_429(request)
        faculty: Faculty | None = form.cleaned_data["faculty"]
        wish = Wish(**form.cleaned_data | {"faculty": faculty.code if faculty else ""})
        ask_to_confirm(wish, at=timezone.now())
        return render(request, "announcement/asked.html", {"email": wish.email})
    return render(request, "announcement/subscribe.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def subscribe_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: asked on GET (programs that look at links confirm nothing), kept on POST."""
    at = timezone.now()
    try:
        wish = read_wish(token, at=at)
    except SubscriptionRefused:
        return render(request, "announcement/link_refused.html", status=410)
    if request.method == "POST":
        subscribe(wish, at=at)
    return render(request, "announcement/confirm.html", {"wish": wish, "kept": request.method == "POST"})
