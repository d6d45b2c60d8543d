"""Reviews to render: a small one, one of a thousand trackers, and ones in which every foreign text is the same."""

from typing import Final

from genesis.review.report import (
    VERSION,
    Category,
    Cause,
    ColumnChange,
    Edit,
    Finding,
    Place,
    ResultChange,
    Review,
    RowsChange,
    Sample,
    SettingChange,
    Side,
    TrackerChange,
)

OLD_SQL: Final = """\
SELECT
  production.title,
  production.status AS status
FROM catalogue.production
WHERE
  production.status = 'W'
ORDER BY
  title"""


def place(file: str, line: int) -> Place:
    return Place(file, line, 3, line, 20)


def side(name: str, commit: str = "") -> Side:
    return Side(name, commit)


STATUS: Final = Cause(
    id="source:production.status",
    what="changed",
    subject="production.status",
    kind="field",
    file="definitions/production.yaml",
    edits=(
        Edit(
            "sql",
            "status",
            "upper(status) || '!'",
            place("definitions/production.yaml", 12),
            place("definitions/production.yaml", 14),
        ),
    ),
    trackers=("country_overview", "kids_catalogue"),
    by_category={"rows": 1, "columns": 1},
)
FILTER: Final = Cause(
    id="input:country_overview.filters",
    what="changed",
    subject="country_overview.filters",
    kind="filter",
    file="inputs/country_overview.yaml",
    edits=(
        Edit(
            "",
            "status: W",
            "status: [W, IP]",
            place("inputs/country_overview.yaml", 9),
            place("inputs/country_overview.yaml", 9),
        ),
    ),
    trackers=("country_overview",),
    by_category={"rows": 1},
)
HARMLESS: Final = Cause(
    id="source:studio.note",
    what="added",
    subject="studio.note",
    kind="field",
    file="definitions/studio.yaml",
    edits=(Edit("", "", "note: string", None, place("definitions/studio.yaml", 30)),),
)
SMALL: Final = Review(
    VERSION,
    side("`main`", "0123456789abcdef0123456789abcdef01234567"),
    side("the files on disk"),
    total=23,
    identical=18,
    trackers=(
        TrackerChange(
            "ghost_towns",
            "broken",
            place("trackers/ghost_towns.yaml", 1),
            owners=("content-ops@example.com",),
            destination="excel",
            findings=(
                Finding(
                    "G203", "`production` has no field or join `contry`", place("inputs/ghost_towns.yaml", 7), "did you"
                ),
            ),
            base_sql=OLD_SQL,
        ),
        TrackerChange(
            "country_overview",
            "rows",
            place("trackers/country_overview.yaml", 1),
            owners=("content-ops@example.com", "content-strategy@example.com"),
            destination="excel",
            input="country_overview",
            columns=(ColumnChange("redefined", "status", "status", "upper(status) || '!'"),),
            rows=(RowsChange("filters", "status = 'W'", "status IN ('W', 'IP')"),),
            causes=("source:production.status", "input:country_overview.filters"),
            base_sql=OLD_SQL,
            head_sql=OLD_SQL.replace("production.status AS", "upper(production.status) || '!' AS").replace(
                "= 'W'", "IN ('W', 'IP')"
            ),
            dialect="duckdb",
            result=ResultChange(
                "demo",
                ("country",),
                rows_before=27,
                rows_after=29,
                added=3,
                gone=1,
                changed=25,
                cells=25,
                columns={"status": 25},
                added_samples=(Sample(("Bolivia",), (("status", None, "IP!"), ("titles", None, None))),),
                gone_samples=(Sample(("Atlantis",), (("status", "W", None),)),),
                changed_samples=(Sample(("France",), (("status", "w", "W!"),)),),
            ),
        ),
        TrackerChange(
            "kids_catalogue",
            "columns",
            place("trackers/kids_catalogue.yaml", 1),
            owners=("kids@example.com",),
            destination="csv",
            columns=(
                ColumnChange("added", "age"),
                ColumnChange("removed", "rating"),
                ColumnChange("relabelled", "title", "Title", "Name"),
                ColumnChange("redefined", "status", "status", "upper(status) || '!'"),
            ),
            causes=("source:production.status",),
            base_sql=OLD_SQL,
            head_sql=OLD_SQL.replace("production.status AS", "upper(production.status) || '!' AS"),
        ),
        TrackerChange(
            "longest_movies",
            "settings",
            place("trackers/longest_movies.yaml", 1),
            destination="csv",
            settings=(SettingChange("schedule.cron", "0 7 * * *", "0 8 * * *"),),
            base_sql=OLD_SQL,
            head_sql=OLD_SQL,
        ),
        TrackerChange(
            "movies", "formatting", place("trackers/movies.yaml", 1), base_sql=OLD_SQL, head_sql="\n" + OLD_SQL
        ),
    ),
    causes=(STATUS, FILTER, HARMLESS),
    notes=("The lock was written by genesis 0.0.9; this is 0.1.0.",),
)
NOTHING: Final = Review(VERSION, side("main"), side("the files on disk"), total=23, identical=23)


def large(count: int = 1000) -> Review:
    """One field hits three trackers in ten, another edit one in ten, and every tracker's SQL is its own."""
    categories: tuple[Category, ...] = ("unknown", *("rows",) * 3, *("columns",) * 5, "formatting")
    trackers = sorted((_numbered(number, categories[number % 10]) for number in range(count)), key=_order)
    hit = tuple(sorted(one.name for one in trackers if one.category == "rows"))
    causes = tuple(
        Cause(
            f"source:table_{number}.field_{number}",
            "changed",
            f"table_{number}.field_{number}",
            "field",
            f"definitions/table_{number}.yaml",
            (Edit("sql", f"a{number}", f"b{number}", None, place(f"definitions/table_{number}.yaml", number + 3)),),
            hit if number == 0 else (f"tracker_{number:04}",),
            {"rows": len(hit)} if number == 0 else {"columns": 1},
        )
        for number in range(count // 5)
    )
    return Review(VERSION, side("main", "ab" * 20), side("HEAD", "cd" * 20), count + 5, 5, tuple(trackers), causes)


def _order(tracker: TrackerChange) -> tuple[int, str]:
    return (("unknown", "rows", "columns", "formatting").index(tracker.category), tracker.name)


def _numbered(number: int, category: Category) -> TrackerChange:
    lines = OLD_SQL.split("\n")
    return TrackerChange(
        f"tracker_{number:04}",
        category,
        place(f"trackers/tracker_{number:04}.yaml", 1),
        owners=(f"team-{number % 7}@example.com",),
        destination="excel",
        columns=tuple(ColumnChange("redefined", f"column_{at}") for at in range(number % 9)),
        rows=(RowsChange("filters", "status = 'W'", f"status = 'W' AND year > {number}"),)
        if category == "rows"
        else (),
        unknown="`sql:` differs in a part that is not understood" if category == "unknown" else "",
        base_sql=OLD_SQL,
        head_sql="\n".join([*lines[:6], f"  AND year > {number}", *lines[6:]]),
    )


def foreign(text: str) -> Review:
    """A review with ``text`` wherever a project, its data or its history can put one."""
    result = ResultChange(
        text, (text,), 1, 2, 3, 1, 1, 1, 0, {text: 1},
        (Sample((text, None), ((text, None, text),)),), (Sample((text,), ((text, text, None),)),),
        (Sample((text,), ((text, text, text),)),),
    )  # fmt: skip
    spot = Place(text, 3, 1, 3, 2)
    categories: tuple[Category, ...] = ("broken", "unknown", "rows", "columns")
    trackers = tuple(
        TrackerChange(
            f"{text}{number}", category, spot, text, (text, text), text, text, text,
            (ColumnChange("added", text), ColumnChange("renamed", text, text, text), ColumnChange("relabelled", text, text, text)),
            (RowsChange("filters", text, text), RowsChange("limit", "", text)),
            (SettingChange(text, text, text), SettingChange(text, "", text)),
            text if category == "unknown" else "", (text,),
            (Finding("G203", text, spot, text),) if category == "broken" else (),
            f"SELECT 1\n{text}\nFROM b", f"SELECT 2\n{text}{number}\nFROM b", "duckdb", result,
        )
        for number, category in enumerate(categories)
    )  # fmt: skip
    causes = (
        Cause(
            text,
            "renamed",
            text,
            f"kind {text}",
            text,
            (Edit(text, text, text, spot, spot), Edit("", text, "")),
            (text,),
            {"rows": 3},
            text,
        ),
        Cause(f"{text}2", "added", text, text, text, (Edit("", "", text, None, spot),)),
    )
    return Review(VERSION, side(text, text), side(text, text), 9, 5, trackers, causes, (text,), (text, text))
