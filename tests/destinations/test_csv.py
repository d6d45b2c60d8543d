"""CSV files: plain text by the formatters, replaced as a whole."""

from pathlib import Path

import pytest

from genesis.publish.rolling_back import roll_back
from genesis.spec.project import open_project
from tests.destinations.workbook.project import Project, film, films

CSV = "{type: csv, path: out/films.csv}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.path = tmp_path / "out/films.csv"
    made.track("", CSV)
    return made


def lines(project: Project) -> list[str]:
    return project.path.read_bytes().decode().split("\r\n")


def test_values_are_text_as_readers_see_it(project: Project) -> None:
    project.ask(["id", "{field: amount, format: {currency: USD}}", "{field: due, format: {date: d MMM yyyy}}", "done"])
    project.refresh([film(1), film(2, amount="-1234.50", due="", done="false")])
    assert lines(project) == ["Id,Amount,Due,Done", "1,$1.50,1 Jan 2024,true", '2,"-$1,234.50",,false', ""]


def test_only_what_changed_is_written(project: Project) -> None:
    first = project.refresh(films(1, 2))
    before = project.path.stat().st_mtime_ns
    again = project.refresh()
    assert (first.written, again.written) == (True, False)
    assert project.path.stat().st_mtime_ns == before
    done = project.refresh([film(1, title="New"), film(3)])
    assert (done.added, done.changed, done.gone) == (1, 1, 1)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", '=HYPERLINK("http://evil.example")'])
def test_texts_that_would_run_do_not(project: Project, text: str) -> None:
    project.refresh([film(1, title=text)])
    assert lines(project)[1].removeprefix("1,").removeprefix('"').startswith("'" + text[0])
    assert not project.refresh().written


def test_numbers_below_zero_are_no_formulas(project: Project) -> None:
    project.refresh([film(1, amount="-2.50")])
    assert lines(project)[1].split(",")[2] == "-2.50"


def test_commas_quotes_and_line_breaks(project: Project) -> None:
    project.refresh([film(1, title='a "b", c\nd')])
    assert '1,"a ""b"", c\nd",1.50' in project.path.read_bytes().decode()
    assert not project.refresh().written


def test_what_a_person_did_to_the_file_is_written_over(project: Project) -> None:
    project.refresh(films(1, 2))
    right = project.path.read_bytes()
    for wrong in (
        right.replace(b"Film 1", b"mine"),
        b"",
        right.replace(b"Id,Title", b"Title,Id"),
        b"Title,x\r\n1,2,3\r\n4\r\n",
        right + b"9,x,1,2024-01-01,true\r\n",
    ):
        project.path.write_bytes(wrong)
        project.refresh()
        assert project.path.read_bytes() == right


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'a,"b\r\n'])
def test_what_is_no_csv_file_is_left_alone(project: Project, content: bytes) -> None:
    project.path.parent.mkdir()
    project.path.write_bytes(content)
    assert project.refused(films(1)) == ["G804"]


@pytest.mark.parametrize("content", [b"film_id,title\r\n1,Film 1\r\n", b"Name\nme\n"])
def test_a_file_of_somebody_else_is_left_alone(project: Project, content: bytes) -> None:
    project.path.parent.mkdir()
    project.path.write_bytes(content)
    assert project.refused(films(1)) == ["G833"]
    assert project.path.read_bytes() == content
    project.track("adopt: true\n", CSV)
    project.refresh()
    assert lines(project)[1].startswith("1,Film 1,")


def test_other_columns_hide_no_rows_from_guards(project: Project) -> None:
    project.refresh(films(1, 2))
    before = project.path.read_bytes()
    project.ask(["id", "due"])
    assert project.refused([]) == ["G821"]
    assert project.path.read_bytes() == before
    done = project.refresh(films(1, 3))
    assert (done.added, done.gone, lines(project)) == (1, 1, ["Id,Due", "1,2024-01-01", "3,2024-01-03", ""])


def test_back_over_a_change_of_columns(project: Project) -> None:
    project.ask(["id", "title"])
    first = project.refresh(films(1, 2)).receipt.run
    project.ask(["id", "title", "due"])
    project.refresh([film(1, title="New")])
    roll_back(open_project(project.root), "films", first, environment={})
    assert lines(project) == ["Id,Title,Due", "1,Film 1,", "2,Film 2,", ""]


def test_a_hidden_key(project: Project) -> None:
    project.ask(["title"], sort="title")
    project.refresh([film(1, title="Same"), film(2, title="Same")])
    assert lines(project) == ["Title", "Same", "Same", ""]
    assert not project.refresh().written


@pytest.mark.parametrize(
    ("more", "destination", "code"),
    [
        ("annotations: [Notes]\n", CSV, "G811"),
        ("rows: {gone: archive}\n", CSV, "G811"),
        ("columns: {edited: flag}\n", CSV, "G811"),
        ("", "{type: csv, path: out/films.txt}", "G802"),
        ("", "{type: csv, path: /etc/films.csv}", "G802"),
        ("", "{type: csv, path: a/../../films.csv}", "G802"),
        ("", "{type: csv}", "G801"),
        ("", "{type: csv, path: out/films.csv, tab: x}", "G801"),
        ("", "{type: cvs, path: out/films.csv}", "G800"),
    ],
)
def test_what_a_csv_file_cannot_have(project: Project, more: str, destination: str, code: str) -> None:
    project.track(more, destination)
    assert project.refused(films(1)) == [code]
    assert not (project.root / "out").exists()


def test_links_out_of_the_project_are_not_followed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project.root / "out").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert project.refused(films(1)) == ["G802"]


def test_a_folder_in_the_way(project: Project) -> None:
    project.path.mkdir(parents=True)
    project.rows(films(1))
    with pytest.raises(Exception, match="G807"):
        project.refresh()
