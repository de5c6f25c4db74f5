"""Due dates by working days, holidays and moved days; the cut for overdue agrees with them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.due import WorkingDays, due_date
from scheduling.models import FreePeriod
from scheduling.models.free import FreeKind
from tests.factories import ZONE

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        (date(2027, 3, 5), 1, date(2027, 3, 9)),  # a Friday; Monday is the eighth of March
        (date(2027, 3, 19), 1, date(2027, 3, 25)),  # Nauryz takes Monday and Tuesday, and its Sunday moves to Wednesday
        (date(2026, 12, 31), 1, date(2027, 1, 5)),  # the second of January moves to Monday
    ],
)
def test_holidays_do_not_count(settings, since, days, due):
    settings.REVIEW_DAYS = days
    assert due_date(noon(since)) == due


def test_a_day_off_and_a_saturday_worked_for_it_count_as_the_table_says(settings):
    settings.REVIEW_DAYS = 2
    FreePeriod.objects.create(
        kind=FreeKind.HOLIDAY,
        name_kk="Көшірілген күн",
        name_ru="Көшірілген күн",
        name_en="Көшірілген күн",
        first="2027-02-05",
        last="2027-02-05",
    )
    assert due_date(noon(date(2027, 2, 3))) == date(2027, 2, 8)
    FreePeriod.objects.create(
        kind=FreeKind.WORKING,
        name_kk="Жұмыс күні",
        name_ru="Жұмыс күні",
        name_en="Жұмыс күні",
        first="2027-02-06",
        last="2027-02-06",
    )
    assert due_date(noon(date(2027, 2, 3))) == date(2027, 2, 6)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2026, 6, 1), date(2027, 12, 31)), st.integers(0, 40), st.integers(0, 15))
def test_the_cut_for_overdue_is_the_due_date_turned_round(today, back, length):
    from django.test import override_settings

    with override_settings(REVIEW_DAYS=length):
        days = WorkingDays(at=noon(today))
        since = noon(today - timedelta(days=back))
        assert (since < days.overdue_before()) == (days.due(since) < today)
