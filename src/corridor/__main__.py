"""Run the command line: ``python -m corridor``."""

import sys

from corridor.cli.main import main

sys.exit(main())
