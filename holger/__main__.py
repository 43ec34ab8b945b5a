"""``python -m holger`` is ``holger``."""

import sys

from holger.config.main import main

sys.exit(main())
