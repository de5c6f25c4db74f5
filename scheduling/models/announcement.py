"""Announcing a run (5.2.4): the message, where it stands published, and who asked to hear of courses."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mooc_portal.people.models import Faculty, Language
from scheduling.models.run import Run


class Announcement(models.Model):
    """The launch message of a run in three languages, with a short one for social networks.

    The calendar sends it once an author has approved it; an edit takes the approval back.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="announcement", verbose_name=_("run"))
    text_kk = models.TextField(_("text in Kazakh"))
    text_ru = models.TextField(_("text in Russian"))
    text_en = models.TextField(_("text in English"))
    short_kk = models.TextField(_("for social networks, in Kazakh"), blank=True)
    short_ru = models.TextField(_("for social networks, in Russian"), blank=True)
    short_en = models.TextField(_("for social networks, in English"), blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("edited by")
    )
    edited_at = models.DateTimeField(_("edited at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("launch message")
        verbose_name_plural = _("launch messages")
        ordering = ["-edited_at"]
        indexes = [models.Index(fields=["-sent_at"], name="announcements_by_time")]

    def __str__(self) -> str:
        return str(self.run)

    def text(self, language: str) -> str:
        return getattr(self, f"text_{language}")

    def short(self, language: str) -> str:
        return getattr(self, f"short_{language}") or self.text(language)


class Network(models.TextChoices):
    TELEGRAM = "telegram", "Telegram"
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    VK = "vk", "VK"
    SITE = "site", _("the university's site")
    OTHER = "other", pgettext_lazy("social network", "another")


class PublishedLink(models.Model):
    """Where the launch message stands published; ``by`` is None where the portal itself posted it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="published_links", verbose_name=_("run"))
    network = models.CharField(_("network"), max_length=12, choices=Network.choices)
    url = models.URLField(_("address"), max_length=500)
    recorded_at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("published link")
        verbose_name_plural = _("published links")
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "url"], name="link_recorded_once_per_run")]

    def __str__(self) -> str:
        return self.url


class PostStatus(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("status of a post", "queued")
    SENDING = "sending", pgettext_lazy("status of a post", "being sent")
    SENT = "sent", pgettext_lazy("status of a post", "sent")
    FAILED = "failed", pgettext_lazy("status of a post", "failed")


class ChannelPost(models.Model):
    """The short message of a run on its way to the university's Telegram channel, in one language."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="channel_posts", verbose_name=_("run"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    text = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=8, choices=PostStatus.choices, default=PostStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("post to the channel")
        verbose_name_plural = _("posts to the channel")
        ordering = ["-not_before", "-pk"]
        constraints = [models.UniqueConstraint(fields=["run", "language"], name="one_post_of_a_run_per_language")]
        indexes = [models.Index(fields=["not_before"], condition=Q(status="queued"), name="posts_to_send")]

    def __str__(self) -> str:
        return f"{self.run}, {self.language}"


class Subscription(models.Model):
    """Somebody who asked to hear of new runs and proved the address; before that nothing is kept.

    An empty ``faculty`` means every faculty; ``topic`` is words that must stand in the course's title or summary.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    faculty = models.ForeignKey(
        Faculty, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("faculty")
    )
    topic = models.CharField(_("topic"), max_length=100, blank=True)
    topic_folded = models.CharField(max_length=100, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email
