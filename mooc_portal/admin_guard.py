"""Two people at one form of the administration: the second is told, sees what is stored, and decides."""

from __future__ import annotations

import hashlib
from functools import partial

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

SEEN = "_seen"


class SecondEditorForm:
    """A form of the administration that knows what its person saw when it was opened.

    ``rows_beside`` is set by the administration: a callable that gives the rows edited in the same form.
    """

    def seen(self) -> str:
        """A mark of what the form of the stored object shows now."""
        shown = [
            (name, repr(self.stored_form.get_initial_for_field(field, name))) for name, field in self.fields.items()
        ]
        return hashlib.sha256(repr([shown, self.rows_beside()]).encode()).hexdigest()

    @cached_property
    def stored_form(self):
        """The same form of the object as it is stored; the row is held where the form was sent to be saved."""
        rows = type(self.instance)._base_manager.all()
        rows = rows.select_for_update() if self.is_bound else rows
        return type(self)(instance=rows.get(pk=self.instance.pk))

    def clean(self):
        cleaned = super().clean()
        if SEEN in self.data and self.data[SEEN] != self.seen():
            self.add_error(
                None, _("Somebody changed this meanwhile. The fields say what is stored; saving again replaces it.")
            )
            for name in self.changed_data:
                self.add_error(name, _("Stored now: %(value)s") % {"value": self._stored_words(name)})
        return cleaned

    def _stored_words(self, name: str) -> str:
        stored = self.stored_form.instance
        if words := getattr(stored, f"get_{name}_display", None):
            return str(words())
        return str(getattr(stored, name, self.stored_form[name].initial))


class GuardedAdmin:
    """For every ``ModelAdmin`` whose rows can be changed by hand, before the class it guards."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not change:
            return form
        guard = {"rows_beside": staticmethod(partial(self._rows_beside, request, obj))}
        return type(form.__name__, (SecondEditorForm, form), guard)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            context["seen"] = context["adminform"].form.seen()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _rows_beside(self, request, obj) -> list[tuple]:
        rows = []
        for inline in self.get_inline_instances(request, obj):
            parent = inline.get_formset(request, obj).fk.name
            rows += inline.model._base_manager.filter(**{parent: obj}).order_by("pk").values_list()
        return rows
