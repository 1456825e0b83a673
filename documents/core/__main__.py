"""`python -m documents.core`: the core from the command line."""

import sys

from documents.core.commandline import main

sys.exit(main())
