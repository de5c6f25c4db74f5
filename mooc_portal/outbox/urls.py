"""Addresses that letters carry."""

from django.urls import path

from mooc_portal.outbox import views

app_name = "outbox"
urlpatterns = [path("letters/leave/<str:token>/", views.leave, name="leave")]
