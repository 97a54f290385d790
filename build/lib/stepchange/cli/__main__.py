"""python -m stepchange.cli"""

import sys

from stepchange.cli import main

if __name__ == "__main__":
    sys.exit(main())
