import os
import sys

from pinpipe.cli import main

sys.exit(main(sys.argv[1:], os.environ))
