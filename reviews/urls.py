from django.urls import path

from reviews.batches import views as batches
from reviews.experts import views as experts
from reviews.meetings import views as meetings
from reviews.placement import views as placement
from reviews.programme import views as programme
from reviews.remarks import views as remarks
from reviews.views import lists, papers, review
from reviews.waivers import views as waivers

app_name = "reviews"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("remind/", lists.remind, name="remind"),
    path("extracts/", batches.extracts, name="extracts"),
    path("extracts/<int:pk>/line/", batches.batch_line, name="batch_line"),
    path("extracts/<int:pk>/", batches.batch_file, name="batch_file"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/new/<slug:kind>/<int:pk>/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting"),
    path("meetings/<int:pk>/agenda/", meetings.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/protocol/", meetings.meeting_protocol, name="meeting_protocol"),
    path("overview/", lists.pipeline, name="overview"),
    path("protocol/<int:pk>/", review.protocol, name="protocol"),
    path("extract/<int:pk>/", papers.decision_extract_file, name="extract"),
    path("pack/<int:pk>/", placement.pack_file, name="pack"),
    path("record/<int:pk>/", review.gate_record, name="record"),
    path("programme/<int:pk>/", programme.programme_detail, name="programme"),
    path("programme/<int:pk>/extract/", programme.programme_file, name="programme_file"),
    path("programme/<int:pk>/made-extract/", programme.programme_extract_file, name="programme_extract"),
    path("programme/<int:pk>/paper/", programme.programme_paper_file, name="programme_paper"),
    path("waiver/<int:pk>/withdraw/", waivers.waiver_withdraw, name="waiver_withdraw"),
    path("<slug:code>/waivers/line/", waivers.waiver_line, name="waiver_line"),
    path("<slug:code>/waivers/", waivers.course_waivers, name="waivers"),
    path("<slug:code>/placement/", placement.placement, name="placement"),
    path("<slug:code>/approval-sheet/", papers.approval_sheet_file, name="approval_sheet"),
    path("<slug:code>/check/", papers.check_file, name="check_paper"),
    path("<slug:code>/programme/", programme.course_programme, name="course_programme"),
    path("<slug:code>/programme/line/", programme.programme_line, name="programme_line"),
    path("<slug:code>/programme/paper/", programme.course_programme_paper, name="course_programme_paper"),
    path("remark/<int:pk>/<slug:act>/", remarks.remark_step, name="remark_step"),
    path("<slug:code>/remarks/beside/", remarks.beside, name="remarks_beside"),
    path("<slug:code>/remarks.xlsx", lists.remark_sheet, name="remark_sheet"),
    path("<slug:code>/decisions.xlsx", lists.decision_sheet, name="decision_sheet"),
    path("<slug:code>/waivers.xlsx", lists.waiver_sheet, name="waiver_sheet"),
    path("opinion/<int:pk>/", experts.opinion_give, name="opinion"),
    path("opinion/<int:pk>/release/", experts.expert_release, name="expert_release"),
    path("<slug:code>/experts/", experts.expert_ask, name="expert_ask"),
    path("<slug:code>/remark/", remarks.remark_new, name="remark_new"),
    path("<slug:code>/history/", review.history, name="history"),
    path("<slug:code>/changes/", review.changes, name="changes"),
    path("<slug:code>/video/<slug:sha256>/", review.video, name="video"),
    path("<slug:code>/picture/<slug:sha256>/", review.picture, name="picture"),
    path("<slug:code>/", review.detail, name="detail"),
    path("<slug:code>/<slug:transition>/", review.decision, name="decide"),
]
