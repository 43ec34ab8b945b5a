"""What the web server calls.

All that is loaded here stays: nothing is collected while it loads, and it is not looked through afterwards.
"""

import gc
import os
from importlib import import_module

gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holger.config.settings")

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.freeze()
gc.set_threshold(20_000)  # a page leaves some ten thousand things behind, and nearly none of them in a ring
gc.enable()
