"""What stops a whole file from being read."""

from django.utils.functional import Promise


class ExportError(Exception):
    """The file is refused or unreadable; ``str()`` gives the reason in the reader's language."""

    def __init__(self, message: str | Promise, **values: object):
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.values if self.values else text
