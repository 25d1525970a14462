"""What the tests of the desk may ask for."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def admin_client(db) -> Client:
    """A superuser at work; a password nobody types would only be dear to hash."""
    client = Client()
    client.force_login(User.objects.create(username="admin", is_staff=True, is_superuser=True))
    return client
