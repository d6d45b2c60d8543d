"""The project's own folder of things that are made by running: `.genesis/`."""

from pathlib import Path


def own_folder(root: Path) -> Path:
    """The folder, made where there is none; git is told to leave it alone.

    Raises:
        OSError: when it cannot be made.
    """
    folder = root / ".genesis"
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder
