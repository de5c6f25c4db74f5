"""Versions of the regulation: limits are data, one version is in force."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class RegulationStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("regulation", "being prepared")
    IN_FORCE = "in_force", pgettext_lazy("regulation", "in force")
    WITHDRAWN = "withdrawn", pgettext_lazy("regulation", "withdrawn from circulation")


class Regulation(models.Model):
    """One version (8.3). In force from the Rector's approval of the Academic Council's decision (8.1)."""

    version = models.SlugField(_("version"), max_length=32, unique=True)
    title = models.CharField(_("title"), max_length=200)
    status = models.CharField(
        _("status"), max_length=12, choices=RegulationStatus.choices, default=RegulationStatus.DRAFT
    )
    council_number = models.CharField(_("number of the Academic Council's decision"), max_length=40, blank=True)
    council_date = models.DateField(_("date of the Academic Council's decision"), null=True, blank=True)
    approval_number = models.CharField(_("number of the Rector's approval"), max_length=40, blank=True)
    approval_date = models.DateField(_("date of the Rector's approval"), null=True, blank=True)
    basis = models.TextField(_("legal basis of the changes"), blank=True)
    in_force_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    file = models.FileField(_("official text"), upload_to="regulation/", blank=True)
    limits = models.JSONField(_("limits"))

    class Meta:
        verbose_name = _("version of the regulation")
        verbose_name_plural = _("versions of the regulation")
        ordering = ["-in_force_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="in_force"), name="one_regulation_in_force"),
            models.CheckConstraint(
                name="regulation_in_force_names_its_approval",
                condition=Q(status="draft")
                | (
                    ~Q(council_number="")
                    & Q(council_date__isnull=False)
                    & ~Q(approval_number="")
                    & Q(approval_date__isnull=False)
                    & Q(in_force_from__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.version


class Trilingual(models.Model):
    """A text in three languages; ``text`` is the reader's."""

    text_kk = models.TextField(_("text in Kazakh"))
    text_ru = models.TextField(_("text in Russian"))
    text_en = models.TextField(_("text in English"))

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        return getattr(self, f"text_{get_language() or 'kk'}", "") or self.text_kk


class Clause(Trilingual):
    """A clause of one version, in one line of our own words."""

    regulation = models.ForeignKey(
        Regulation,
        on_delete=models.CASCADE,
        related_name="clauses",
        verbose_name=_("version of the regulation"),
    )
    number = models.CharField(_("clause"), max_length=12)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["regulation", "number"], name="clause_stands_once_in_a_version")]

    def __str__(self) -> str:
        return self.number


class Template(Trilingual):
    """An approved template of one version (4.6, 5.1.2, 5.1.3, 5.2.1, 5.2.5)."""

    regulation = models.ForeignKey(
        Regulation,
        on_delete=models.CASCADE,
        related_name="templates",
        verbose_name=_("version of the regulation"),
    )
    code = models.CharField(_("code"), max_length=8)
    clause = models.CharField(_("clause"), max_length=12, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "code"], name="template_stands_once_in_a_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return getattr(self, f"name_{get_language() or 'kk'}", "") or self.name_kk
