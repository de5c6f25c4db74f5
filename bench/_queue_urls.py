"""The portal's addresses, and the floor of ``bench.queue``: a page in the same frame with one query of its own."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from courses.models import Course
from mooc_portal.urls import handler400, handler403, handler404
from mooc_portal.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]


@login_required
def one_query(request):
    course = Course.objects.only("title", "state").get(code="course-1")
    return render(request, "refused.html", {"title": course.title, "text": course.title, "status": 200})


urlpatterns = [*portal, path("floor/", one_query)]
