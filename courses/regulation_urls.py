"""Addresses of the regulation, below /regulation/; part of the namespace ``courses``."""

from django.urls import path

from courses.views import regulation as views

urlpatterns = [
    path("", views.regulation_in_force, name="regulation"),
    path("<slug:version>/", views.regulation_version, name="regulation-version"),
    path("<slug:version>/file/", views.regulation_file, name="regulation-file"),
    path("<slug:version>/copy/", views.regulation_copy, name="regulation-copy"),
    path("<slug:version>/impact/", views.regulation_impact, name="impact"),
    path("<slug:version>/impact.xlsx", views.impact_workbook, name="impact-workbook"),
    path("<slug:version>/activate/", views.regulation_activate, name="regulation-activate"),
]
