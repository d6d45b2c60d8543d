"""A connection of Trino's client whose requests for spooled results trust whom the connection trusts.

The client (0.340) asks for segments of a result by a session of its own, so that storage is shown no secrets. That session
prefers the bundle of authorities that the environment names to ``verify``: behind it, no segment of a server with a private
authority is read through the server, and none is ever acknowledged.
"""

from typing import Any

import trino  # noqa: TID253 - as in trino.py
from trino.client import TrinoRequest  # noqa: TID253

from genesis.engines.trino_access import session_trusting


class _Request(TrinoRequest):
    def unauthenticated(self) -> TrinoRequest:
        """A request that shows no secrets, and trusts whom this one trusts."""
        plain: Any = super().unauthenticated()  # type: ignore[no-untyped-call]
        session = session_trusting(plain._http_session.verify)  # noqa: SLF001 - the client has no other way
        session.headers.update(plain._http_session.headers)  # noqa: SLF001
        plain._http_session = session  # noqa: SLF001
        plain.max_attempts = plain.max_attempts  # makes the methods of the new session those that are called
        return plain  # type: ignore[no-any-return]


class Connection(trino.dbapi.Connection):
    """As the client's."""

    def _create_request(self) -> TrinoRequest:
        made: Any = super()._create_request()  # type: ignore[no-untyped-call]
        made.__class__ = _Request
        return made  # type: ignore[no-any-return]
