"""Where a tracker's file may stand: inside the project, and nowhere else."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from genesis.diagnostics import fail
from genesis.spec.documents import Text


def inside(root: Path, path: Text, ending: str) -> Path:
    """The file that ``path`` names, with symbolic links followed.

    Raises:
        GenesisError: G802 when it is absolute, has ``..`` in it, leads out of the project through a link, or does not end in
            ``ending``; G807 when the folders cannot be read.
    """
    written = PurePosixPath(path.value.replace("\\", "/"))
    hint = f"write a path from the project's root: `out/tracker{ending}`"
    if written.is_absolute() or PureWindowsPath(path.value).drive or ".." in written.parts or "\0" in path.value:
        raise fail("G802", path.span, f"`{path.value}` leads out of the project", hint)
    if written.suffix.lower() != ending:
        raise fail("G802", path.span, f"`{path.value}` does not end in `{ending}`", hint)
    try:
        target = (root / written).resolve()
        home = root.resolve()
    except (OSError, RuntimeError) as error:
        raise fail("G807", path.span, f"`{path.value}` cannot be reached: {error}") from error
    if home not in target.parents:
        raise fail("G802", path.span, f"`{path.value}` leads out of the project through a link", hint)
    return target
