"""A video uploaded in a real browser over a connection that breaks."""

import pytest
from playwright.sync_api import expect

from mooc_portal.people.models import Role
from tests.clips import clip
from tests.factories import appoint, make_course, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    author = make_user("author@example.kz")
    appoint(author, Role.INSTRUCTOR)
    course = make_course(author, code="filmed")
    lecture = course.lectures.exclude(part=None).first()
    return author, lecture, f"/courses/filmed/lecture/{lecture.pk}/"


def test_an_upload_goes_on_when_the_connection_comes_back(open_page, address, monkeypatch, tmp_path):
    monkeypatch.setattr("courses.views.uploading.PIECE", 1000)
    open_page.watcher.requests_may_fail = True
    author, lecture, path = address
    file = tmp_path / "lecture.mp4"
    file.write_bytes(clip(20))
    page = open_page(path, user=author)
    broken = []

    def break_once(route):
        if len(broken) < 2:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/upload/**", break_once)
    page.get_by_label("Upload a video").set_input_files(file)
    expect(page.locator("main").get_by_text("The connection broke. The upload goes on by itself.")).to_be_visible()
    expect(page.locator("main").get_by_text("Measured on the server.")).to_be_visible(timeout=30_000)
    assert len(broken) == 2
    lecture.refresh_from_db()
    assert (lecture.seconds, lecture.measured) == (20, True)
    expect(page.get_by_label("Length")).to_have_value("0:20")


def test_a_broken_file_is_refused_with_words(open_page, address, tmp_path):
    author, _lecture, path = address
    file = tmp_path / "lecture.mp4"
    file.write_bytes(b"no video at all")
    page = open_page(path, user=author)
    page.get_by_label("Upload a video").set_input_files(file)
    expect(page.locator("main").get_by_text("The file is broken, or it is no video.")).to_be_visible()
    expect(page.get_by_label("Upload a video")).to_be_enabled()
