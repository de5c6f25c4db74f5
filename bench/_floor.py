"""The floors of ``bench.registration``: a view that does nothing but insert one row."""

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from mooc_portal.outbox.models import Refusal


def insert_one_row(request) -> HttpResponse:
    """One row, one answer."""
    Refusal.objects.create(mailing_list="bench", email=request.headers["X-Row"], at=timezone.now())
    return HttpResponse("done")


urlpatterns = [path("floor/", insert_one_row)]
