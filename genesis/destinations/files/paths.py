"""Where a tracker's file may stand: inside the project, and nowhere else."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from genesis.diagnostics import Problems, fail
from genesis.spec.documents import Text


def inside(root: Path, path: Text, ending: str) -> Path:
    """The file that ``path`` names, with symbolic links followed.

    Raises:
        GenesisError: G802 when it is absolute, has ``..`` in it, leads out of the project through a link, or does not end in
            ``ending``; G807 when the folders cannot be read.
    """
    problems = Problems()
    check_path(path, ending, problems)
    problems.raise_if_any()
    written = PurePosixPath(path.value.replace("\\", "/"))
    try:
        target = (root / written).resolve()
        home = root.resolve()
    except (OSError, RuntimeError) as error:
        raise fail("G807", path.span, f"`{path.value}` cannot be reached: {error}") from error
    if home not in target.parents:
        raise fail("G802", path.span, f"`{path.value}` leads out of the project through a link", _hint(ending))
    return target


def check_path(path: Text, ending: str, problems: Problems) -> None:
    """Note what is wrong with a path as it is written (G802); nothing is looked up."""
    written = PurePosixPath(path.value.replace("\\", "/"))
    if written.is_absolute() or PureWindowsPath(path.value).drive or ".." in written.parts or "\0" in path.value:
        problems.add("G802", path.span, f"`{path.value}` leads out of the project", _hint(ending))
    elif written.suffix.lower() != ending:
        problems.add("G802", path.span, f"`{path.value}` does not end in `{ending}`", _hint(ending))


def _hint(ending: str) -> str:
    return f"write a path from the project's root: `out/tracker{ending}`"
