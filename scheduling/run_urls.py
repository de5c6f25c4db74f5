"""Addresses of runs: what the calendar does in them."""

from django.urls import path

from scheduling import run_views as views
from scheduling.announcement import views as announcement

app_name = "runs"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/announcement/", announcement.announcement, name="announcement"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/report/excel/", views.report_excel, name="report-excel"),
    path("<int:pk>/section/<int:number>/", views.letter, name="letter"),
]
