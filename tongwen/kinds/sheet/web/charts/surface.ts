/** A surface seen from above: bands of height, as a contour chart has them. */
import { type ChartPlot, categoryTexts, type Making, type Option } from "./shown";

/** How many cells a surface is drawn with at most. */
const MOST_CELLS = 9000;
const BANDS = 6;

/** Heights between the given ones, in both directions; null where one is missing. */
export function between(
  rows: readonly (readonly (number | null)[])[],
  fine: number,
): (number | null)[][] {
  const [height, width] = [rows.length, Math.max(0, ...rows.map((row) => row.length))];
  const at = (row: number, col: number): number | null => rows[row]?.[col] ?? null;
  const found: (number | null)[][] = [];
  for (let down = 0; down <= (height - 1) * fine; down++) {
    const [row, y] = [Math.floor(down / fine), (down % fine) / fine];
    const line: (number | null)[] = [];
    for (let right = 0; right <= (width - 1) * fine; right++) {
      const [col, x] = [Math.floor(right / fine), (right % fine) / fine];
      const corners = [
        at(row, col),
        at(row, col + +(x > 0)),
        at(row + +(y > 0), col),
        at(row + +(y > 0), col + +(x > 0)),
      ];
      if (corners.some((corner) => corner === null)) line.push(null);
      else {
        const [a = 0, b = 0, c = 0, d = 0] = corners as number[];
        line.push((a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y);
      }
    }
    found.push(line);
  }
  return found;
}

/** A step that is easily read, for so many bands of a range. */
function stepOf(range: number): number {
  const rough = range / BANDS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
}

export function surface(making: Making, plot: ChartPlot, ink: string): Option {
  const all = plot.series.slice(0, 200);
  const rows = all.map((series) => series.values.slice(0, 200));
  const held = rows.flat().filter((value): value is number => value !== null);
  if (held.length === 0) return {};
  const width = Math.max(...rows.map((row) => row.length));
  const fine = Math.max(1, Math.min(8, Math.floor(Math.sqrt(MOST_CELLS / (rows.length * width)))));
  const heights = between(rows, fine);
  const axis = making.chart.axes.find(({ kind }) => kind === "value");
  const [low, high] = [Math.min(...held), Math.max(...held)];
  const step = axis?.major || stepOf(high - low || 1);
  const first = Math.floor(low / step) * step;
  const count = Math.min(40, Math.max(1, Math.ceil((high - first) / step)));
  const code = all[0]?.format;
  const pieces = Array.from({ length: count }, (_, at) => {
    const [min, max] = [first + at * step, first + (at + 1) * step];
    const label = `${making.text(min, code)} – ${making.text(max, code)}`;
    return {
      min,
      ...(at === count - 1 ? { max } : { lt: max }),
      label,
      color: making.colors.automatic(at),
    };
  });
  const hidden = (length: number): Option => ({
    type: "category",
    show: false,
    data: Array.from({ length }, (_, at) => String(at)),
  });
  const named = (data: string[], kind: string): Option => {
    const its = making.chart.axes.find((one) => one.kind === kind);
    const title = its?.title ? { name: its.title, nameLocation: "middle", nameGap: 10 } : {};
    return {
      type: "category",
      data,
      boundaryGap: false,
      axisLabel: { color: ink, fontSize: 11 },
      ...title,
    };
  };
  const fineRows = heights.length;
  const fineCols = heights[0]?.length ?? 0;
  return {
    xAxis: [
      named(categoryTexts(making, all[0]), "category"),
      { ...hidden(fineCols), boundaryGap: true },
    ],
    yAxis: [
      named(
        all.map((series) => making.name(series)),
        "series",
      ),
      { ...hidden(fineRows), boundaryGap: true },
    ],
    visualMap: {
      type: "piecewise",
      pieces: pieces.reverse(),
      right: 6,
      top: "middle",
      textStyle: { color: ink, fontSize: 11 },
      itemWidth: 14,
      itemHeight: 10,
    },
    series: [
      {
        type: "heatmap",
        xAxisIndex: 1,
        yAxisIndex: 1,
        tooltip: {
          valueFormatter: (value: unknown) =>
            making.text(Number((value as number[])[2] ?? value), code),
        },
        data: heights.flatMap((line, y) => line.map((value, x) => [x, y, value ?? "-"])),
      },
    ],
  };
}
