"""What the tests of course pages begin with."""

import pytest

from tests.factories import make_course


@pytest.fixture
def course(author):
    return make_course(author)


@pytest.fixture
def filled(client):
    """What a browser sends of the form at an address when nobody has touched it, with some changes."""

    def fill(address: str, **changes) -> dict:
        form = client.get(address).context["form"]
        fields = {field.html_name: field.value() for field in form}
        for rows in form.rows_shown() if hasattr(form, "rows_shown") else ():
            fields |= {field.html_name: field.value() or "" for row in rows.forms for field in row}
        return {name: value for name, value in fields.items() if value not in (None, False)} | changes

    return fill
