"""One's own data: a copy, and erasing."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from scheduling.registration.data import ErasingRefused, data_of, erase_person, erasing_refusal


class ErasingForm(forms.Form):
    """One's own address, typed, so that nothing is erased by a slip."""

    email = forms.EmailField(
        label=gettext_lazy("Type your e-mail address to erase your data"),
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email != self.user.email:
            raise forms.ValidationError(_("This is not the address of your account."))
        return email


@never_cache
@login_required
@require_POST
def own_data(request: HttpRequest) -> HttpResponse:
    """A copy of everything kept of the reader, as JSON."""
    if not ratelimit.consume(request, action="own_data"):
        return ratelimit.respond_429(request)
    response = JsonResponse(data_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own data; asked once more, in words."""
    form = ErasingForm(request.POST or None, user=request.user)
    refusal = erasing_refusal(request.user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(request.user, at=timezone.now())
        except ErasingRefused as refused:
            refusal = str(refused)
        else:
            logout(request)
            messages.success(request, _("Your data are erased."))
            return redirect("scheduling:catalogue")
    return render(request, "registration/erase.html", {"form": form, "refusal": refusal})
