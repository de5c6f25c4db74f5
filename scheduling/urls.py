"""Addresses of the public catalogue."""

from django.urls import path

from scheduling import views

app_name = "scheduling"
urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/", views.course_page, name="course"),
    path("catalogue/<slug:code>/plan/", views.plan, name="plan"),
]
