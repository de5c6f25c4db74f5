"""Addresses of the public catalogue, of registration and of the learner's room."""

from django.urls import path

from scheduling import ical_views, plan_views, views
from scheduling.announcement import views as announcement
from scheduling.announcement.feed import AnnouncedRuns
from scheduling.registration import own, staff
from scheduling.registration import views as registration
from scheduling.room import views as room

app_name = "scheduling"
urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/subscribe/", announcement.subscribe_page, name="subscribe"),
    path("catalogue/subscribe/<str:token>/", announcement.subscribe_confirm, name="subscribe-confirm"),
    path("catalogue/feed/<str:language>.atom", AnnouncedRuns(), name="feed"),
    path("catalogue/<slug:code>/", views.course_page, name="course"),
    path("catalogue/<slug:code>/plan/", plan_views.plan, name="plan"),
    path("runs/<int:pk>/move/", plan_views.move, name="move"),
    path("calendar/", ical_views.calendar_page, name="calendar"),
    path("calendar/<str:secret>.ics", ical_views.calendar_of_person, name="calendar-file"),
    path("runs/<int:pk>/register/", registration.register_page, name="register"),
    path("runs/<int:pk>/leave/", registration.leave_run, name="leave"),
    path("register/<str:token>/", registration.confirm, name="confirm"),
    path("runs/<int:pk>/learners/", staff.learners, name="learners"),
    path("runs/<int:pk>/learners/excel/", staff.learners_excel, name="learners_excel"),
    path("runs/<int:pk>/learners/list/", staff.list_upload, name="learners_list"),
    path("runs/<int:pk>/learners/invite/", staff.invitations, name="learners_invite"),
    path("runs/<int:pk>/learners/exception/", staff.exception, name="learners_exception"),
    path("runs/<int:pk>/learners/capacity/", staff.capacity, name="learners_capacity"),
    path("runs/<int:pk>/learners/<int:registration>/remove/", staff.remove, name="learners_remove"),
    path("profile/data/", own.own_data, name="own_data"),
    path("profile/erase/", own.erase, name="erase"),
    path("learning/", room.learning, name="learning"),
    path("learning/<int:pk>/", room.room, name="room"),
    path("learning/<int:pk>/glossary/", room.glossary, name="glossary"),
    path("learning/<int:pk>/search/", room.search, name="search"),
    path("learning/<int:pk>/section/<int:section>/", room.section, name="section"),
    path("learning/<int:pk>/section/<int:section>/text/", room.section_text, name="section_text"),
    path("learning/<int:pk>/section/<int:section>/part/<int:part>/", room.part, name="part"),
    path(
        "learning/<int:pk>/section/<int:section>/part/<int:part>/video/<slug:sha256>/", room.video, name="lecture_video"
    ),
    path(
        "learning/<int:pk>/section/<int:section>/part/<int:part>/video/<slug:sha256>/poster/",
        room.poster,
        name="lecture_poster",
    ),
    path(
        "learning/<int:pk>/section/<int:section>/part/<int:part>/picture/<slug:sha256>/", room.picture, name="picture"
    ),
    path("learning/<int:pk>/section/<int:section>/part/<int:part>/read/", room.read, name="read"),
]
