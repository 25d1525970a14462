"""Publishing, killed at random moments: readers have a whole edition at each of them."""

import json

import pytest

from tests.soaking import times

pytestmark = pytest.mark.own_database


def test_killed_at_any_moment_readers_have_a_sound_edition_and_the_next_clears_up(site):
    kills = times(6, 200)
    found = json.loads(site.run("-m", "tests.portal.editions.often", "killed", str(kills), "7"))
    assert found["killed"] >= kills / 2, found
    # Kills before the first file would prove nothing.
    assert found["drafts left"] >= kills / 2, found
