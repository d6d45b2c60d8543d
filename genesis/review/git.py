"""Another state of the project, read from git's objects: the work tree, the index and the configuration are left alone.

git's own program does the reading. It gets words and no shell, runs no hook, asks nobody, and takes none of the
variables by which a caller's git could point it elsewhere.
"""

import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from msgspec import Struct

from genesis.diagnostics import GenesisError, fail
from genesis.review.tree import MODULE, SUBMODULE, Entry, Lost, Tree
from genesis.spec.facts import MAX_BYTES
from genesis.spec.project import PROJECT_FILE

_SETTINGS: Final = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "gc.auto=0")
_KEPT: Final = frozenset(
    {"GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_COUNT"}
)
_KEPT_PAIRS: Final = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_FORCED: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_BRANCHES: Final = (
    *(f"refs/remotes/origin/{name}" for name in ("HEAD", "main", "master")),
    *("refs/heads/main", "refs/heads/master"),
)
_SECONDS: Final = 120
_DEEPEN: Final = "in GitHub's checkout step set `fetch-depth: 0`; elsewhere run `git fetch --deepen=1000`, or `git fetch --unshallow`"


class Repository(Struct, frozen=True):
    """The repository around a project. ``folder`` is the project's own below its top, with a slash at its end, or empty."""

    root: Path
    folder: str
    environment: Mapping[str, str]

    def commit(self, name: str) -> str:
        """The commit that a name stands for.

        Raises:
            GenesisError: G941.
        """
        if not name or name.startswith("-") or "\0" in name:
            raise fail("G941", None, f"`{name}` is no name of a commit", "name a branch, a tag or a commit")
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            if name == "HEAD":
                raise self._unborn()
            hint = f"it was not fetched: {_DEEPEN}" if self.shallow() else "`git branch --all` lists the branches"
            raise fail("G941", None, f"git knows no commit `{name}` here", hint)
        return found.strip()

    def _unborn(self) -> GenesisError:
        branch = (self._run("symbolic-ref", "--quiet", "--short", "HEAD") or "").strip()
        where = f"the branch `{branch}` has" if branch and self._run("rev-parse", "--all") else "this repository has"
        return fail(
            "G941", None, f"{where} no commit yet", "commit what is to be compared: `git add --all`, `git commit`"
        )

    def shallow(self) -> bool:
        """Whether older commits are left out of this clone."""
        return (self._run("rev-parse", "--is-shallow-repository") or "").strip() == "true"

    def merge_base(self, one: str, two: str) -> str:
        """The last commit that two commits have in common.

        Raises:
            GenesisError: G942.
        """
        found = (self._run("merge-base", one, two) or "").split()
        if found:
            return found[0]
        short = f"{one[:12]} and {two[:12]}"
        if self.shallow():
            raise fail("G942", None, f"this clone is shallow: where {short} parted was not fetched", _DEEPEN)
        raise fail(
            "G942", None, f"{short} have no commit in common", "name a commit that the head comes from: `--base REF`"
        )

    def default_branch(self, wanted: str | None) -> str:
        """The branch that changes are proposed for: ``wanted`` (as continuous integration names it), else the remote's own; by
        its whole name, which no tag shares.

        Raises:
            GenesisError: G943.
        """
        names = (f"refs/remotes/origin/{wanted}", f"refs/heads/{wanted}") if wanted else _BRANCHES
        for name in names:
            if self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") is not None:
                return name
        if wanted:
            raise fail("G943", None, f"the branch `{wanted}` that this change is for was not fetched", _DEEPEN)
        raise fail("G943", None, "there is no origin/HEAD, main or master to compare with", "name one: `--base REF`")

    def files(self, commit: str, wanted: Iterable[str]) -> dict[str, bytes | str]:
        """The YAML files of a commit below the folders ``wanted`` of the project, and `genesis.yaml`: their bytes, or why there are
        none, by path below the project. A folder may be a link, or lead over one, as it may on disk; one below it is left out.

        Raises:
            GenesisError: G942 when an object was not fetched, G944 when a folder is in no commit of this repository.
        """
        with self._tree(commit) as tree:
            found: dict[str, bytes | str | None] = {}
            if entry := tree.at(f"{self.folder}{PROJECT_FILE}"):
                found[PROJECT_FILE] = tree.content(entry, (self.folder.rstrip("/"),))
            for folder in wanted:
                found = self._documents(tree, commit, folder) | found
        return {shown: content for shown, content in found.items() if content is not None}

    def _documents(self, tree: Tree, commit: str, folder: str) -> dict[str, bytes | str | None]:
        real = _home(tree, f"{self.folder}{folder}", folder)
        found: dict[str, bytes | str | None] = {}
        for entry in () if real is None else self._entries(commit, real):
            shown = _under(folder, entry.path[len(real) + 1 :] if real else entry.path)
            if entry.mode == MODULE:
                raise _elsewhere(shown, SUBMODULE)
            if shown.endswith((".yaml", ".yml")):
                found[shown] = tree.content(entry, (self.folder.rstrip("/"), real or ""))
        return found

    def contents(self, commit: str, wanted: Callable[[str], bool]) -> dict[str, bytes | str]:
        """The files of a commit whose path below the project is ``wanted``: their bytes, or why there are none.

        Raises:
            GenesisError: G942 when an object was not fetched.
        """
        start, home = len(self.folder), self.folder.rstrip("/")
        chosen = [entry for entry in self._entries(commit, home) if entry.mode != MODULE and wanted(entry.path[start:])]
        with self._tree(commit) as tree:
            found = {entry.path[start:]: tree.content(entry, (home,)) for entry in chosen}
        return {path: content for path, content in found.items() if content is not None}

    @contextmanager
    def _tree(self, commit: str) -> Iterator[Tree]:
        """A commit with the project's own files listed."""
        listed = {entry.path: entry for entry in self._entries(commit, self.folder.rstrip("/"))}
        with self._objects() as read:
            yield Tree(listed, lambda path: self._entry(commit, path), read)

    def _entry(self, commit: str, path: str) -> Entry | None:
        told = self._run("ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
        return next(iter(_parsed(told or "", "")), None)

    def _entries(self, commit: str, folder: str) -> Iterator[Entry]:
        """Every file of a folder without links in its path."""
        tree = self._run("rev-parse", "--verify", "--quiet", f"{commit}:{folder}")
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree.strip()) if tree else ""
        if listed is None:
            raise _missing(commit)
        return _parsed(listed, f"{folder}/" if folder else "")

    @contextmanager
    def _objects(self) -> "Iterator[Reader]":
        with subprocess.Popen(  # noqa: S603 - fixed words
            self._words("cat-file", "--batch"),
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            yield Reader(cast("IO[bytes]", running.stdin), cast("IO[bytes]", running.stdout))
            cast("IO[bytes]", running.stdin).close()

    def _run(self, *words: str) -> str | None:
        """What git says; ``None`` when it says no."""
        told = run_git(self.root, self.environment, *words)
        return told if isinstance(told, str) else None

    def _words(self, *words: str) -> list[str]:
        return git_words(*words)


class Reader:
    """Asks one running git for objects, one after another."""

    def __init__(self, ask: IO[bytes], answer: IO[bytes]) -> None:
        self._ask = ask
        self._answer = answer

    def __call__(self, name: str) -> bytes:
        """An object's bytes; of one larger than any document may be, one byte more than that.

        Raises:
            GenesisError: G942 when it is not there.
        """
        self._ask.write(name.encode() + b"\n")
        self._ask.flush()
        header = self._answer.readline().split()
        if len(header) != 3:  # noqa: PLR2004 object, kind, size
            raise _missing(name)
        size = int(header[2])
        kept = self._answer.read(min(size, MAX_BYTES + 1))
        rest = size - len(kept) + 1
        while rest > 0:
            rest -= len(self._answer.read(min(rest, MAX_BYTES))) or rest
        return kept


def open_repository(root: Path, environment: Mapping[str, str]) -> Repository:
    """The repository that a project stands in; ``environment`` is that of the process.

    Raises:
        GenesisError: G940 when there is none, or no git.
    """
    own = clean(environment)
    told = run_git(root, own, "rev-parse", "--show-prefix")
    if isinstance(told, GenesisError):
        raise told
    return Repository(root, told.rstrip("\n"), own)


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for git: without its variables that point elsewhere, with those that keep it quiet."""
    kept = {
        key: value
        for key, value in environment.items()
        if not key.startswith("GIT_") or key in _KEPT or key.startswith(_KEPT_PAIRS)
    }
    return kept | _FORCED


def git_words(*words: str) -> list[str]:
    """A command line for git."""
    return ["git", "--no-pager", *(part for setting in _SETTINGS for part in ("-c", setting)), *words]


def run_git(root: Path, environment: Mapping[str, str], *words: str) -> str | GenesisError:
    """What git prints, with bytes that are no text kept apart; else what to tell the user (G940)."""
    try:
        told = subprocess.run(  # noqa: S603 - words of this module, and names that were looked at
            git_words(*words), cwd=root, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        return fail("G940", None, "git is not installed here", "install it: the base is read from git's objects")
    except (OSError, subprocess.SubprocessError) as error:
        return fail("G940", None, f"git cannot be run: {type(error).__name__}")
    if told.returncode == 0:
        return told.stdout.decode("utf-8", "surrogateescape")
    lines = told.stderr.decode("utf-8", "replace").strip().splitlines()
    said = lines[0].removeprefix("fatal: ") if lines else "git says no"
    hint = "run `git init`, or compare with what was published: `--against published`"
    if "dubious ownership" in said:
        hint = "tell git that the folder is yours: `git config --global --add safe.directory DIR`"
    return fail("G940", None, f"git cannot be asked about this project: {said}", hint)


def _missing(name: str) -> GenesisError:
    return fail("G942", None, f"the object {name[:12]} of the base was not fetched", f"fetch whole history: {_DEEPEN}")


def _parsed(listed: str, start: str) -> Iterator[Entry]:
    for line in filter(None, listed.split("\0")):
        meta, _, path = line.partition("\t")
        mode, _, name = meta.partition(" ")
        yield Entry(f"{start}{path}", name.split()[-1], mode)


def _home(tree: Tree, path: str, shown: str) -> str | None:
    """Where a folder of the project really is; ``None`` when it is not there, as on disk.

    Raises:
        GenesisError: G944.
    """
    try:
        return tree.real(path)
    except Lost as lost:
        if lost.nowhere:
            return None
        raise _elsewhere(shown, lost.reason) from None


def _elsewhere(shown: str, reason: str) -> GenesisError:
    return fail("G944", None, f"`{shown}` {reason}", "keep definitions, inputs and trackers in this repository")


def _under(folder: str, path: str) -> str:
    return path if folder in {"", "."} else f"{folder.rstrip('/')}/{path}"
