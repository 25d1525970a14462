"""The WSGI application that Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# Only now are the apps there that it reads. Pages are answered while it works.
from django.conf import settings  # noqa: E402

from portal.search.indexing import FOLLOWER  # noqa: E402

# What a public process reads is whole, and nothing in it changes.
if settings.IS_CURATED:
    FOLLOWER.start()

# What is there by now stays: the garbage collector need not look through it time and again.
gc.collect()
gc.freeze()
