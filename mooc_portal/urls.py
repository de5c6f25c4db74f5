"""Addresses."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from mooc_portal import views
from mooc_portal.health import health

# The administration signs in where everybody does: rate limits and the second factor hold there too.
admin.site.login = login_required(admin.site.login)
admin.site.site_header = admin.site.site_title = _("MOOC Portal")

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", health, name="health"),
    path("", include("mooc_portal.people.urls")),
    path("", include("mooc_portal.outbox.urls")),
    path("", include("courses.urls")),
    path("reviews/", include("reviews.urls")),
    path("", include("scheduling.urls")),
    path("runs/", include("scheduling.run_urls")),
    path("studio/", include("scheduling.studio.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
