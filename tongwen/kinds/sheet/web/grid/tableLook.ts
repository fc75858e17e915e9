/** Tables as they look: heading row, bands, total row in the colours of their style (ECMA-376-1 §18.5.1.5). */
import type { Area, IdArea, Sheet, Style } from "../model";
import type { StyleLayer } from "./feed";
import { contains } from "./layout";

interface Look {
  area: Area;
  header: boolean;
  totals: boolean;
  bands: boolean;
  columnBands: boolean;
  firstColumn: boolean;
  lastColumn: boolean;
  heading: Style;
  band: Style;
  plain: Style;
  strong: Style;
  total: Style;
}

/** `TableStyleMedium2` is the second medium style: the accent goes with its place in a row of seven. */
function accentOf(name: string): { depth: string; theme: number } {
  const found = /^TableStyle(Light|Medium|Dark)(\d{1,2})$/.exec(name);
  const place = ((Number(found?.[2] ?? 2) - 1) % 7) + 1;
  return { depth: found?.[1] ?? "Medium", theme: place === 1 ? 1 : place + 2 };
}

function looks(name: string): Pick<Look, "heading" | "band" | "plain" | "strong" | "total"> {
  const { depth, theme } = accentOf(name);
  const accent = { theme };
  const rule = { style: "thin", color: accent };
  const light = depth === "Light";
  const heading: Style = light
    ? { bold: true, borderBottom: rule, borderTop: rule }
    : { bold: true, color: { theme: 0 }, fill: accent };
  const band: Style = { fill: { theme, tint: depth === "Dark" ? 0.4 : 0.8 } };
  const plain: Style =
    depth === "Medium" ? { borderTop: { style: "thin", color: { theme, tint: 0.4 } } } : {};
  return {
    heading,
    band: { ...band, ...plain },
    plain,
    strong: { bold: true },
    total: { bold: true, borderTop: { style: light ? "thin" : "double", color: accent } },
  };
}

function lookOf(sheet: Sheet): Look[] {
  return sheet.objects("table").flatMap(([, table]): Look[] => {
    const area = Array.isArray(table.area) ? sheet.area(table.area as IdArea) : null;
    const style = (table.style ?? {}) as Record<string, unknown>;
    if (!area || typeof style.name !== "string" || !style.name.startsWith("TableStyle")) return [];
    return [
      {
        area,
        header: table.header !== false && table.header !== 0,
        totals: Boolean(table.totals),
        bands: style.bands === true,
        columnBands: style.columnBands === true,
        firstColumn: style.firstColumn === true,
        lastColumn: style.lastColumn === true,
        ...looks(style.name),
      },
    ];
  });
}

function styleIn(look: Look, row: number, col: number): Style {
  const { area } = look;
  if (look.header && row === area.row1) return look.heading;
  if (look.totals && row === area.row2) return look.total;
  if ((look.firstColumn && col === area.col1) || (look.lastColumn && col === area.col2))
    return look.strong;
  const body = row - area.row1 - (look.header ? 1 : 0);
  const banded =
    (look.bands && body % 2 === 0) || (look.columnBands && (col - area.col1) % 2 === 0);
  return banded ? look.band : look.plain;
}

/** The looks of a worksheet's tables, under the styles of their cells; null when there are none. */
export function tableLayer(sheet: Sheet): StyleLayer | null {
  const all = lookOf(sheet);
  if (all.length === 0) return null;
  return {
    at: (row, col) => {
      const look = all.find(({ area }) => contains(area, row, col));
      return look ? styleIn(look, row, col) : null;
    },
  };
}
