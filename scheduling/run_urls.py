"""Addresses of runs: what the calendar does in them."""

from django.urls import path

from scheduling import run_views as views

app_name = "runs"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/section/<int:number>/", views.letter, name="letter"),
]
