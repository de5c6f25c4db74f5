from django.urls import path

from reviews import views
from reviews.programme import views as programme
from reviews.remarks import views as remarks

app_name = "reviews"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("programme/<int:pk>/", programme.programme_detail, name="programme"),
    path("programme/<int:pk>/extract/", programme.programme_file, name="programme_file"),
    path("<slug:code>/programme/", programme.course_programme, name="course_programme"),
    path("protocol/<int:pk>/", views.protocol, name="protocol"),
    path("record/<int:pk>/", views.gate_record, name="record"),
    path("remark/<int:pk>/<slug:act>/", remarks.remark_step, name="remark_step"),
    path("<slug:code>/remarks/beside/", remarks.beside, name="remarks_beside"),
    path("<slug:code>/remark/", remarks.remark_new, name="remark_new"),
    path("<slug:code>/changes/", views.changes, name="changes"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/<slug:transition>/", views.decision, name="decide"),
]
