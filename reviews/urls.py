from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("protocol/<int:pk>/", views.protocol, name="protocol"),
    path("record/<int:pk>/", views.gate_record, name="record"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/<slug:transition>/", views.decision, name="decide"),
]
