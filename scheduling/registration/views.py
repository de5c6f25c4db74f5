"""Registering for a run: with an account in one click, without one by a letter."""

from __future__ import annotations

from contextlib import nullcontext

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mooc_portal.people.actions import person_with_email
from mooc_portal.people.models import User
from mooc_portal.people.readers import roles_of
from scheduling.content import document_of_run
from scheduling.models import Registration, Run, Standing, Way
from scheduling.readers import calendar_of, is_in_catalogue
from scheduling.registration.actions import RegistrationRefused, leave, register
from scheduling.registration.consent import consent_given, consent_text_in_force, give_consent, text_to_read
from scheduling.registration.forms import AddressForm, ConsentForm
from scheduling.registration.letters import queue_confirmation
from scheduling.registration.links import LinkRefused, make_link, read_link
from scheduling.registration.readers import closed_sentence, registration_of, registration_refusal


def run_in_catalogue(pk: int) -> Run:
    """A run of a course that the public sees.

    Raises:
        Http404: when there is none.
    """
    runs = Run.objects.select_related("course", "regulation", "revision").defer("revision__document")
    run = runs.filter(pk=pk).first()
    if run is None or not is_in_catalogue(run.course):
        raise Http404(_("Page not found."))
    return run


@never_cache
@require_http_methods(["GET", "POST"])
def register_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Register for a run: one click with an account, an address without one."""
    run, at = run_in_catalogue(pk), timezone.now()
    if request.user.is_authenticated:
        return _register_person(request, run, request.user, Way.PAGE, at)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="course_registration", key=email):
            return ratelimit.respond_429(request)
        refusal = registration_refusal(run, email, at=at)
        if refusal is None:
            link = reverse("scheduling:confirm", args=[make_link(run, email, way=Way.PAGE, at=at)])
            person = User.objects.filter(email=email, is_active=True).first()
            queue_confirmation(run, email, link=link, person=person, at=at)
            return render(request, "registration/letter_sent.html", {**_facts(run), "email": email})
        form.add_error("email", refusal)
    context = {**_facts(run), "form": form, "closed": closed_sentence(calendar_of(run), at=at)}
    return render(request, "registration/address.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: it proves the address; consent, and the person is registered."""
    at = timezone.now()
    if not ratelimit.consume(request, action="course_registration_link"):
        return ratelimit.respond_429(request)
    try:
        link = read_link(token, at=at)
    except LinkRefused:
        return render(request, "registration/link_refused.html", status=410)
    run = run_in_catalogue(link.run)
    user = User.objects.filter(email=link.email).first()
    return _register_person(request, run, user, link.way, at, email=link.email)


def _register_person(request, run: Run, user, way: Way, at, *, email: str = "") -> HttpResponse:
    """Ask for what is missing (a name, consent), then register. Without ``email`` the person is signed in."""
    text = consent_text_in_force(at)
    # With one click the action itself looks: whoever is registered stays so.
    registration = registration_of(run, user) if user and (email or request.method == "GET") else None
    if registration is not None and registration.standing != Standing.LEFT and registration.consent_id:
        return _enter(request, run, user)
    given = consent_given(user, text) if user else None
    form = _consent_form(request, user, asks_consent=given is None)
    refusal = registration_refusal(run, email or user.email, at=at) if registration is None else None
    if request.method == "POST" and form.is_valid():
        try:
            # A person made for a registration that is refused does not stay.
            with transaction.atomic() if email else nullcontext():
                user = _person(user, email, form)
                address = get_adapter().get_client_ip(request)
                consent = given or give_consent(user, text=text, at=at, address=address)
                registration = register(run, user, way=way, at=at, by=user, consent=consent)
        except RegistrationRefused as refused:
            refusal = " ".join(refused.reasons)
        else:
            _say(request, registration)
            if email:
                _sign_in(request, user, at)
            return _enter(request, run, user)
    context = {**_facts(run), "form": form, "text": text, "reading": text_to_read(text), "email": email}
    return render(request, "registration/consent.html", context | {"refusal": refusal})


def _consent_form(request, user: User | None, *, asks_consent: bool) -> ConsentForm:
    """The form of what is still to be asked; one click on the course page answers it where nothing is."""
    asks = {"asks_name": not (user and user.name), "asks_consent": asks_consent}
    answered = request.method == "POST" and not ("quick" in request.POST and any(asks.values()))
    return ConsentForm(request.POST if answered else None, **asks)


def _person(user: User | None, email: str, form: ConsentForm) -> User:
    name = form.cleaned_data.get("name", "")
    if email:
        user, _created = person_with_email(email, name=name, language=get_language() or "kk", verified=True)
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    return user


def _say(request, registration: Registration) -> None:
    if registration.standing == Standing.WAITING:
        messages.info(request, _("Every place is taken. You wait in line; a letter comes when a place is free."))
    else:
        messages.success(request, _("You are registered."))


def _sign_in(request, user: User, at) -> None:
    """Sign in whoever has just proved the address by registering, where there is no other way set up to do so.

    The link alone signs nobody in: it may be forwarded, and it holds for days.
    """
    has_another_way = user.has_usable_password() or is_mfa_enabled(user)
    if not has_another_way and not user.is_staff and not roles_of(user, at).judges:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def _enter(request, run: Run, user: User) -> HttpResponse:
    """To the room; by way of signing in for whoever is not."""
    if request.user == user:
        return redirect("scheduling:room", run.pk)
    return redirect(f"{reverse(settings.LOGIN_URL)}?next={reverse('scheduling:room', args=[run.pk])}")


@login_required
@require_POST
def leave_run(request: HttpRequest, pk: int) -> HttpResponse:
    registration = get_object_or_404(Registration.objects.exclude(standing=Standing.LEFT), run=pk, user=request.user.pk)
    if request.POST.get("sure") != "yes":
        return render(request, "registration/leave.html", {**_facts(registration.run), "registration": registration})
    try:
        leave(registration, by=request.user, at=timezone.now())
    except RegistrationRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, _("You have left the course."))
    return redirect("scheduling:learning")


def _facts(run: Run) -> dict:
    """What every page of registration shows of the run."""
    return {"run": run, "calendar": calendar_of(run), "document": document_of_run(run)}
