"""What calls answer, for the OpenAPI document only: answers themselves are written as bytes."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, create_model

Role = Literal["viewer", "commenter", "editor", "owner"]
Kind = Literal[
    "folder", "text", "sheet", "slides", "pdf", "image", "audio", "video", "plain", "file"
]


class Person(BaseModel):
    """A member; with an empty name, a guest who came by a link."""

    id: str
    name: str
    email: str | None = None


class Place(BaseModel):
    """A folder, named."""

    id: str
    name: str


class Node(BaseModel):
    """A file or folder."""

    id: str
    parent: str | None
    kind: Kind
    name: str
    mediaType: str
    size: int
    version: int
    created: datetime
    modified: datetime
    modifiedBy: Person
    owner: Person
    role: Role
    shared: bool
    starred: bool
    trashed: datetime | None
    openable: bool


class NodeWithPath(Node):
    """A file or folder, with the way to it from the topmost folder that the caller may see."""

    path: list[Place]


class Myself(Person):
    """The member who calls."""

    administrator: bool
    language: str | None


class Storage(BaseModel):
    """Bytes used, and the limit, null for none."""

    used: int
    total: int | None


class ActorShape(BaseModel):
    """How others see the caller in a document."""

    name: str
    color: int


class Me(BaseModel):
    """Who calls; `user` and `root` are null for a guest by link."""

    user: Myself | None
    organisation: Place
    root: str | None
    csrf: str | None
    storage: Storage
    actor: ActorShape


class SetUp(BaseModel):
    """What the first run made."""

    user: Myself
    organisation: Place
    root: str
    csrf: str


class Csrf(BaseModel):
    """The token that unsafe calls by cookie carry in `X-CSRF-Token`."""

    csrf: str


class SessionShape(BaseModel):
    """A signed-in browser."""

    id: str
    address: str
    agent: str
    created: datetime
    seen: datetime
    expires: datetime
    current: bool


class Token(BaseModel):
    """An API token, without its secret."""

    id: str
    name: str
    scope: Literal["read", "write", "admin"]
    hint: str
    created: datetime
    used: datetime | None
    expires: datetime | None


class NewToken(Token):
    """An API token with its secret, shown once."""

    token: str


class User(Person):
    """A member; the rest is for administrators only."""

    administrator: bool | None = None
    disabled: bool | None = None
    used: int | None = None


class Grant(BaseModel):
    """Somebody's role and where it comes from, null: from this node itself."""

    user: Person
    role: Role
    inherited: Place | None


class Grants(BaseModel):
    """Who has access."""

    items: list[Grant]
    owner: Person


class Link(BaseModel):
    """A link, without its token."""

    id: str
    role: Role
    created: datetime
    expires: datetime | None
    password: bool
    uses: int
    hint: str
    inherited: Place | None


class NewLink(Link):
    """A link with its token, shown once."""

    token: str
    url: str


class LinkTarget(BaseModel):
    """What a link leads to."""

    name: str
    kind: Kind
    password: bool


class LinkOpened(BaseModel):
    """The node that a link opened."""

    node: str
    csrf: str


class Contributor(Person):
    """Somebody who edited; the empty id is the server itself."""

    color: int
    guest: bool
    edits: int


class Work(BaseModel):
    """What was done to a document, from its log."""

    seq: int | None
    people: list[Contributor]
    edits: int
    started: datetime | None
    ended: datetime | None


class Version(Work):
    """A version of a file, and what was done since the one before."""

    number: int
    size: int
    label: str | None
    origin: Literal["upload", "create", "session", "named", "restore", "copy"]
    author: Person
    created: datetime
    current: bool


class RestoredVersion(Version):
    """The version that a restore made; `before` is the one that holds what there was."""

    before: int


class WorkNow(Work):
    """What was done since the newest version, whose number is `since`."""

    since: int


class VersionPage(BaseModel):
    """A page of versions; the first page tells of now."""

    items: list[Version]
    next: str | None
    now: WorkNow | None


class Changes(BaseModel):
    """Who wrote and deleted what: `[client, start, stop, person, at]`, `at` in milliseconds."""

    number: int | None
    since: int | None
    seq: int | None
    traced: bool
    people: list[Contributor]
    inserted: list[tuple[int, int, int, int, int]]
    deleted: list[tuple[int, int, int, int, int]]


class MediaShape(BaseModel):
    """An image of a document; pixels."""

    media: str
    width: int
    height: int


class ChartColor(BaseModel):
    """`RRGGBB`, or the name of one of the theme's colours, altered by shares of one; or none.

    A gradient or pattern goes on `to` a second one, which has this `share` of it.
    """

    rgb: str | None = None
    theme: str | None = None
    none: bool = False
    lumMod: float | None = None
    lumOff: float | None = None
    tint: float | None = None
    shade: float | None = None
    alpha: float | None = None
    to: "ChartColor | None" = None
    share: float | None = None


class ChartLine(BaseModel):
    """A line: its width in points, its dash (`dash`, `sysDot` …), its colour."""

    width: float | None
    dash: str | None
    color: ChartColor | None


class ChartTrend(BaseModel):
    """A trend line of a series."""

    kind: str
    name: str | None
    order: float | None
    period: float | None
    forward: float | None
    backward: float | None
    intercept: float | None
    equation: bool
    rSquared: bool
    line: ChartLine | None


class ChartErrors(BaseModel):
    """Error bars of a series."""

    direction: str
    sides: str
    kind: str
    value: float | None
    plus: list[float | None]
    minus: list[float | None]
    caps: bool
    line: ChartLine | None


class ChartBins(BaseModel):
    """How a histogram counts."""

    width: float | None
    count: float | None
    under: float | None
    over: float | None
    closed: str


class ChartLayout(BaseModel):
    """How a series of a chart of 2016 is laid out."""

    subtotals: list[int]
    bins: ChartBins | None
    aggregated: bool
    quartiles: str | None
    meanLine: bool
    meanMarker: bool
    outliers: bool
    innerPoints: bool
    connectors: bool
    parents: str | None


class ChartSeries(BaseModel):
    """One series: its values as the file has them cached, and where they came from."""

    index: int | None
    name: str | None
    nameFormula: str | None
    categories: list[str | float | None]
    categoriesFormula: str | None
    categoriesFormat: str | None
    levels: list[list[str | None]]
    values: list[float | None]
    valuesFormula: str | None
    sizes: list[float | None] | None
    sizesFormula: str | None
    format: str | None
    color: ChartColor | None
    line: ChartLine | None
    pointColors: dict[str, ChartColor]
    smooth: bool
    marker: str | None
    markerSize: float | None
    markerColor: ChartColor | None
    labels: list[Literal["value", "category", "series", "percent", "size"]]
    labelPosition: str | None
    labelFormat: str | None
    labelSeparator: str | None
    labelTexts: dict[str, str]
    labelColor: ChartColor | None
    explosion: float | None
    trends: list[ChartTrend]
    errors: list[ChartErrors]
    layout: ChartLayout | None


class ChartPlot(BaseModel):
    """Series that are drawn alike on the same axes."""

    type: Literal[
        "bar",
        "line",
        "area",
        "pie",
        "doughnut",
        "scatter",
        "bubble",
        "radar",
        "stock",
        "surface",
        "histogram",
        "pareto",
        "waterfall",
        "funnel",
        "treemap",
        "sunburst",
        "boxWhisker",
        "map",
    ]
    direction: str | None
    grouping: str | None
    style: str | None
    hole: float | None
    gap: float | None
    overlap: float | None
    angle: float | None
    scale: float | None
    varied: bool
    markers: bool
    highLow: bool
    upDown: bool
    upColor: ChartColor | None
    downColor: ChartColor | None
    dropLines: bool
    axes: list[str]
    series: list[ChartSeries]


class ChartAxis(BaseModel):
    """One axis, named by `id` in the plots."""

    id: str | None
    kind: Literal["category", "value", "date", "series"]
    position: str | None
    title: str | None
    hidden: bool
    reversed: bool
    min: float | None
    max: float | None
    log: float | None
    major: float | None
    format: str | None
    formatLinked: bool
    gridlines: bool
    ticks: str
    cross: str | None
    crosses: str | None
    crossesAt: float | None
    between: bool
    unit: float | None
    unitLabel: str | None
    base: str | None
    textColor: ChartColor | None


class Chart(BaseModel):
    """What a chart of a document shows; `sheets` are the ids of worksheets by the file's names."""

    title: str | None
    titleHidden: bool
    plots: list[ChartPlot]
    axes: list[ChartAxis]
    legend: str | None
    legendWithout: list[int]
    blanks: str
    hiddenCells: bool
    fill: ChartColor | None
    textColor: ChartColor | None
    titleColor: ChartColor | None
    legendColor: ChartColor | None
    date1904: bool
    sheets: dict[str, str]


class AuditEntry(BaseModel):
    """Something that somebody did."""

    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    address: str
    details: dict[str, Any]


class Health(BaseModel):
    """Whether the server answers, and whether the first run is still to do."""

    status: Literal["ok"]
    version: str
    setup: bool | None  # null: the database does not answer


class Readiness(BaseModel):
    """That this node is ready for people, and what was asked to know."""

    status: Literal["ready"]
    checks: list[str]


class Problem(BaseModel):
    """RFC 9457 problem details; further members depend on the code."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None


def listed(item: type[BaseModel]) -> type[BaseModel]:
    """Return the shape of a page of a list."""
    items: Any = list.__class_getitem__(item)
    return create_model(f"{item.__name__}Page", items=(items, ...), next=(str | None, ...))


def answers(
    model: type[BaseModel] | None, status: int = 200, *further: int
) -> dict[int | str, dict[str, Any]]:
    """Return `responses=` of a route: what it answers, and that errors are problems."""
    documented: dict[int | str, dict[str, Any]] = {
        code: {"description": "Done"} | ({"model": model} if model else {})
        for code in (status, *further)
    }
    documented["default"] = {
        "description": "A problem",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    return documented
