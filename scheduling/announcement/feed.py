"""Announced runs as an Atom feed, one per language."""

from __future__ import annotations

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from scheduling.announcement.texts import LANGUAGES
from scheduling.content import document_of_run
from scheduling.models import Announcement
from scheduling.readers import courses_in_catalogue

NEWEST = 30


class AnnouncedRuns(Feed):
    """What was announced last of courses that the public sees; nothing before its message has left."""

    feed_type = Atom1Feed

    def get_object(self, request, language: str) -> str:
        if language not in LANGUAGES:
            raise Http404
        return language

    def __call__(self, request, *args, **kwargs):
        with override(kwargs["language"] if kwargs["language"] in LANGUAGES else None):
            return super().__call__(request, *args, **kwargs)

    def title(self, language: str) -> str:
        return _("New runs of courses")

    def link(self, language: str) -> str:
        return reverse("scheduling:catalogue")

    def feed_url(self, language: str) -> str:
        return reverse("scheduling:feed", args=[language])

    def items(self, language: str) -> list[tuple[Announcement, str]]:
        sent = Announcement.objects.filter(sent_at__isnull=False, run__course__in=courses_in_catalogue())
        sent = sent.select_related("run__course", "run__revision").order_by("-sent_at", "-pk")
        return [(announcement, language) for announcement in sent.defer("run__revision__document")[:NEWEST]]

    def item_title(self, item) -> str:
        return document_of_run(item[0].run).title

    def item_description(self, item) -> str:
        return item[0].text(item[1])

    def item_link(self, item) -> str:
        return reverse("scheduling:course", args=[item[0].run.course.code]) + f"#run-{item[0].run_id}"

    def item_guid(self, item) -> str:
        return f"urn:mooc-portal:run:{item[0].run_id}"

    def item_pubdate(self, item):
        return item[0].sent_at

    def item_updateddate(self, item):
        return item[0].sent_at
