"""Addresses of the studios."""

from django.urls import path, re_path

from scheduling.studio import cut_views, figure_views, grid_views, pipeline_views, plan_views, release_views, views
from scheduling.studio.planner import views as planner_views

app_name = "studio"
urlpatterns = [
    path("", views.week, name="week"),
    path("new/", views.new, name="new"),
    path("hours/", grid_views.hours, name="hours"),
    path("<int:pk>/drop/", grid_views.drop, name="drop"),
    path("day/<str:day>/", views.day_sheet, name="day"),
    path("plans/", plan_views.plans, name="plans"),
    path("plans/<slug:code>/", plan_views.work_plan, name="plan"),
    path("plans/<slug:code>/make/", plan_views.make, name="plan-make"),
    path("plans/<slug:code>/excel/", plan_views.plan_excel, name="plan-excel"),
    path("plans/<slug:code>/paper/", plan_views.plan_paper, name="plan-paper"),
    path("plans/<slug:code>/items/<int:pk>/", plan_views.item, name="item"),
    path("plans/<slug:code>/items/<int:pk>/done/", plan_views.item_done, name="item-done"),
    path("board/", pipeline_views.board, name="board"),
    path("production/<slug:code>/", pipeline_views.production, name="production"),
    path("lectures/<int:pk>/", pipeline_views.lecture, name="lecture"),
    path("lectures/<int:pk>/step/<str:name>/", pipeline_views.lecture_step, name="lecture-step"),
    path("lectures/<int:pk>/upload/<uuid:key>/", cut_views.cut_piece, name="cut-piece"),
    path("lectures/<int:pk>/upload/<uuid:key>/finish/", cut_views.cut_finish, name="cut-finish"),
    path("lectures/<int:pk>/upload/<str:purpose>/", cut_views.cut_begin, name="cut-begin"),
    path("lectures/<int:pk>/cut/<str:purpose>/", cut_views.cut_play, name="cut"),
    path("lectures/<int:pk>/cut/<str:purpose>/poster/", cut_views.cut_poster, name="cut-poster"),
    path("lectures/<int:pk>/notes/", pipeline_views.note, name="note"),
    path("lectures/<int:pk>/notes/<int:note>/done/", pipeline_views.note_done, name="note-done"),
    path("release/", release_views.release, name="release"),
    path("release/line/", release_views.unreleased, name="unreleased"),
    path("feeds/", release_views.feeds, name="feeds"),
    path("feed/<str:secret>.ics", release_views.feed, name="feed"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/excel/", figure_views.figures_excel, name="figures-excel"),
    path("proposals/", planner_views.proposals, name="proposals"),
    path("proposals/<int:pk>/", planner_views.proposal, name="proposal"),
    path("proposals/<int:pk>/accept/", planner_views.accept, name="proposal-accept"),
    path("plans/<slug:code>/wishes/", planner_views.wishes, name="plan-wishes"),
    path("<int:pk>/", views.booking_detail, name="booking"),
    re_path(r"^(?P<pk>\d+)/(?P<step>tick|confirm|cancel)/$", views.booking_step, name="step"),
]
