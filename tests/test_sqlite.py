import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooc_portal.people.models import User
from mooc_portal.sqlite import like


def named(email: str, name: str) -> User:
    return User.objects.create_user(email, name=name)


@pytest.mark.django_db
@pytest.mark.parametrize("sought", ["қажым", "ҚАЖЫМ", "Қажымұқан", "ҰҚАН"])
def test_kazakh_names_are_found_without_case_on_every_database(sought):
    named("a@example.kz", "Қажымұқан Мұңайтпасов")
    assert User.objects.filter(name__icontains=sought).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("sought", ["50%", "a_b", "c\\d"])
def test_signs_of_the_pattern_language_stand_for_themselves(sought):
    named("a@example.kz", f"x {sought} y")
    named("b@example.kz", "x 50 acb cd y")
    assert [user.email for user in User.objects.filter(name__icontains=sought)] == ["a@example.kz"]


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [("а%", "Абай", True), ("%й", "абай", True), ("а_ай", "АБАЙ", True), ("а_ай", "аай", False), ("абай", None, None)],
)
def test_like_reads_its_signs(pattern, value, expected):
    assert like(pattern, value) is expected


@given(st.text(), st.text(), st.text())
def test_a_text_is_found_in_whatever_contains_it(before, text, after):
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    assert like(f"%{pattern}%", before + text + after, "\\")
