"""Fifty people book the same hour at once, on PostgreSQL: one has it, each of the others is told."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from scheduling.models import BookedThing, Booking, Studio
from scheduling.studio.actions import BookingRefused, book
from tests.factories import NOW, make_course, make_user
from tests.scheduling.filming import moment, slot, with_programme

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 50


def make_studio(name: str) -> Studio:
    return Studio.objects.create(name_kk=name, name_ru=name, name_en=name)


def outcomes_of(acts) -> list[str]:
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            with override("en"):  # a thread of its own speaks the portal's language
                act()
            outcomes.append("booked")
        except BookingRefused as refused:
            outcomes.append(refused.reasons[0].split(":")[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def courses(count: int) -> list:
    made = []
    for i in range(count):
        author = make_user()
        made.append((with_programme(make_course(author, code=f"c-{i}"), author), author))
    return made


def test_fifty_who_want_one_studio_get_it_once():
    studio = make_studio("A")
    acts = [lambda c=course, a=author: book(c, slot(studio, a), by=a, at=NOW) for course, author in courses(PEOPLE)]
    assert outcomes_of(acts) == ["Taken already"] * (PEOPLE - 1) + ["booked"]
    assert Booking.objects.count() == 1


def test_one_person_wanted_in_many_studios_at_once_is_in_one():
    author = make_user()
    course = with_programme(make_course(author), author)
    studios = [make_studio(str(i)) for i in range(10)]
    acts = [lambda s=studio: book(course, slot(s, author), by=author, at=NOW) for studio in studios]
    outcomes = outcomes_of(acts)
    assert outcomes.count("booked") == 1
    assert BookedThing.objects.filter(thing=f"person:{author.pk}").count() == 1


def test_the_database_itself_refuses_what_an_action_would_let_through():
    author = make_user()
    course = with_programme(make_course(author), author)
    booking = book(course, slot(make_studio("A"), author), by=author, at=NOW)
    other = book(course, slot(make_studio("B"), author, "14:00", "15:00"), by=author, at=NOW)
    taken = booking.things.get(thing=f"person:{author.pk}")
    with pytest.raises(IntegrityError, match="nothing_is_booked_twice"), transaction.atomic():
        other.things.filter(thing=taken.thing).update(starts_at=moment("11:59"), ends_at=moment("13:00"))
    other.things.filter(thing=taken.thing).update(starts_at=moment("12:00"), ends_at=moment("13:00"))
