"""The view of ``bench._floor`` beside the portal's own addresses."""

from django.urls import include, path

from bench import _floor

urlpatterns = [*_floor.urlpatterns, path("", include("mooc_portal.urls"))]
