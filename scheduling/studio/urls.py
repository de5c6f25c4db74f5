"""Addresses of the studios."""

from django.urls import path, re_path

from scheduling.studio import grid_views, views

app_name = "studio"
urlpatterns = [
    path("", views.week, name="week"),
    path("new/", views.new, name="new"),
    path("hours/", grid_views.hours, name="hours"),
    path("<int:pk>/drop/", grid_views.drop, name="drop"),
    path("day/<str:day>/", views.day_sheet, name="day"),
    path("<int:pk>/", views.booking_detail, name="booking"),
    re_path(r"^(?P<pk>\d+)/(?P<step>tick|confirm|cancel)/$", views.booking_step, name="step"),
]
