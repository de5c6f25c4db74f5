"""A base for models with a protected state."""

from django.db import models
from django_fsm import ConcurrentTransitionMixin


class StatefulModel(ConcurrentTransitionMixin, models.Model):
    """Protected states that survive ``refresh_from_db``.

    The library lifts the protection on the shared field object while it
    refreshes, and leaves it lifted for the whole process when the row is gone.
    Here the protected values are taken out of the instance instead, so that the
    refresh is an assignment to an empty place, and put back if it fails.
    """

    class Meta:
        abstract = True

    def refresh_from_db(self, using=None, fields=None, from_queryset=None) -> None:
        protected = {field.attname for field in self._meta.concrete_fields if getattr(field, "protected", False)}
        kept = {name: self.__dict__.pop(name) for name in protected if name in self.__dict__}
        try:
            models.Model.refresh_from_db(self, using=using, fields=fields, from_queryset=from_queryset)
        except BaseException:
            self.__dict__.update(kept)
            raise
        for name, value in kept.items():
            self.__dict__.setdefault(name, value)
        self._update_initial_state()
