/** Generated from the OpenAPI document by `npm run api`; not edited by hand. */

/** How others see the caller in a document. */
export interface ActorShape {
  name: string;
  color: number;
}

/** Something that somebody did. */
export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  address: string;
  details: Record<string, unknown>;
}

export interface AuditEntryPage {
  items: AuditEntry[];
  next: string | null;
}

/** Who wrote and deleted what: `[client, start, stop, person, at]`, `at` in milliseconds. */
export interface Changes {
  number: number | null;
  since: number | null;
  seq: number | null;
  traced: boolean;
  people: Contributor[];
  inserted: [number, number, number, number, number][];
  deleted: [number, number, number, number, number][];
}

/** What a chart of a document shows; `sheets` are the ids of worksheets by the file's names. */
export interface Chart {
  title: string | null;
  titleHidden: boolean;
  plots: ChartPlot[];
  axes: ChartAxis[];
  legend: string | null;
  legendWithout: number[];
  blanks: string;
  hiddenCells: boolean;
  fill: ChartColor | null;
  textColor: ChartColor | null;
  titleColor: ChartColor | null;
  legendColor: ChartColor | null;
  date1904: boolean;
  sheets: Record<string, unknown>;
}

/** One axis, named by `id` in the plots. */
export interface ChartAxis {
  id: string | null;
  kind: "category" | "value" | "date" | "series";
  position: string | null;
  title: string | null;
  hidden: boolean;
  reversed: boolean;
  min: number | null;
  max: number | null;
  log: number | null;
  major: number | null;
  format: string | null;
  formatLinked: boolean;
  gridlines: boolean;
  ticks: string;
  cross: string | null;
  crosses: string | null;
  crossesAt: number | null;
  between: boolean;
  unit: number | null;
  unitLabel: string | null;
  base: string | null;
  textColor: ChartColor | null;
}

/** How a histogram counts. */
export interface ChartBins {
  width: number | null;
  count: number | null;
  under: number | null;
  over: number | null;
  closed: string;
}

/** `RRGGBB`, or the name of one of the theme's colours, altered by shares of one; or none. */
export interface ChartColor {
  rgb?: string | null;
  theme?: string | null;
  none?: boolean;
  lumMod?: number | null;
  lumOff?: number | null;
  tint?: number | null;
  shade?: number | null;
  alpha?: number | null;
  to?: ChartColor | null;
  share?: number | null;
}

/** Error bars of a series. */
export interface ChartErrors {
  direction: string;
  sides: string;
  kind: string;
  value: number | null;
  plus: (number | null)[];
  minus: (number | null)[];
  caps: boolean;
  line: ChartLine | null;
}

/** How a series of a chart of 2016 is laid out. */
export interface ChartLayout {
  subtotals: number[];
  bins: ChartBins | null;
  aggregated: boolean;
  quartiles: string | null;
  meanLine: boolean;
  meanMarker: boolean;
  outliers: boolean;
  innerPoints: boolean;
  connectors: boolean;
  parents: string | null;
}

/** A line: its width in points, its dash (`dash`, `sysDot` …), its colour. */
export interface ChartLine {
  width: number | null;
  dash: string | null;
  color: ChartColor | null;
}

/** Series that are drawn alike on the same axes. */
export interface ChartPlot {
  type:
    | "bar"
    | "line"
    | "area"
    | "pie"
    | "doughnut"
    | "scatter"
    | "bubble"
    | "radar"
    | "stock"
    | "surface"
    | "histogram"
    | "pareto"
    | "waterfall"
    | "funnel"
    | "treemap"
    | "sunburst"
    | "boxWhisker"
    | "map";
  direction: string | null;
  grouping: string | null;
  style: string | null;
  hole: number | null;
  gap: number | null;
  overlap: number | null;
  angle: number | null;
  scale: number | null;
  varied: boolean;
  markers: boolean;
  highLow: boolean;
  upDown: boolean;
  upColor: ChartColor | null;
  downColor: ChartColor | null;
  dropLines: boolean;
  axes: string[];
  series: ChartSeries[];
}

/** One series: its values as the file has them cached, and where they came from. */
export interface ChartSeries {
  index: number | null;
  name: string | null;
  nameFormula: string | null;
  categories: (string | number | null)[];
  categoriesFormula: string | null;
  categoriesFormat: string | null;
  levels: (string | null)[][];
  values: (number | null)[];
  valuesFormula: string | null;
  sizes: (number | null)[] | null;
  sizesFormula: string | null;
  format: string | null;
  color: ChartColor | null;
  line: ChartLine | null;
  pointColors: Record<string, unknown>;
  smooth: boolean;
  marker: string | null;
  markerSize: number | null;
  markerColor: ChartColor | null;
  labels: ("value" | "category" | "series" | "percent" | "size")[];
  labelPosition: string | null;
  labelFormat: string | null;
  labelSeparator: string | null;
  labelTexts: Record<string, unknown>;
  labelColor: ChartColor | null;
  explosion: number | null;
  trends: ChartTrend[];
  errors: ChartErrors[];
  layout: ChartLayout | null;
}

/** A trend line of a series. */
export interface ChartTrend {
  kind: string;
  name: string | null;
  order: number | null;
  period: number | null;
  forward: number | null;
  backward: number | null;
  intercept: number | null;
  equation: boolean;
  rSquared: boolean;
  line: ChartLine | null;
}

/** Somebody who edited; the empty id is the server itself. */
export interface Contributor {
  id: string;
  name: string;
  email?: string | null;
  color: number;
  guest: boolean;
  edits: number;
}

/** Copying: into which folder, under which name; both may be left out. */
export interface CopyBody {
  parent?: string | null;
  name?: string | null;
}

/** The token that unsafe calls by cookie carry in `X-CSRF-Token`. */
export interface Csrf {
  csrf: string;
}

/** Somebody's role and where it comes from, null: from this node itself. */
export interface Grant {
  user: Person;
  role: "viewer" | "commenter" | "editor" | "owner";
  inherited: Place | null;
}

/** A role. */
export interface GrantBody {
  role: "viewer" | "commenter" | "editor" | "owner";
}

/** Who has access. */
export interface Grants {
  items: Grant[];
  owner: Person;
}

/** Whether the server answers, and whether the first run is still to do. */
export interface Health {
  status: "ok";
  version: string;
  setup: boolean | null;
}

/** The name of a version; null or empty takes it away. */
export interface LabelBody {
  label?: string | null;
}

/** A link, without its token. */
export interface Link {
  id: string;
  role: "viewer" | "commenter" | "editor" | "owner";
  created: string;
  expires: string | null;
  password: boolean;
  uses: number;
  hint: string;
  inherited: Place | null;
}

/** A new link. */
export interface LinkBody {
  role: "viewer" | "commenter" | "editor";
  expires?: string | null;
  password?: string | null;
}

/** Changing a link: what is left out stays; null takes the expiry or password away. */
export interface LinkChangeBody {
  role?: "viewer" | "commenter" | "editor" | null;
  expires?: string | null;
  password?: string | null;
}

/** Opening a link. */
export interface LinkOpenBody {
  password?: string | null;
}

/** The node that a link opened. */
export interface LinkOpened {
  node: string;
  csrf: string;
}

export interface LinkPage {
  items: Link[];
  next: string | null;
}

/** What a link leads to. */
export interface LinkTarget {
  name: string;
  kind:
    | "folder"
    | "text"
    | "sheet"
    | "slides"
    | "pdf"
    | "image"
    | "audio"
    | "video"
    | "plain"
    | "file";
  password: boolean;
}

/** Who calls; `user` and `root` are null for a guest by link. */
export interface Me {
  user: Myself | null;
  organisation: Place;
  root: string | null;
  csrf: string | null;
  storage: Storage;
  actor: ActorShape;
}

/** Changing oneself. `language` null means: what the browser asks for. */
export interface MeBody {
  name?: string | null;
  language?: string | null;
}

/** An image of a document; pixels. */
export interface MediaShape {
  media: string;
  width: number;
  height: number;
}

/** The member who calls. */
export interface Myself {
  id: string;
  name: string;
  email?: string | null;
  administrator: boolean;
  language: string | null;
}

/** A link with its token, shown once. */
export interface NewLink {
  id: string;
  role: "viewer" | "commenter" | "editor" | "owner";
  created: string;
  expires: string | null;
  password: boolean;
  uses: number;
  hint: string;
  inherited: Place | null;
  token: string;
  url: string;
}

/** An API token with its secret, shown once. */
export interface NewToken {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  hint: string;
  created: string;
  used: string | null;
  expires: string | null;
  token: string;
}

/** A file or folder. */
export interface Node {
  id: string;
  parent: string | null;
  kind:
    | "folder"
    | "text"
    | "sheet"
    | "slides"
    | "pdf"
    | "image"
    | "audio"
    | "video"
    | "plain"
    | "file";
  name: string;
  mediaType: string;
  size: number;
  version: number;
  created: string;
  modified: string;
  modifiedBy: Person;
  owner: Person;
  role: "viewer" | "commenter" | "editor" | "owner";
  shared: boolean;
  starred: boolean;
  trashed: string | null;
  openable: boolean;
}

/** A new folder or document. */
export interface NodeBody {
  parent: string;
  name: string;
  kind: "folder" | "text" | "sheet" | "slides";
}

/** Renaming and moving. */
export interface NodeChangeBody {
  name?: string | null;
  parent?: string | null;
}

export interface NodePage {
  items: Node[];
  next: string | null;
}

/** A file or folder, with the way to it from the topmost folder that the caller may see. */
export interface NodeWithPath {
  id: string;
  parent: string | null;
  kind:
    | "folder"
    | "text"
    | "sheet"
    | "slides"
    | "pdf"
    | "image"
    | "audio"
    | "video"
    | "plain"
    | "file";
  name: string;
  mediaType: string;
  size: number;
  version: number;
  created: string;
  modified: string;
  modifiedBy: Person;
  owner: Person;
  role: "viewer" | "commenter" | "editor" | "owner";
  shared: boolean;
  starred: boolean;
  trashed: string | null;
  openable: boolean;
  path: Place[];
}

/** Changing one's password. */
export interface PasswordBody {
  current: string;
  new: string;
}

/** A member; with an empty name, a guest who came by a link. */
export interface Person {
  id: string;
  name: string;
  email?: string | null;
}

/** A folder, named. */
export interface Place {
  id: string;
  name: string;
}

/** That this node is ready for people, and what was asked to know. */
export interface Readiness {
  status: "ready";
  checks: string[];
}

/** The version that a restore made; `before` is the one that holds what there was. */
export interface RestoredVersion {
  seq: number | null;
  people: Contributor[];
  edits: number;
  started: string | null;
  ended: string | null;
  number: number;
  size: number;
  label: string | null;
  origin: "upload" | "create" | "session" | "named" | "restore" | "copy";
  author: Person;
  created: string;
  current: boolean;
  before: number;
}

/** A signed-in browser. */
export interface SessionShape {
  id: string;
  address: string;
  agent: string;
  created: string;
  seen: string;
  expires: string;
  current: boolean;
}

export interface SessionShapePage {
  items: SessionShape[];
  next: string | null;
}

/** What the first run made. */
export interface SetUp {
  user: Myself;
  organisation: Place;
  root: string;
  csrf: string;
}

/** The first run. */
export interface SetupBody {
  organisation: string;
  name: string;
  email: string;
  password: string;
}

/** Signing in. */
export interface SignInBody {
  email: string;
  password: string;
}

/** Bytes used, and the limit, null for none. */
export interface Storage {
  used: number;
  total: number | null;
}

/** An API token, without its secret. */
export interface Token {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  hint: string;
  created: string;
  used: string | null;
  expires: string | null;
}

/** A new API token. Without a scope it may do all that its owner may. */
export interface TokenBody {
  name: string;
  scope?: "read" | "write" | "admin" | null;
  expires?: string | null;
}

export interface TokenPage {
  items: Token[];
  next: string | null;
}

/** A member; the rest is for administrators only. */
export interface User {
  id: string;
  name: string;
  email?: string | null;
  administrator?: boolean | null;
  disabled?: boolean | null;
  used?: number | null;
}

/** A new member. */
export interface UserBody {
  name: string;
  email: string;
  password: string;
  administrator?: boolean;
}

/** Changing a member. */
export interface UserChangeBody {
  name?: string | null;
  administrator?: boolean | null;
  disabled?: boolean | null;
  password?: string | null;
}

export interface UserPage {
  items: User[];
  next: string | null;
}

/** A version of a file, and what was done since the one before. */
export interface Version {
  seq: number | null;
  people: Contributor[];
  edits: number;
  started: string | null;
  ended: string | null;
  number: number;
  size: number;
  label: string | null;
  origin: "upload" | "create" | "session" | "named" | "restore" | "copy";
  author: Person;
  created: string;
  current: boolean;
}

/** A page of versions; the first page tells of now. */
export interface VersionPage {
  items: Version[];
  next: string | null;
  now: WorkNow | null;
}

/** What was done since the newest version, whose number is `since`. */
export interface WorkNow {
  seq: number | null;
  people: Contributor[];
  edits: number;
  started: string | null;
  ended: string | null;
  since: number;
}
