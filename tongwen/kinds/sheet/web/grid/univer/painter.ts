/** Univer's renderer, and nothing else of Univer: paints cells that it asks for when they come into view. */
import {
  BooleanNumber,
  type ICellData,
  type IRange,
  type IWorkbookData,
  LocaleType,
  LogLevel,
  Univer,
  Workbook,
} from "@univerjs/core";
import {
  Engine,
  Rect,
  Scene,
  SHEET_VIEWPORT_KEY,
  Spreadsheet,
  SpreadsheetColumnHeader,
  SpreadsheetRowHeader,
  SpreadsheetSkeleton,
  Viewport,
} from "@univerjs/engine-render";
import type { Area } from "../../model";
import { Positions, type SheetLayout } from "../layout";

/** Gives a cell as Univer draws it, or null for an empty one; asked again for each paint. */
export type CellFeed = (row: number, column: number) => ICellData | null;

export interface HeadingColors {
  background: string;
  text: string;
  line: string;
}

export const ROW_HEADING_SIZE = 46;
export const COLUMN_HEADING_SIZE = 22;
const SHEET = "sheet";

const toRange = (box: Area): IRange => ({
  startRow: box.row1,
  endRow: box.row2,
  startColumn: box.col1,
  endColumn: box.col2,
});

function lineData<T>(lines: SheetLayout["rows"], entry: (size: number) => T): Record<number, T> {
  const data: Record<number, T> = {};
  for (const [index, size] of lines.sizes) data[index] = entry(size);
  return data;
}

function snapshot(layout: SheetLayout): IWorkbookData {
  const shown = layout.headings ? BooleanNumber.FALSE : BooleanNumber.TRUE;
  return {
    id: "workbook",
    name: "",
    appVersion: "",
    locale: LocaleType.EN_US,
    styles: {},
    sheetOrder: [SHEET],
    sheets: {
      [SHEET]: {
        id: SHEET,
        name: "",
        rowCount: layout.rows.count,
        columnCount: layout.columns.count,
        defaultRowHeight: layout.rows.size,
        defaultColumnWidth: layout.columns.size,
        rowData: lineData(layout.rows, (h) => (h === 0 ? { hd: BooleanNumber.TRUE } : { h })),
        columnData: lineData(layout.columns, (w) => (w === 0 ? { hd: BooleanNumber.TRUE } : { w })),
        mergeData: layout.merges.map(toRange),
        showGridlines: layout.gridlines ? BooleanNumber.TRUE : BooleanNumber.FALSE,
        rowHeader: { width: ROW_HEADING_SIZE, hidden: shown },
        columnHeader: { height: COLUMN_HEADING_SIZE, hidden: shown },
      },
    },
  };
}

interface Interceptable {
  __interceptViewModel(
    change: (model: {
      registerCellContentInterceptor(interceptor: { getCell: CellFeed }): unknown;
    }) => void,
  ): void;
}

/** Univer's own hook for feeding cells, which its published types leave out. */
function intercept(worksheet: object, feed: CellFeed): void {
  (worksheet as Interceptable).__interceptViewModel((model) => {
    model.registerCellContentInterceptor({ getCell: feed });
  });
}

/** The nine viewports of Univer's scene, by its own keys. */
const KEYS = [
  SHEET_VIEWPORT_KEY.VIEW_MAIN,
  SHEET_VIEWPORT_KEY.VIEW_MAIN_LEFT_TOP,
  SHEET_VIEWPORT_KEY.VIEW_MAIN_LEFT,
  SHEET_VIEWPORT_KEY.VIEW_MAIN_TOP,
  SHEET_VIEWPORT_KEY.VIEW_ROW_TOP,
  SHEET_VIEWPORT_KEY.VIEW_ROW_BOTTOM,
  SHEET_VIEWPORT_KEY.VIEW_COLUMN_LEFT,
  SHEET_VIEWPORT_KEY.VIEW_COLUMN_RIGHT,
  SHEET_VIEWPORT_KEY.VIEW_LEFT_TOP,
] as const;

export class UniverPainter {
  rows: Positions;
  columns: Positions;
  readonly #univer: Univer;
  readonly #engine: Engine;
  readonly #scene: Scene;
  readonly #spreadsheet = new Spreadsheet("cells");
  readonly #rowHeadings = new SpreadsheetRowHeader("rows");
  readonly #columnHeadings = new SpreadsheetColumnHeader("columns");
  readonly #corner: Rect;
  readonly #viewports = new Map<string, Viewport>();
  readonly #render = (): void => {
    this.#scene.render();
  };
  #workbook: Workbook | null = null;
  #skeleton: SpreadsheetSkeleton | null = null;
  #scroll = { x: 0, y: 0 };
  #zoom = 1;

  constructor(
    element: HTMLElement,
    private readonly feed: CellFeed,
    private layout: SheetLayout,
  ) {
    this.rows = new Positions(layout.rows);
    this.columns = new Positions(layout.columns);
    this.#univer = new Univer({ logLevel: LogLevel.ERROR, locale: LocaleType.EN_US, locales: {} });
    this.#engine = new Engine();
    this.#scene = new Scene("scene", this.#engine, { width: 1, height: 1 });
    this.#corner = new Rect("corner", { left: -1, top: -1, zIndex: 2, strokeWidth: 1 });
    for (const key of KEYS) {
      const cached = key.startsWith("viewMain");
      const viewport = new Viewport(key, this.#scene, {
        allowCache: cached,
        bufferEdgeX: 100,
        bufferEdgeY: 100,
      });
      this.#viewports.set(key, viewport);
    }
    this.#scene.addObjects([this.#spreadsheet], 0);
    this.#scene.addObjects([this.#rowHeadings, this.#columnHeadings, this.#corner], 10);
    this.#scene.enableLayerCache(0, 10);
    this.setLayout(layout);
    this.#engine.mount(element);
    this.#engine.runRenderLoop(this.#render);
  }

  get zoom(): number {
    return this.#zoom;
  }

  /** Lines, merges, frozen panes: Univer's own workbook is made anew, which costs nothing as it holds no cells. */
  setLayout(layout: SheetLayout): void {
    this.layout = layout;
    this.rows = new Positions(layout.rows);
    this.columns = new Positions(layout.columns);
    const injector = this.#univer.__getInjector();
    this.#skeleton?.dispose();
    this.#workbook?.dispose();
    this.#workbook = injector.createInstance(Workbook, snapshot(layout));
    const worksheet = this.#workbook.getSheetBySheetId(SHEET);
    if (!worksheet) throw new Error("the workbook was made without its worksheet");
    intercept(worksheet, this.feed);
    const styles = this.#workbook.getStyles();
    const skeleton = injector.createInstance(SpreadsheetSkeleton, worksheet, styles);
    skeleton.setScene(this.#scene);
    skeleton.calculate();
    this.#skeleton = skeleton;
    for (const part of [this.#spreadsheet, this.#rowHeadings, this.#columnHeadings])
      part.updateSkeleton(skeleton);
    this.#corner.transformByState({
      width: skeleton.rowHeaderWidth,
      height: skeleton.columnHeaderHeight,
    });
    this.#scene.transformByState({
      width: skeleton.rowHeaderWidth + skeleton.columnTotalWidth,
      height: skeleton.columnHeaderHeight + skeleton.rowTotalHeight,
    });
    this.#arrange();
    this.repaint();
  }

  /** Contents or styles changed: all of the visible cells are asked for again before the next picture. */
  repaint(): void {
    this.#skeleton?.resetCache();
    this.#spreadsheet.makeForceDirty(true);
    this.#spreadsheet.makeDirty(true);
    for (const viewport of this.#viewports.values()) viewport.markForceDirty(true);
    this.#scene.makeDirty(true);
  }

  setColors(colors: HeadingColors): void {
    const style = {
      fontColor: colors.text,
      backgroundColor: colors.background,
      borderColor: colors.line,
      fontSize: 12,
    };
    this.#rowHeadings.setCustomHeader({ headerStyle: style });
    this.#columnHeadings.setCustomHeader({ headerStyle: style });
    this.#corner.setProps({ fill: colors.background, stroke: colors.line });
    this.repaint();
  }

  setZoom(zoom: number): void {
    this.#zoom = zoom;
    this.#scene.scale(zoom, zoom);
    this.#arrange();
    this.repaint();
  }

  /** Pixels at zoom 1 from the first line that is not frozen. */
  scrollTo(x: number, y: number): void {
    if (x === this.#scroll.x && y === this.#scroll.y) return;
    this.#scroll = { x, y };
    this.#applyScroll();
    this.#scene.makeDirty(true);
  }

  resize(): void {
    this.#engine.resize();
    this.#arrange();
    this.repaint();
  }

  /** Pixels that the contents of a row need, at zoom 1; null when nothing in it says. */
  naturalRowSize(row: number): number | null {
    const range = { startRow: row, endRow: row, startColumn: 0, endColumn: this.columns.count - 1 };
    const found = this.#skeleton?.calculateAutoHeightInRange([range])[0]?.autoHeight;
    return found ?? null;
  }

  /** Pixels that the contents of some rows of a column need, at zoom 1. */
  naturalColumnSize(column: number, row1: number, row2: number): number | null {
    const range = { startRow: row1, endRow: row2, startColumn: column, endColumn: column };
    return this.#skeleton?.calculateAutoWidthInRange([range])[0]?.width ?? null;
  }

  destroy(): void {
    this.#engine.stopRenderLoop(this.#render);
    this.#skeleton?.dispose();
    this.#workbook?.dispose();
    this.#scene.dispose();
    this.#engine.dispose();
    this.#univer.dispose();
  }

  #viewport(key: SHEET_VIEWPORT_KEY): Viewport {
    const viewport = this.#viewports.get(key);
    if (!viewport) throw new RangeError(`no viewport ${key}`);
    return viewport;
  }

  /** Put the nine viewports where headings and frozen lines leave them. */
  #arrange(): void {
    const { headings, frozenRows, frozenColumns } = this.layout;
    const left = headings ? ROW_HEADING_SIZE : 0;
    const top = headings ? COLUMN_HEADING_SIZE : 0;
    const frozenX = this.columns.start(frozenColumns);
    const frozenY = this.rows.start(frozenRows);
    const K = SHEET_VIEWPORT_KEY;
    const rest = { right: 0, bottom: 0 };
    this.#place(K.VIEW_LEFT_TOP, { left: 0, top: 0, width: left, height: top }, headings);
    this.#place(K.VIEW_MAIN, { left: left + frozenX, top: top + frozenY, ...rest }, true);
    // From where frozen lines start to where they end: Univer adds the start to what it takes for scrolled.
    this.#viewport(K.VIEW_MAIN).setPadding({
      startX: 0,
      endX: frozenX,
      startY: 0,
      endY: frozenY,
    });
    this.#place(
      K.VIEW_MAIN_LEFT,
      { left, top: top + frozenY, width: frozenX, bottom: 0 },
      frozenX > 0,
    );
    this.#place(
      K.VIEW_MAIN_TOP,
      { left: left + frozenX, top, height: frozenY, right: 0 },
      frozenY > 0,
    );
    this.#place(
      K.VIEW_MAIN_LEFT_TOP,
      { left, top, width: frozenX, height: frozenY },
      frozenX > 0 && frozenY > 0,
    );
    this.#place(
      K.VIEW_ROW_TOP,
      { left: 0, top, width: left + 1, height: frozenY },
      headings && frozenY > 0,
    );
    this.#place(
      K.VIEW_ROW_BOTTOM,
      { left: 0, top: top + frozenY, width: left + 1, bottom: 0 },
      headings,
    );
    this.#place(
      K.VIEW_COLUMN_LEFT,
      { left, top: 0, width: frozenX, height: top + 1 },
      headings && frozenX > 0,
    );
    this.#place(
      K.VIEW_COLUMN_RIGHT,
      { left: left + frozenX, top: 0, right: 0, height: top + 1 },
      headings,
    );
    this.#applyScroll();
  }

  #place(
    key: SHEET_VIEWPORT_KEY,
    position: Parameters<Viewport["resizeWhenFreezeChange"]>[0],
    active: boolean,
  ): void {
    const viewport = this.#viewport(key);
    viewport.resizeWhenFreezeChange(position);
    if (active) viewport.enable();
    else viewport.disable();
  }

  #applyScroll(): void {
    const { x, y } = this.#scroll;
    const K = SHEET_VIEWPORT_KEY;
    this.#viewport(K.VIEW_MAIN).updateScrollVal({ viewportScrollX: x, viewportScrollY: y });
    this.#viewport(K.VIEW_MAIN_TOP).updateScrollVal({ viewportScrollX: x, viewportScrollY: 0 });
    this.#viewport(K.VIEW_MAIN_LEFT).updateScrollVal({ viewportScrollX: 0, viewportScrollY: y });
    this.#viewport(K.VIEW_ROW_BOTTOM).updateScrollVal({ viewportScrollY: y });
    this.#viewport(K.VIEW_COLUMN_RIGHT).updateScrollVal({ viewportScrollX: x });
  }
}
