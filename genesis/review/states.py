"""The two states that a review compares: from git, from disk."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from genesis.review.git import Repository, open_repository
from genesis.review.report import Side
from genesis.review.upgrade import Earlier, earlier
from genesis.spec.folder import shown_path
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import ProjectFiles
from genesis.spec.storage import Held

_KINDS: Final[tuple[DocumentKind, ...]] = ("source", "formatter", "input", "tracker")


class Ends(Struct, frozen=True):
    """Both states of a project, with what they are called. ``notes`` tell the reader what else there is to know."""

    base: ProjectFiles
    head: ProjectFiles
    base_side: Side
    head_side: Side
    notes: tuple[str, ...] = ()
    written: Earlier | None = None
    """What another compiler wrote of the base."""


def ends(files: ProjectFiles, base: str | None, head: str | None, environment: Mapping[str, str]) -> Ends:
    """The project as it is (or at ``head``), and where its history parted from ``base``, by default the branch it is for.

    Raises:
        GenesisError: G940 to G944.
    """
    repository = open_repository(files.root, environment)
    tip = repository.commit("HEAD" if head is None else head)
    name = repository.default_branch(environment.get("GITHUB_BASE_REF") or None) if base is None else base
    parted = repository.merge_base(repository.commit(name), tip)
    before = state_at(files, repository, parted)
    after = files if head is None else state_at(files, repository, tip)
    notes = () if before.names("tracker") else ("The base has no tracker of this project: all are new.",)
    written = earlier(repository, parted, before)
    return Ends(
        before,
        after,
        Side(f"where it parted from {name.removeprefix('refs/remotes/').removeprefix('refs/heads/')}", parted),
        Side("the files here") if head is None else Side(head, tip),
        notes,
        written,
    )


def state_at(files: ProjectFiles, repository: Repository, commit: str) -> ProjectFiles:
    """The project at a commit.

    Raises:
        GenesisError: G942, G944.
    """
    settings = files.in_place(Held(files.root, repository.files(commit, ())))
    folders = tuple(shown_path(settings.folder(kind), files.root) for kind in _KINDS)
    return files.in_place(Held(files.root, repository.files(commit, folders)))
