"""What the pages of courses show of the workflow."""

from django import template
from django.utils import timezone

from courses.markdown import render, render_line
from courses.states import REVIEW_STATES
from courses.terms import terms_of
from reviews.permissions import PERMISSIONS
from reviews.readers import held_by, history_of, offers, waiting
from reviews.waivers.readers import standing_waivers
from reviews.workflow import TRANSITIONS

register = template.Library()


@register.inclusion_tag("reviews/buttons.html", takes_context=True)
def review_buttons(context, course, primary=True) -> dict:
    """The steps that the reader may take; the first is the primary action, unless that is another one."""
    allowed = [offer.transition for offer in offers(course, context["user"], at=timezone.now()) if not offer.refusal]
    return {"course": course, "steps": [step for step in allowed if step.name != "force"], "primary": primary}


@register.inclusion_tag("reviews/history.html")
def review_history(course) -> dict:
    """Who holds the course and until when, and all decisions, the newest first."""
    decisions = list(history_of(course))
    return {
        "course": course,
        "holders": held_by(course, at=timezone.now()),
        "waiting": waiting(course, at=timezone.now()) if course.state in REVIEW_STATES else None,
        "decisions": decisions,
        "forced": any(decision.transition == "force" for decision in decisions),
    }


@register.inclusion_tag("reviews/waivers/standing.html", takes_context=True)
def waivers_standing(context, course) -> dict:
    """What of the regulation is let pass for the course now, told wherever its findings are."""
    at, user = timezone.now(), context["user"]
    may_open = any(PERMISSIONS[name].allows(user, course, at) for name in ("waiver.limit", "waiver.recommendation"))
    return {"course": course, "waivers": standing_waivers(course, at=at), "may_open": may_open}


@register.filter
def step_label(name: str):
    return TRANSITIONS[name].label


@register.simple_tag(takes_context=True)
def course_text(context, text: str, document=None):
    """A text of a course as safe HTML, the terms of the glossary of ``document`` marked.

    Its pictures come from the address in ``pictures`` of the context, else from that of the course.
    """
    course = context.get("course")
    pictures = context.get("pictures") or (f"{course.get_absolute_url()}picture/" if course else "")
    return render(text, terms_of(document) if document else None, pictures=pictures)


@register.filter
def formulas(text: str):
    """A line of a course as safe HTML: plain apart from its formulas."""
    return render_line(text)
