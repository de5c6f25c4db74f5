from django.urls import include, path

from courses.views import arrange, check, edit, grading, history, items, pages, pictures, videos

app_name = "courses"
urlpatterns = [
    path("regulation/", include("courses.regulation_urls")),
    path("courses/", pages.course_list, name="list"),
    path("courses/new/", pages.course_new, name="new"),
    path("courses/import/", pages.course_import, name="import"),
    path("courses/<slug:code>/", pages.course_detail, name="detail"),
    path("courses/<slug:code>/export/", pages.course_export, name="export"),
    path("courses/<slug:code>/import/", pages.course_replace, name="replace"),
    path("courses/<slug:code>/presence/", edit.course_presence, name="presence"),
    path("courses/<slug:code>/edit/", edit.course_edit, name="edit"),
    path("courses/<slug:code>/authors/", edit.course_authors, name="authors"),
    path("courses/<slug:code>/outline/", arrange.course_outline, name="outline"),
    path("courses/<slug:code>/check/", check.course_check, name="check"),
    path("courses/<slug:code>/grading/", grading.course_grading, name="grading"),
    path("courses/<slug:code>/history/", history.revision_list, name="history"),
    path("courses/<slug:code>/history/<int:number>/", history.revision_page, name="revision"),
    path("courses/<slug:code>/deleted/", arrange.deleted_list, name="deleted"),
    path("courses/<slug:code>/deleted/<int:pk>/", arrange.node_restore, name="restore"),
    path("courses/<slug:code>/video/<slug:sha256>/", videos.video_play, name="video"),
    path("courses/<slug:code>/video/<slug:sha256>/poster/", videos.video_poster, name="poster"),
    path("courses/<slug:code>/pictures/", pictures.picture_add, name="pictures"),
    path("courses/<slug:code>/picture/<slug:sha256>/", pictures.picture_show, name="picture"),
    path("courses/<slug:code>/upload/<uuid:key>/", videos.video_piece, name="upload_piece"),
    path("courses/<slug:code>/upload/<uuid:key>/finish/", videos.video_finish, name="upload_finish"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/video/", videos.video_begin, name="upload_begin"),
    path("courses/<slug:code>/add/<slug:kind>/<int:parent>/", edit.node_add, name="add"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/", edit.node_edit, name="node"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/items/", items.items_exchange, name="items"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/items/<slug:name>/", items.items_export, name="items_export"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/move/", arrange.node_move, name="move"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/place/", arrange.node_place, name="place"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/copy/", arrange.node_copy, name="copy"),
    path("courses/<slug:code>/<slug:kind>/<int:pk>/delete/", arrange.node_delete, name="delete"),
]
