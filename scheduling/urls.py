"""Addresses of the public catalogue, of registration and of the learner's room."""

from django.urls import path

from scheduling import views
from scheduling.registration import views as registration
from scheduling.room import views as room

app_name = "scheduling"
urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/", views.course_page, name="course"),
    path("catalogue/<slug:code>/plan/", views.plan, name="plan"),
    path("runs/<int:pk>/register/", registration.register_page, name="register"),
    path("runs/<int:pk>/leave/", registration.leave_run, name="leave"),
    path("register/<str:token>/", registration.confirm, name="confirm"),
    path("learning/", room.learning, name="learning"),
    path("learning/<int:pk>/", room.room, name="room"),
]
