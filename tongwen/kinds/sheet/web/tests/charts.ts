/** Charts for tests: everything that a chart says, with what a test is about in place of it. */
import type { ChartAxis, ChartPlot, ChartSeries } from "@/api/shapes";
import type { Drawn } from "../charts/option";
import type { ShownChart } from "../charts/shown";

export const drawnIn: Drawn = {
  theme: () => null,
  words: {
    series: (number) => `Series${number}`,
    title: "Chart title",
    map: "A map",
    increase: "Increase",
    decrease: "Decrease",
    total: "Total",
    trend: (kind, series) => `${kind} (${series})`,
  },
  locale: "en",
  size: { inline: 480, block: 288 },
};

export const aSeries = (said: Partial<ChartSeries> = {}): ChartSeries => ({
  index: null,
  name: null,
  nameFormula: null,
  categories: [],
  categoriesFormula: null,
  categoriesFormat: null,
  levels: [],
  values: [],
  valuesFormula: null,
  sizes: null,
  sizesFormula: null,
  format: null,
  color: null,
  line: null,
  pointColors: {},
  smooth: false,
  marker: null,
  markerSize: null,
  markerColor: null,
  labels: [],
  labelPosition: null,
  labelFormat: null,
  labelSeparator: null,
  labelTexts: {},
  labelColor: null,
  explosion: null,
  trends: [],
  errors: [],
  layout: null,
  ...said,
});

export const aPlot = (said: Partial<ChartPlot> = {}): ChartPlot => ({
  type: "bar",
  direction: "col",
  grouping: "clustered",
  style: null,
  hole: null,
  gap: null,
  overlap: null,
  angle: null,
  scale: null,
  varied: false,
  markers: false,
  highLow: false,
  upDown: false,
  upColor: null,
  downColor: null,
  dropLines: false,
  axes: [],
  series: [],
  ...said,
});

export const anAxis = (said: Partial<ChartAxis> = {}): ChartAxis => ({
  id: "1",
  kind: "value",
  position: "l",
  title: null,
  hidden: false,
  reversed: false,
  min: null,
  max: null,
  log: null,
  major: null,
  format: null,
  formatLinked: true,
  gridlines: false,
  ticks: "nextTo",
  cross: null,
  crosses: "autoZero",
  crossesAt: null,
  between: true,
  unit: null,
  unitLabel: null,
  base: null,
  textColor: null,
  ...said,
});

export const chartWith = (said: Partial<ShownChart> = {}): ShownChart => ({
  title: null,
  titleHidden: false,
  plots: [],
  axes: [],
  legend: null,
  legendWithout: [],
  blanks: "gap",
  hiddenCells: false,
  fill: null,
  textColor: null,
  titleColor: null,
  legendColor: null,
  date1904: false,
  sheets: {},
  ...said,
});

/** A chart of columns. */
export const aChart = (...series: ChartSeries[]): ShownChart =>
  chartWith({ plots: [aPlot({ series })] });
