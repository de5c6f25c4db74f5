"""What Django itself says and has no Kazakh for is supplied by the portal."""

from pathlib import Path

import django
import polib
import pytest
from django.conf import settings

DJANGO = Path(django.__file__).parent
OWN = Path(settings.BASE_DIR) / "locale" / "upstream" / "kk" / "LC_MESSAGES"
USED = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/postgres"]


def entries(path: Path) -> dict:
    if not path.exists():
        return {}
    return {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("package", USED)
def test_every_string_of_django_has_kazakh(package, domain):
    locale = DJANGO / package / "locale"
    spoken = {
        key
        for path in (locale / "kk" / "LC_MESSAGES" / f"{domain}.po", OWN / f"{domain}.po")
        for key, entry in entries(path).items()
        if entry.translated() and not entry.fuzzy
    }
    assert sorted(map(str, entries(locale / "en" / "LC_MESSAGES" / f"{domain}.po").keys() - spoken)) == []


def test_the_calendar_of_the_administration_speaks_kazakh(admin_client, admin_user):
    type(admin_user).objects.filter(pk=admin_user.pk).update(language="kk")
    catalogue = admin_client.get("/admin/jsi18n/").content.decode()
    assert "\\u049a\\u0430\\u04a3\\u0442\\u0430\\u0440" in catalogue or "Қаңтар" in catalogue
