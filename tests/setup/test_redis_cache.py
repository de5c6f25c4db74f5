"""The cache of production: counts that every web process shares."""

import os

import environ
import pytest
from django.core.cache import caches
from django.test import override_settings

pytestmark = pytest.mark.redis


def test_two_processes_count_in_the_same_place():
    config = environ.Env().cache_url_config(os.environ["TEST_REDIS_URL"])
    with override_settings(CACHES={"default": config, "other": config}):
        one, other = caches["default"], caches["other"]
        one.delete("requests")
        assert one.add("requests", 1, timeout=30)
        assert not other.add("requests", 1, timeout=30)
        assert other.incr("requests") == 2
        assert one.get("requests") == 2
        one.delete("requests")
