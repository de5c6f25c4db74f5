"""What the pages of courses show of the workflow."""

from django import template
from django.utils import timezone

from courses.markdown import render
from reviews.readers import history_of, offers
from reviews.workflow import TRANSITIONS

register = template.Library()


@register.inclusion_tag("reviews/buttons.html", takes_context=True)
def review_buttons(context, course) -> dict:
    """The steps that the reader may take; the first is the primary action."""
    allowed = [offer.transition for offer in offers(course, context["user"], at=timezone.now()) if not offer.refusal]
    return {"course": course, "steps": [step for step in allowed if step.name != "force"]}


@register.inclusion_tag("reviews/history.html")
def review_history(course) -> dict:
    """All decisions, the newest first."""
    return {"decisions": history_of(course)}


@register.filter
def step_label(name: str):
    return TRANSITIONS[name].label


@register.filter
def markdown(text: str):
    """A text of a course as safe HTML."""
    return render(text)
