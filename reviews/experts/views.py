"""Pages of experts: asking one, giving an opinion, waiting no longer."""

from __future__ import annotations

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from courses.readers import course_for
from mooc_portal.people.models import User
from reviews.checks import NotAllowed, Refused
from reviews.experts.actions import ask_expert, give_opinion, release_expert
from reviews.experts.readers import possible_experts
from reviews.models import Opinion, Verdict
from reviews.permissions import PERMISSIONS

USUAL_DAYS = 5


class AskForm(forms.Form):
    """Whom to ask, and until when."""

    expert = forms.ModelChoiceField(label=gettext_lazy("Expert"), queryset=User.objects.none())
    due_on = forms.DateField(
        label=gettext_lazy("Opinion needed until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, experts, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Ask for an opinion")))


class OpinionForm(forms.Form):
    """A conclusion and its reason; the action says what is missing."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Conclusion"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 6}), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", gettext_lazy("Give the opinion")))


@login_required
def expert_ask(request, code: str):
    """Ask a person for an opinion on the revision that is being judged."""
    at = timezone.now()
    course = course_for(request.user, code, at=at)
    refusal = PERMISSIONS["expert.ask"].refusal(request.user, course, at)
    if refusal is not None:
        raise PermissionDenied(refusal)
    initial = {"due_on": timezone.localdate(at) + timedelta(days=USUAL_DAYS)}
    form = AskForm(request.POST or None, initial=initial, experts=possible_experts(course, at=at))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ask_expert(course, data["expert"], due_on=data["due_on"], by=request.user, at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("%(name)s is asked for an opinion.") % {"name": data["expert"]})
            return redirect("reviews:detail", code=course.code)
    context = {"course": course, "form": form, "heading": _("Ask an expert")}
    return render(request, "reviews/experts/form.html", context)


@login_required
def opinion_give(request, pk: int):
    """The expert's own page: what the expert finds, and why."""
    opinion = get_object_or_404(Opinion.objects.select_related("course"), pk=pk)
    if opinion.expert_id != request.user.pk:
        raise Http404(_("Page not found."))
    form = OpinionForm(request.POST or None, initial={"verdict": opinion.verdict, "reason": opinion.reason})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            give_opinion(opinion, data["verdict"], data["reason"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            raise PermissionDenied(refused.reasons[0]) from refused
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Your opinion is saved."))
            return redirect("reviews:detail", code=opinion.course.code)
    context = {"course": opinion.course, "form": form, "heading": _("Opinion of the expert")}
    return render(request, "reviews/experts/form.html", context)


@login_required
@require_POST
def expert_release(request, pk: int):
    """Wait no longer for an opinion."""
    opinion = get_object_or_404(Opinion.objects.select_related("course", "expert"), pk=pk)
    course_for(request.user, opinion.course.code, at=timezone.now())
    try:
        release_expert(opinion, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        raise PermissionDenied(refused.reasons[0]) from refused
    messages.success(request, _("The opinion of %(name)s is no longer awaited.") % {"name": opinion.expert})
    return redirect("reviews:detail", code=opinion.course.code)
