"""Runs LocalStack in this Python.

LocalStack 4.14.0 is made for Python 3.13 and uses two things of it: `warnings.deprecated`, and
`threading.Lock` as a type (`Lock | None` in an annotation). On 3.12 its health page answers but S3
gives HTTP 500 without them, so they are supplied before it is imported.

It also listens on every interface whatever GATEWAY_LISTEN names; here it listens on loopback only.
"""

import functools
import sys
import threading
import warnings

if sys.version_info < (3, 13):
    from typing_extensions import deprecated

    make_lock = threading.Lock

    class Lock:
        """As in 3.13: a type whose call makes a lock."""

        def __new__(cls):
            return make_lock()

    warnings.deprecated = deprecated
    threading.Lock = Lock

from twisted.internet import endpoints  # noqa: E402

endpoints.TCP4ServerEndpoint = functools.partial(
    endpoints.TCP4ServerEndpoint, interface="127.0.0.1"
)

from localstack.runtime.main import main  # noqa: E402

main()
