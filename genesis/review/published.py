"""What a refresh of everything would change: the project as it is, against what its trackers were last made from.

A receipt says from which commit a tracker was published, and from which text of a query. Where the commit is known and here, the
tracker is reviewed against it as against any base; else the text alone tells whether something changed, and not what.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from genesis.diagnostics import GenesisError
from genesis.publish.answers import query_of
from genesis.publish.receipts import GOOD, Receipt, query_hash, receipts
from genesis.review.git import Repository, open_repository
from genesis.review.places import findings_of, place_of, printable
from genesis.review.report import VERSION, Cause, CauseWhat, ColumnChange, Edit, Place, Review, Side, TrackerChange
from genesis.review.reviewing import Reviewer, Wanted, combined
from genesis.review.states import Ends, state_at
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles
from genesis.spec.settings import TrackerSpec

_SIDE: Final = Side("what was last published")
_HERE: Final = Side("the files here")


def review_published(files: ProjectFiles, wanted: Wanted, environment: Mapping[str, str]) -> Review:
    """The review of a project against the last runs that its receipts tell of."""
    last = {one.tracker: one for one in receipts(files.root) if one.status in GOOD}
    names = [name for name in files.names("tracker") if _is_wanted(files, name, wanted)]
    by_commit: dict[str, list[str]] = {}
    for name in names:
        by_commit.setdefault(last[name].commit if name in last else "", []).append(name)
    found: list[Review] = []
    repository = _repository(files, environment)
    for commit, group in sorted(by_commit.items()):
        state = _state(files, repository, commit)
        there = [name for name in group if state is not None and state.has("tracker", name)]
        if state is not None and there:
            found.append(Reviewer(Ends(state, files, _SIDE, _HERE)).review(Wanted(tuple(there))))
        found.append(_by_text(files, [name for name in group if name not in there], last))
    return combined(found, (_SIDE, _HERE), wanted.refuse)


def _is_wanted(files: ProjectFiles, name: str, wanted: Wanted) -> bool:
    if wanted.names and name not in wanted.names:
        return False
    if not wanted.owner:
        return True
    try:
        owner = files.tracker(name).owner
    except GenesisError:
        return False
    return owner is not None and owner.value == wanted.owner


def _repository(files: ProjectFiles, environment: Mapping[str, str]) -> Repository | None:
    try:
        return open_repository(files.root, environment)
    except GenesisError:
        return None


def _state(files: ProjectFiles, repository: Repository | None, commit: str) -> ProjectFiles | None:
    """The project at a commit; ``None`` where files differed from it, or it is not here."""
    if repository is None or not commit or commit.endswith("+"):
        return None
    try:
        return state_at(files, repository, repository.commit(commit))
    except GenesisError:
        return None


def _by_text(files: ProjectFiles, names: Iterable[str], last: Mapping[str, Receipt]) -> Review:
    found = [_tracker(files, name, last.get(name)) for name in names]
    changed = tuple(one for one in found if one.category != "identical")
    causes = tuple(_cause(one) for one in changed)
    return Review(VERSION, _SIDE, _HERE, len(found), len(found) - len(changed), changed, causes)


def _tracker(files: ProjectFiles, name: str, receipt: Receipt | None) -> TrackerChange:
    try:
        place = Place(printable(shown_path(files.path("tracker", name), files.root)), 1, 1, 1, 1)
        tracker = files.tracker(name)
        query = query_of(files, tracker)
    except GenesisError as error:
        file = f"{shown_path(files.folder('tracker'), files.root)}/{name}.yaml"
        found = findings_of(error.diagnostics)
        place = next((one.place for one in found if one.place), Place(printable(file), 1, 1, 1, 1))
        return TrackerChange(name, "broken", place, findings=found, causes=(f"published:{name}",))
    described = TrackerChange(
        name,
        "identical",
        place_of(tracker.name.span),
        owners=_owners(files, tracker),
        destination=tracker.destination.type.value,
        input=tracker.input.value,
        causes=(f"published:{name}",),
        head_sql=query.sql,
        dialect=query.dialect,
    )
    if receipt is None:
        return replace(described, category="added")
    if receipt.query == query_hash(query):
        return described
    columns = _columns([key for key in receipt.checksums if key], [column.name for column in query.visible])
    why = "the files that it was published from are in no commit here; that its query reads otherwise is all that is known"
    return replace(described, category="unknown", columns=columns, unknown=why)


def _owners(files: ProjectFiles, tracker: TrackerSpec) -> tuple[str, ...]:
    owners = (tracker.owner, files.input(tracker.input).owner)
    return tuple(dict.fromkeys(owner.value for owner in owners if owner))


def _columns(before: list[str], after: list[str]) -> tuple[ColumnChange, ...]:
    added = (ColumnChange("added", name) for name in after if name not in before)
    removed = (ColumnChange("removed", name) for name in before if name not in after)
    return (*added, *removed) if before else ()


def _cause(tracker: TrackerChange) -> Cause:
    what: CauseWhat = "added" if tracker.category == "added" else "changed"
    edit = Edit("", head=tracker.place)
    subject = f"{tracker.name} was never published" if what == "added" else f"{tracker.name} as it was published"
    counted: dict[str, int] = {tracker.category: 1}
    return Cause(tracker.causes[0], what, subject, "receipt", tracker.place.file, (edit,), (tracker.name,), counted)
