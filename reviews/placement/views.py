"""The placement of a course: what the pack lacks, the information form, sending it, and what was sent."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.actions import EditConflict
from courses.forms.base import SeenForm
from courses.readers import course_for
from reviews.checks import NotAllowed, Refused
from reviews.forms import DAY
from reviews.models import PlacementInformation, PlacementPack
from reviews.permissions import PERMISSIONS
from reviews.placement.actions import INFORMATION_FIELDS, make_pack, save_information
from reviews.placement.parts import packs_of, parts_of, pieces
from reviews.printing.output import download

SAVE, SEND, FETCH = "save", "send", "download"


class InformationForm(SeenForm):
    """Half a form may be saved: what is missing is told beside it."""

    picture = forms.FileField(required=False)

    class Meta:
        model = PlacementInformation
        fields = INFORMATION_FIELDS
        widgets = {
            "starts_on": DAY,
            **{name: forms.Textarea({"rows": 3}) for name in ("about_authors", "requirements", "rights")},
            "long_text": forms.Textarea({"rows": 8}),
        }

    def __init__(self, *args, authors, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = PlacementInformation._meta.get_field("image").verbose_name.capitalize()
        self.photos = {f"photo_{author.pk}": author for author in authors}
        for name, author in self.photos.items():
            label = _("Photograph of the author: %(name)s") % {"name": author}
            self.fields[name] = forms.FileField(label=label, required=False)
        for name in ("picture", *self.photos):
            self.fields[name].help_text = _("PNG or JPEG. An earlier picture stays where none is chosen.")
            self.fields[name].widget.attrs["accept"] = "image/png,image/jpeg"
        self.fields["pass_mark"].validators.append(MaxValueValidator(100))
        self.fields["pass_mark"].widget.attrs["max"] = 100


@login_required
def placement(request, code: str):
    """Everybody who may see the course sees what is ready; authors fill in the form, the quality department sends."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    parts = parts_of(course)
    act = request.POST.get("act", "") or (SAVE if "save" in request.POST else "")
    saving = (request.POST, request.FILES) if act == SAVE else ()
    form = InformationForm(*saving, instance=parts.information, authors=[one.user for one, _photo in parts.photos])
    refused: list[str] = []
    if request.method == "POST":
        try:
            if (done := _acted(request, course, act, form, at)) is not None:
                return done
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.reasons[0]) from refusal
        except Refused as refusal:
            refused = refusal.reasons
    context = {
        "course": course,
        "pieces": pieces(parts),
        "packs": packs_of(course),
        "form": form if PERMISSIONS["placement.fill"].allows(request.user, course, at) else None,
        "may_send": PERMISSIONS["placement.send"].allows(request.user, course, at),
        "refused": refused,
        "mailbox": settings.PLATFORM_EMAIL,
    }
    context["lacks"] = sum(piece.holds_back for piece in context["pieces"])
    return render(request, "reviews/placement/course.html", context)


def _acted(request, course, act: str, form: InformationForm, at) -> HttpResponse | None:
    """Carry out the button; None where the form has to be shown again."""
    if act == SAVE:
        if not form.is_valid():
            return None
        given = form.cleaned_data
        photos = {author.pk: given[name] for name, author in form.photos.items() if given[name]}
        kept = {"image": given["picture"], "photos": photos, "seen": given["seen"]}
        try:
            save_information(course, form.values(), **kept, by=request.user, at=at)
        except EditConflict as conflict:
            form.show_conflict(conflict.stored)
            return None
        messages.success(request, _("Saved."))
    elif act in (SEND, FETCH):
        pack = make_pack(course, send=act == SEND, by=request.user, at=at)
        if act == FETCH:
            return redirect("reviews:pack", pk=pack.pk)
        messages.success(request, _("The pack goes to %(mailbox)s.") % {"mailbox": pack.sent_to})
    return redirect("reviews:placement", code=course.code)


@login_required
@require_GET
def pack_file(request, pk: int):
    """A pack that was made, for those who may send one."""
    at = timezone.now()
    pack = get_object_or_404(PlacementPack.objects.select_related("course"), pk=pk)
    course = course_for(request.user, pack.course.code, at=at)
    refusal = PERMISSIONS["placement.send"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    with pack.file.storage.open(pack.file.name) as file:
        return download(file.read(), f"{course.code}-placement.zip", "application/zip")
