/** Outlines of flow charts, stars, banners and callouts (ECMA-376-1 §20.1.10.56). */
import {
  CLOUD,
  CLOUD_TEXT,
  DIAMOND,
  ELLIPSE,
  HALF_BACK,
  INNER,
  INSIDE,
  leader,
  MIDDLE,
  ONE,
  onGrid,
  type Preset,
  polygon,
  RECT,
  RIBBON,
  ROUND,
  ROUNDED,
  SCROLL,
  star,
  THREE,
  TWO,
  WAVES,
  WEDGE,
  WITHIN,
} from "./presetForms";

export const MORE_PRESETS: Readonly<Record<string, Preset>> = {
  // Flow charts
  flowChartProcess: ["", "", "", RECT],
  flowChartAlternateProcess: ["adj 16667", `${ROUND}; ${WITHIN}`, "il il ir ib", ROUNDED],
  flowChartDecision: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND],
  flowChartInputOutput: onGrid(5, "1 0 4 5", "M 0 5 L 1 0 L 5 0 L 4 5 Z"),
  flowChartPredefinedProcess: onGrid(
    8,
    "1 0 7 8",
    "M 0 0 L 8 0 L 8 8 L 0 8 Z",
    "none M 1 0 L 1 8 M 7 0 L 7 8",
  ),
  flowChartInternalStorage: onGrid(
    8,
    "1 1 8 8",
    "M 0 0 L 8 0 L 8 8 L 0 8 Z",
    "none M 1 0 L 1 8 M 0 1 L 8 1",
  ),
  flowChartDocument: onGrid(
    21_600,
    "0 0 21600 17322",
    "M 0 0 L 21600 0 L 21600 17322 C 10800 17322 10800 23922 0 20172 Z",
  ),
  flowChartMultidocument: onGrid(
    21_600,
    "0 3675 18595 18022",
    "M 2972 0 L 21600 0 L 21600 14392 C 20800 14392 20000 14467 20000 14467 L 2972 14467 Z",
    "M 1532 1815 L 20000 1815 L 20000 16252 C 19298 16252 18595 16352 18595 16352 L 1532 16352 Z",
    "M 0 3675 L 18595 3675 L 18595 18022 C 9298 18022 9298 23542 0 20782 Z",
  ),
  flowChartTerminator: onGrid(
    21_600,
    "1018 3163 20582 18437",
    "M 3475 0 L 18125 0 A 3475 10800 3cd4 cd2 L 3475 21600 A 3475 10800 cd4 cd2 Z",
  ),
  flowChartPreparation: onGrid(10, "2 0 8 10", "M 0 5 L 2 0 L 8 0 L 10 5 L 8 10 L 2 10 Z"),
  flowChartManualInput: onGrid(5, "0 1 5 5", "M 0 1 L 5 0 L 5 5 L 0 5 Z"),
  flowChartManualOperation: onGrid(5, "1 0 4 5", "M 0 0 L 5 0 L 4 5 L 1 5 Z"),
  flowChartConnector: ["", INNER, INSIDE, ELLIPSE],
  flowChartOffpageConnector: onGrid(10, "0 0 10 8", "M 0 0 L 10 0 L 10 8 L 5 10 L 0 8 Z"),
  flowChartPunchedCard: onGrid(5, "0 1 5 5", "M 0 1 L 1 0 L 5 0 L 5 5 L 0 5 Z"),
  flowChartPunchedTape: onGrid(
    20,
    "0 4 20 16",
    `M 0 2 A 5 2 cd2 ${HALF_BACK} A 5 2 cd2 cd2 L 20 18 A 5 2 0 ${HALF_BACK} A 5 2 0 cd2 Z`,
  ),
  flowChartSummingJunction: ["", INNER, INSIDE, ELLIPSE, "none M il it L ir ib M ir it L il ib"],
  flowChartOr: ["", INNER, INSIDE, ELLIPSE, "none M hc t L hc b M l vc L r vc"],
  flowChartCollate: onGrid(4, "1 1 3 3", "M 0 0 L 4 0 L 2 2 L 4 4 L 0 4 L 2 2 Z"),
  flowChartSort: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND, "none M l vc L r vc"],
  flowChartExtract: onGrid(4, "1 2 3 4", "M 0 4 L 2 0 L 4 4 Z"),
  flowChartMerge: onGrid(4, "1 0 3 2", "M 0 0 L 4 0 L 2 4 Z"),
  flowChartOnlineStorage: onGrid(
    6,
    "1 0 5 6",
    `M 1 0 L 6 0 A 1 3 3cd4 ${HALF_BACK} L 1 6 A 1 3 cd4 cd2 Z`,
  ),
  flowChartDelay: ["", INNER, "l it ir ib", "M l t L hc t A wd2 hd2 3cd4 cd2 L l b Z"],
  flowChartMagneticTape: [
    "",
    INNER,
    INSIDE,
    "M hc b A wd2 hd2 cd4 cd4 A wd2 hd2 cd2 cd4 A wd2 hd2 3cd4 cd4 A wd2 hd2 0 2700000 L r ib L r b Z",
  ],
  flowChartMagneticDisk: onGrid(
    6,
    "0 2 6 5",
    "M 0 1 A 3 1 cd2 cd2 L 6 5 A 3 1 0 cd2 Z",
    `none M 6 1 A 3 1 0 cd2`,
  ),
  flowChartMagneticDrum: onGrid(
    6,
    "1 0 4 6",
    "M 1 0 L 5 0 A 1 3 3cd4 cd2 L 1 6 A 1 3 cd4 cd2 Z",
    "none M 5 6 A 1 3 cd4 cd2",
  ),
  flowChartDisplay: onGrid(6, "1 0 5 6", "M 0 3 L 1 0 L 5 0 A 1 3 3cd4 cd2 L 1 6 Z"),

  // Stars and banners
  star4: star(4, 12_500),
  star5: star(5, 19_098, 105_146, 110_557),
  star6: star(6, 28_868, 115_470),
  star7: star(7, 34_601, 102_572, 105_210),
  star8: star(8, 37_500),
  star10: star(10, 42_533, 105_146),
  star12: star(12, 37_500),
  star16: star(16, 37_500),
  star24: star(24, 37_500),
  star32: star(32, 37_500),
  irregularSeal1: polygon(
    "10800,5800 14522,0 14155,5325 18380,4457 16702,7315 21097,8137 17607,10475 21600,13290 16837,12942 18145,18095 " +
      "14020,14457 13247,19737 10532,14935 8485,21600 7715,15627 4762,17617 5667,13937 135,14587 3722,11775 0,8615 " +
      "4627,7617 370,2295 7312,6320 8352,2295",
  ),
  irregularSeal2: polygon(
    "11462,4342 14790,0 14525,5777 18007,3172 16380,6532 21600,6645 16985,9402 18270,11290 16380,12310 18877,15632 " +
      "14640,14350 14942,17370 12180,15935 11612,18842 9872,17370 8700,19712 7527,18125 4917,21600 4805,18240 1285,17825 " +
      "3330,15370 0,12877 3935,11592 1172,8270 5372,7817 4502,3625 8550,6382 9722,1887",
  ),
  wave: [
    "adj1 12500, adj2 0",
    `a pin 0 adj1 20000; ${WAVES}; x1 */ w 1 3; x2 */ w 2 3; it */ y1 2 1; ib +- b 0 it`,
    "l it r ib",
    "M l y1 C x1 y2 x2 y3 r y1 L r y4 C x2 y6 x1 y5 l y4 Z",
  ],
  doubleWave: [
    "adj1 6250, adj2 0",
    `a pin 0 adj1 12500; ${WAVES}; x1 */ w 1 6; x2 */ w 1 3; x3 */ w 2 3; x4 */ w 5 6; it */ y1 2 1; ib +- b 0 it`,
    "l it r ib",
    "M l y1 C x1 y2 x2 y3 hc y1 C x3 y2 x4 y3 r y1 L r y4 C x4 y6 x3 y5 hc y4 C x2 y6 x1 y5 l y4 Z",
  ],
  ribbon: [
    "adj1 16667, adj2 50000",
    `${RIBBON}; y1 +- b 0 dy; mid */ y1 1 2`,
    "x2 dy x5 b",
    "M l t L x3 t L x3 y1 L l y1 L x1 mid Z M r t L x4 t L x4 y1 L r y1 L x6 mid Z",
    "darkenLess M x2 t L x3 t L x3 dy L x2 dy Z M x5 t L x4 t L x4 dy L x5 dy Z",
    "M x2 dy L x5 dy L x5 b L x2 b Z",
  ],
  ribbon2: [
    "adj1 16667, adj2 50000",
    `${RIBBON}; y1 +- b 0 dy; mid +/ dy b 2`,
    "x2 t x5 y1",
    "M l dy L x3 dy L x3 b L l b L x1 mid Z M r dy L x4 dy L x4 b L r b L x6 mid Z",
    "darkenLess M x2 y1 L x3 y1 L x3 b L x2 b Z M x5 y1 L x4 y1 L x4 b L x5 b Z",
    "M x2 t L x5 t L x5 y1 L x2 y1 Z",
  ],
  horizontalScroll: [
    "adj 12500",
    SCROLL,
    "ch ch x1 y1",
    "M l ch A c2 c2 cd2 cd4 L x1 c2 A c2 c2 cd2 cd2 L r y1 A c2 c2 0 cd4 L ch y1 L ch y2 A c2 c2 0 cd2 Z",
    "none M x1 c2 A c2 c2 cd2 -10800000 M ch ch L ch y1 M l ch A c2 c2 cd2 -10800000",
  ],
  verticalScroll: [
    "adj 12500",
    SCROLL,
    "ch ch x1 y1",
    "M ch t L x2 t A c2 c2 3cd4 cd2 L x1 ch L x1 y2 A c2 c2 0 cd4 L c2 b A c2 c2 cd4 cd2 L ch y1 L ch c2 A c2 c2 cd2 cd4 Z",
    "none M ch ch L x1 ch M ch y1 A c2 c2 3cd4 cd2",
  ],

  // Callouts
  wedgeRectCallout: [
    "adj1 -20833, adj2 62500",
    WEDGE,
    "",
    "M l t L x1 t L xt yt L x2 t L r t L r y1 L xr yr L r y2 L r b L x2 b L xb yb L x1 b L l b L l y2 L xl yl L l y1 Z",
  ],
  wedgeRoundRectCallout: [
    "adj1 -20833, adj2 62500, adj3 16667",
    `${WEDGE}; u */ ss adj3 100000; u2 +- r 0 u; v2 +- b 0 u; il */ u 29289 100000; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    "M l u A u u cd2 cd4 L x1 t L xt yt L x2 t L u2 t A u u 3cd4 cd4 L r y1 L xr yr L r y2 L r v2 A u u 0 cd4 " +
      "L x2 b L xb yb L x1 b L u b A u u cd4 cd4 L l y2 L xl yl L l y1 Z",
  ],
  wedgeEllipseCallout: [
    "adj1 -20833, adj2 62500",
    `${INNER}; dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; sdx */ dxPos h 1; ` +
      "sdy */ dyPos w 1; pang at2 sdx sdy; sa +- pang 660000 0; ea +- pang 0 660000; dx1 cos wd2 sa; dy1 sin hd2 sa; " +
      "x1 +- hc dx1 0; y1 +- vc dy1 0; dx2 cos wd2 ea; dy2 sin hd2 ea; s1 at2 dx1 dy1; e1 at2 dx2 dy2; sw1 +- e1 0 s1; " +
      "sw2 +- sw1 21600000 0; sw ?: sw1 sw1 sw2",
    INSIDE,
    "M xPos yPos L x1 y1 A wd2 hd2 s1 sw Z",
  ],
  cloudCallout: [
    "adj1 -20833, adj2 62500",
    `${CLOUD.guides}; ${CLOUD_TEXT}; dxPos */ w adj1 100000; dyPos */ h adj2 100000; xPos +- hc dxPos 0; yPos +- vc dyPos 0; ` +
      "r1 */ ss 1800 21600; r2 */ ss 1200 21600; r3 */ ss 600 21600; da */ dxPos 70 100; db */ dyPos 70 100; dc */ dxPos 86 100; " +
      "dd */ dyPos 86 100; xa +- hc da 0; ya +- vc db 0; xb +- hc dc 0; yb +- vc dd 0; pa +- xa 0 r1; pb +- xb 0 r2; pc +- xPos 0 r3",
    INSIDE,
    CLOUD.path,
    "M pa ya A r1 r1 cd2 21600000 Z M pb yb A r2 r2 cd2 21600000 Z M pc yPos A r3 r3 cd2 21600000 Z",
  ],
  borderCallout1: leader(1, ONE, true, false),
  borderCallout2: leader(2, TWO, true, false),
  borderCallout3: leader(3, THREE, true, false),
  callout1: leader(1, ONE, false, false),
  callout2: leader(2, TWO, false, false),
  callout3: leader(3, THREE, false, false),
  accentCallout1: leader(1, ONE, false, true),
  accentCallout2: leader(2, TWO, false, true),
  accentCallout3: leader(3, THREE, false, true),
  accentBorderCallout1: leader(1, ONE, true, true),
  accentBorderCallout2: leader(2, TWO, true, true),
  accentBorderCallout3: leader(3, THREE, true, true),
};
