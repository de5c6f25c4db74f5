"""The people of a studio, and a course that may be filmed."""

import pytest

from mooc_portal.people.models import Role
from scheduling.models import Studio, StudioWorker
from tests.factories import make_course, make_person, make_user
from tests.scheduling.filming import with_programme


@pytest.fixture
def studio():
    return Studio.objects.create(name_kk="Студия", name_ru="Студия", name_en="Studio", buffer_minutes=15)


@pytest.fixture
def quality():
    return make_person(Role.QUALITY_SPECIALIST)


@pytest.fixture
def operator():
    user = make_user("operator@example.kz")
    StudioWorker.objects.create(user=user)
    return user


@pytest.fixture
def course(author):
    return with_programme(make_course(author), author)
