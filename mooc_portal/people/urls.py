from django.urls import path

from mooc_portal.people import views

app_name = "people"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("language/", views.language, name="language"),
]
