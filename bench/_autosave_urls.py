"""The portal's addresses, and the floor of ``bench.autosave``: a signed-in person's request with one UPDATE."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone

from courses.models import Course
from mooc_portal.urls import handler400, handler403, handler404
from mooc_portal.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]


@login_required
def one_update(request):
    Course.objects.filter(code="floor").update(summary=next(request.POST.values()), updated_at=timezone.now())
    return JsonResponse({"state": "saved", "seen": ""})


urlpatterns = [*portal, path("floor/", one_update)]
