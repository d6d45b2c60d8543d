"""One tracker, compiled for the connection that it is refreshed over: SQL, contract, and the hashes that the lock keeps."""

from hashlib import sha256
from typing import Final

from msgspec import Struct

from genesis.compiler import Asked, answer, ask
from genesis.engines.opening import dialect_of
from genesis.generated.contract import Contract, contract_of, contract_text
from genesis.model.compiling import Compiling
from genesis.model.parameters import bind
from genesis.publish.answers import connection_of
from genesis.spec.documents import Text
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec
from genesis.spec.timezones import timezone_of
from genesis.sql.query import CompiledQuery

DIGITS: Final = 32
"""Hexadecimal digits of a hash: 128 bits."""


class CompiledTracker(Struct, frozen=True):
    """A tracker with its query (without comments, so that moving a line in a definition changes no text) and contract.

    ``sql_hash`` is of dialect and SQL, ``contract_hash`` of the contract's text, ``hash`` of both: what a lock approves.
    """

    tracker: TrackerSpec
    query: CompiledQuery
    contract: Contract
    contract_text: str
    sql_hash: str
    contract_hash: str
    hash: str

    @property
    def name(self) -> str:
        """The tracker's name."""
        return self.tracker.name.value


def compiled_tracker(files: ProjectFiles, name: Text | str, connection: str | None = None) -> CompiledTracker:
    """Compile a tracker for its own connection, or for the one given. Nothing is run and no setting is resolved.

    Raises:
        GenesisError: for mistakes in the tracker, its input, the definitions that it reaches, and its connection.
    """
    return asked_tracker(files, name, connection)[0]


def asked_tracker(
    files: ProjectFiles, name: Text | str, connection: str | None = None
) -> tuple[CompiledTracker, Asked]:
    """A tracker as :func:`compiled_tracker` compiles it, with the question that its query answers.

    Raises:
        GenesisError: as :func:`compiled_tracker`.
    """
    tracker = files.tracker(name)
    chosen = connection_of(files, tracker, connection)
    asked = ask_tracker(files, tracker, dialect_of(chosen))
    query = answer(files, asked, comments=False)
    contract = contract_of(files, tracker, query, chosen.name.value)
    text = contract_text(contract)
    sql_hash, contract_hash = hash_of(query.dialect, query.sql), hash_of(text)
    hashed = hash_of(tracker.name.value, sql_hash, contract_hash)
    return CompiledTracker(tracker, query, contract, text, sql_hash, contract_hash, hashed), asked


def ask_tracker(files: ProjectFiles, tracker: TrackerSpec, dialect: str) -> Asked:
    """What a tracker asks, in a dialect.

    Raises:
        GenesisError: for mistakes in its input and the definitions that it reaches.
    """
    spec = files.input(tracker.input)
    given = bind(spec, {key.value: node for key, node in tracker.parameters})
    return ask(files, spec, Compiling(dialect, timezone_of(files.project), parameters=given))


def hash_of(*parts: str) -> str:
    """What tells texts from one another; no two lists of parts are hashed alike."""
    found = sha256()
    for part in parts:
        content = part.encode()
        found.update(f"{len(content)}:".encode() + content)
    return found.hexdigest()[:DIGITS]
