"""Many extracts at once: which ones, how far they are, and the archive."""

from __future__ import annotations

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from mooc_portal.people.readers import roles_of
from reviews.batches.actions import ask_for_extracts, decisions_with_extracts
from reviews.checks import Refused
from reviews.forms import DAY
from reviews.models import PaperBatch
from reviews.printing.output import PDF, WORD, download

SHOWN = 20


class ExtractsForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Protocols from"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("to (included)"), widget=DAY)
    languages = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("both", gettext_lazy("in both languages")), ("kk", "қазақша"), ("ru", "по-русски")],
    )
    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=[(PDF, "PDF"), (WORD, "Word")])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Make the extracts")))


@login_required
def extracts(request):
    """Ask for the extracts of many decisions; one's earlier requests stand beside."""
    at = timezone.now()
    if not roles_of(request.user, at).judges:
        raise PermissionDenied(_("Only reviewers make extracts."))
    today, day = timezone.localdate(at), request.GET.get("day", "")
    initial = {"since": day or today - timedelta(days=30), "until": day or today}
    form = ExtractsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = decisions_with_extracts(request.user, since=data["since"], until=data["until"], at=at)
        try:
            ask_for_extracts(request.user, chosen, languages=data["languages"], kind=data["kind"], at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return redirect("reviews:extracts")
    batches = PaperBatch.objects.filter(user=request.user)[:SHOWN]
    return render(request, "reviews/batches/page.html", {"form": form, "batches": batches})


@login_required
@require_GET
def batch_line(request, pk: int):
    """A fragment that asks for itself again until the archive is ready."""
    batch = get_object_or_404(PaperBatch, pk=pk, user=request.user)
    return render(request, "reviews/batches/line.html", {"batch": batch})


@login_required
@require_GET
def batch_file(request, pk: int):
    """The archive, for the person who asked for it."""
    batch = get_object_or_404(PaperBatch, pk=pk, user=request.user)
    if not batch.file:
        raise Http404(_("Page not found."))
    with batch.file.storage.open(batch.file.name) as file:
        return download(file.read(), f"extracts-{batch.pk}.zip", "application/zip")
