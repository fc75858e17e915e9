/** Outlines of lines, rectangles, basic shapes, arrows and equations, and all others (ECMA-376-1 §20.1.10.56). */
import { MORE_PRESETS } from "./morePresets";
import {
  ACROSS_X,
  ACROSS_Y,
  ARC,
  ARROW,
  arrowed,
  BACK,
  BARS,
  BOXED,
  BRACE,
  BRACES,
  boxed,
  CIRCULAR,
  CLOUD,
  CLOUD_TEXT,
  DIAMOND,
  ELLIPSE,
  EQUAL,
  FOUR,
  HALF_BACK,
  INNER,
  INSIDE,
  LINE,
  MATH,
  MIDDLE,
  type Preset,
  polygon,
  RECT,
  ROUND,
  ROUNDED,
  sun,
  WITHIN,
} from "./presetForms";

export const PRESETS: Readonly<Record<string, Preset>> = {
  // Lines and connectors
  line: LINE,
  straightConnector1: LINE,
  lineInv: ["", "", "", "none M l b L r t"],
  bentConnector2: ["", "", "", "none M l t L r t L r b"],
  bentConnector3: ["adj1 50000", "x1 */ w adj1 100000", "", "none M l t L x1 t L x1 b L r b"],
  bentConnector4: [
    ARROW,
    "x1 */ w adj1 100000; y2 */ h adj2 100000",
    "",
    "none M l t L x1 t L x1 y2 L r y2 L r b",
  ],
  bentConnector5: [
    "adj1 50000, adj2 50000, adj3 50000",
    "x1 */ w adj1 100000; x3 */ w adj3 100000; y2 */ h adj2 100000",
    "",
    "none M l t L x1 t L x1 y2 L x3 y2 L x3 b L r b",
  ],
  curvedConnector2: ["", "", "", "none M l t C wd2 t r hd2 r b"],
  curvedConnector3: [
    "adj1 50000",
    "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; y3 */ h 3 4",
    "",
    "none M l t C x1 t x2 hd4 x2 vc C x2 y3 x3 b r b",
  ],
  curvedConnector4: [
    ARROW,
    "x2 */ w adj1 100000; x1 +/ l x2 2; x3 +/ r x2 2; x4 +/ x2 x3 2; x5 +/ x3 r 2; y4 */ h adj2 100000; " +
      "y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2",
    "",
    "none M l t C x1 t x2 y2 x2 y1 C x2 y3 x4 y4 x3 y4 C x5 y4 r y5 r b",
  ],
  curvedConnector5: [
    "adj1 50000, adj2 50000, adj3 50000",
    "x3 */ w adj1 100000; x6 */ w adj3 100000; x1 +/ x3 x6 2; x2 +/ l x3 2; x4 +/ x3 x1 2; x5 +/ x6 x1 2; x7 +/ x6 r 2; " +
      "y4 */ h adj2 100000; y1 +/ t y4 2; y2 +/ t y1 2; y3 +/ y1 y4 2; y5 +/ b y4 2; y6 +/ y5 y4 2; y7 +/ y5 b 2",
    "",
    "none M l t C x2 t x3 y2 x3 y1 C x3 y3 x4 y4 x1 y4 C x5 y4 x6 y6 x6 y5 C x6 y7 x7 b r b",
  ],

  // Rectangles
  rect: ["", "", "", RECT],
  roundRect: ["adj 16667", `${ROUND}; ${WITHIN}`, "il il ir ib", ROUNDED],
  snip1Rect: ["adj 16667", ROUND, "", "M l t L x2 t L r x1 L r b L l b Z"],
  snip2SameRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L pr t L r p L r qb L qr b L q b L l qb L l p Z",
  ],
  snip2DiagRect: [
    "adj1 0, adj2 16667",
    FOUR,
    "",
    "M p t L qr t L r q L r pb L pr b L q b L l qb L l p Z",
  ],
  snipRoundRect: [
    "adj1 16667, adj2 16667",
    FOUR,
    "",
    "M p t L qr t L r q L r b L l b L l p A p p cd2 cd4 Z",
  ],
  round1Rect: ["adj 16667", ROUND, "", "M l t L x2 t A x1 x1 3cd4 cd4 L r b L l b Z"],
  round2SameRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L pr t A p p 3cd4 cd4 L r qb A q q 0 cd4 L q b A q q cd4 cd4 L l p A p p cd2 cd4 Z",
  ],
  round2DiagRect: [
    "adj1 16667, adj2 0",
    FOUR,
    "",
    "M p t L qr t A q q 3cd4 cd4 L r pb A p p 0 cd4 L q b A q q cd4 cd4 L l p A p p cd2 cd4 Z",
  ],

  // Basic shapes
  ellipse: ["", INNER, INSIDE, ELLIPSE],
  triangle: [
    "adj 50000",
    "a pin 0 adj 100000; x1 */ w a 200000; x2 */ w a 100000; x3 +- x1 wd2 0",
    "x1 vc x3 b",
    "M l b L x2 t L r b Z",
  ],
  rtTriangle: [
    "",
    "il */ w 1 12; it */ h 7 12; ir */ w 7 12; ib */ h 11 12",
    INSIDE,
    "M l b L l t L r b Z",
  ],
  parallelogram: [
    "adj 25000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; x2 */ ss a 100000; x5 +- r 0 x2; q1 */ 5 a maxAdj; q2 +/ 1 q1 12; " +
      "il */ q2 w 1; it */ q2 h 1; ir +- r 0 il; ib +- b 0 it",
    INSIDE,
    "M l b L x2 t L r t L x5 b Z",
  ],
  trapezoid: [
    "adj 25000",
    "maxAdj */ 50000 w ss; a pin 0 adj maxAdj; x2 */ ss a 100000; x3 +- r 0 x2; il */ wd3 a maxAdj; it */ hd3 a maxAdj; ir +- r 0 il",
    "il it ir b",
    "M l b L x2 t L x3 t L r b Z",
  ],
  diamond: ["", MIDDLE, "wd4 hd4 ir ib", DIAMOND],
  pentagon: [
    "hf 105146, vf 110557",
    "sw */ wd2 hf 100000; sh */ hd2 vf 100000; sv */ vc vf 100000; dx1 cos sw 1080000; dx2 cos sw 18360000; " +
      "dy1 sin sh 1080000; dy2 sin sh 18360000; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; " +
      "y1 +- sv 0 dy1; y2 +- sv 0 dy2; it */ y1 dx2 dx1",
    "x2 it x3 y2",
    "M x1 y1 L hc t L x4 y1 L x3 y2 L x2 y2 Z",
  ],
  hexagon: [
    "adj 25000, vf 115470",
    "maxAdj */ 50000 w ss; a pin 0 adj maxAdj; sh */ hd2 vf 100000; x1 */ ss a 100000; x2 +- r 0 x1; dy1 sin sh 3600000; " +
      "y1 +- vc 0 dy1; y2 +- vc dy1 0; il */ x1 2 3; it */ h 1 10; ir +- r 0 il; ib +- b 0 it",
    INSIDE,
    "M l vc L x1 y1 L x2 y1 L r vc L x2 y2 L x1 y2 Z",
  ],
  heptagon: polygon("500,0 901,198 1000,643 723,1000 277,1000 0,643 99,198", 1000),
  octagon: [
    "adj 29289",
    `${ROUND}; il */ x1 1 2; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    "M l x1 L x1 t L x2 t L r x1 L r y2 L x2 b L x1 b L l y2 Z",
  ],
  decagon: polygon(
    "0,500 95,191 345,0 655,0 905,191 1000,500 905,809 655,1000 345,1000 95,809",
    1000,
  ),
  dodecagon: polygon(
    "0,366 134,134 366,0 634,0 866,134 1000,366 1000,634 866,866 634,1000 366,1000 134,866 0,634",
    1000,
  ),
  pie: [
    "adj1 0, adj2 16200000",
    `${ARC}; ${INNER}`,
    INSIDE,
    "M x1 y1 A wd2 hd2 stAng swAng L hc vc Z",
  ],
  chord: [
    "adj1 2700000, adj2 16200000",
    `${ARC}; ${INNER}`,
    INSIDE,
    "M x1 y1 A wd2 hd2 stAng swAng Z",
  ],
  arc: [
    "adj1 16200000, adj2 0",
    ARC,
    "",
    "unstroked M x1 y1 A wd2 hd2 stAng swAng L hc vc Z",
    "none M x1 y1 A wd2 hd2 stAng swAng",
  ],
  blockArc: [
    "adj1 10800000, adj2 0, adj3 25000",
    `${ARC}; a3 pin 0 adj3 50000; isw +- 0 0 swAng; dr */ ss a3 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; wt2 sin iw enAng; ` +
      "ht2 cos ih enAng; dx2 cat2 iw ht2 wt2; dy2 sat2 ih ht2 wt2; x2 +- hc dx2 0; y2 +- vc dy2 0",
    "",
    "M x1 y1 A wd2 hd2 stAng swAng L x2 y2 A iw ih enAng isw Z",
  ],
  teardrop: [
    "adj 100000",
    `${INNER}; a pin 0 adj 200000; r2 sqrt 2; tw */ wd2 r2 1; th */ hd2 r2 1; sw */ tw a 100000; sh */ th a 100000; ` +
      "dx1 cos sw 2700000; dy1 sin sh 2700000; x1 +- hc dx1 0; y1 +- vc 0 dy1; x2 +/ hc x1 2; y2 +/ vc y1 2",
    INSIDE,
    "M l vc A wd2 hd2 cd2 cd4 Q x2 t x1 y1 Q r y2 r vc A wd2 hd2 0 cd4 A wd2 hd2 cd4 cd4 Z",
  ],
  frame: [
    "adj1 12500",
    "a pin 0 adj1 50000; x1 */ ss a 100000; x4 +- r 0 x1; y4 +- b 0 x1",
    "x1 x1 x4 y4",
    `${RECT} M x1 x1 L x1 y4 L x4 y4 L x4 x1 Z`,
  ],
  halfFrame: [
    "adj1 33333, adj2 33333",
    "maxAdj2 */ 100000 w ss; a2 pin 0 adj2 maxAdj2; x1 */ ss a2 100000; g1 */ h x1 w; g2 +- h 0 g1; maxAdj1 */ 100000 g2 ss; " +
      "a1 pin 0 adj1 maxAdj1; y1 */ ss a1 100000; dx2 */ y1 w h; x2 +- r 0 dx2; dy2 */ x1 h w; y2 +- b 0 dy2",
    "",
    "M l t L r t L x2 y1 L x1 y1 L x1 y2 L l b Z",
  ],
  corner: [
    ARROW,
    "m1 */ 100000 h ss; m2 */ 100000 w ss; a1 pin 0 adj1 m1; a2 pin 0 adj2 m2; x1 */ ss a2 100000; dy1 */ ss a1 100000; y1 +- b 0 dy1",
    "l y1 r b",
    "M l t L x1 t L x1 y1 L r y1 L r b L l b Z",
  ],
  diagStripe: [
    "adj 50000",
    "a pin 0 adj 100000; x2 */ w a 100000; y2 */ h a 100000",
    "",
    "M l y2 L x2 t L r t L l b Z",
  ],
  plus: [
    "adj 25000",
    ROUND,
    "l x1 r y2",
    "M l x1 L x1 x1 L x1 t L x2 t L x2 x1 L r x1 L r y2 L x2 y2 L x2 b L x1 b L x1 y2 L l y2 Z",
  ],
  plaque: [
    "adj 16667",
    `${ROUND}; il */ x1 70711 100000; ir +- r 0 il; ib +- b 0 il`,
    "il il ir ib",
    `M l x1 A x1 x1 cd4 ${BACK} L x2 t A x1 x1 cd2 ${BACK} L r y2 A x1 x1 3cd4 ${BACK} L x1 b A x1 x1 0 ${BACK} Z`,
  ],
  can: [
    "adj 25000",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 200000; y2 +- y1 y1 0; y3 +- b 0 y1",
    "l y2 r y3",
    `unstroked M l y1 A wd2 y1 cd2 ${HALF_BACK} L r y3 A wd2 y1 0 cd2 Z`,
    "lighten unstroked M l y1 A wd2 y1 cd2 cd2 A wd2 y1 0 cd2 Z",
    "none M r y1 A wd2 y1 0 cd2 A wd2 y1 cd2 cd2 L r y3 A wd2 y1 0 cd2 L l y1",
  ],
  cube: [
    "adj 25000",
    "a pin 0 adj 100000; y1 */ ss a 100000; y4 +- b 0 y1; x4 +- r 0 y1",
    "l y1 x4 b",
    "unstroked M l y1 L x4 y1 L x4 b L l b Z",
    "darkenLess unstroked M x4 y1 L r t L r y4 L x4 b Z",
    "lightenLess unstroked M l y1 L y1 t L r t L x4 y1 Z",
    "none M l y1 L y1 t L r t L r y4 L x4 b L l b Z M l y1 L x4 y1 L r t M x4 y1 L x4 b",
  ],
  bevel: [
    "adj 12500",
    ROUND,
    "x1 x1 x2 y2",
    "unstroked M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z",
    "lightenLess unstroked M l t L r t L x2 x1 L x1 x1 Z",
    "darkenLess unstroked M l b L x1 y2 L x2 y2 L r b Z",
    "lighten unstroked M l t L x1 x1 L x1 y2 L l b Z",
    "darken unstroked M r t L r b L x2 y2 L x2 x1 Z",
    `none ${RECT} M x1 x1 L x2 x1 L x2 y2 L x1 y2 Z M l t L x1 x1 M l b L x1 y2 M r t L x2 x1 M r b L x2 y2`,
  ],
  donut: [
    "adj 25000",
    `${INNER}; a pin 0 adj 50000; dr */ ss a 100000; iw +- wd2 0 dr; ih +- hd2 0 dr`,
    INSIDE,
    `${ELLIPSE} M dr vc A iw ih cd2 -21600000 Z`,
  ],
  noSmoking: [
    "adj 18750",
    `${INNER}; a pin 0 adj 50000; dr */ ss a 100000; iw +- wd2 0 dr; ih +- hd2 0 dr; half */ dr 1 2; q */ iw iw 1; ` +
      "p */ half half 1; s +- q 0 p; rt sqrt s; aa at2 rt half; s1 +- 5cd8 aa 0; s2 +- cd8 aa 0; e1 +- cd8 0 aa; " +
      "p1 cos iw s1; q1 sin ih s1; x1 +- hc p1 0; y1 +- vc q1 0; p2 cos iw s2; q2 sin ih s2; x2 +- hc p2 0; y2 +- vc q2 0; " +
      "p3 cos iw e1; q3 sin ih e1; v1 at2 p1 q1; v2 at2 p2 q2; v3 at2 p3 q3; t1 +- v3 0 v1; t2 +- t1 21600000 0; sw ?: t1 t1 t2",
    INSIDE,
    `${ELLIPSE} M x1 y1 A iw ih v1 sw Z M x2 y2 A iw ih v2 sw Z`,
  ],
  foldedCorner: [
    "adj 16667",
    "a pin 0 adj 50000; dy2 */ ss a 100000; dy1 */ dy2 1 5; x1 +- r 0 dy2; x2 +- x1 dy1 0; y2 +- b 0 dy2; y1 +- y2 dy1 0",
    "l t r y2",
    "unstroked M l t L r t L r y2 L x1 b L l b Z",
    "darkenLess unstroked M x1 b L x2 y1 L r y2 Z",
    "none M x1 b L x2 y1 L r y2 L x1 b L l b L l t L r t L r y2",
  ],
  smileyFace: [
    "adj 4653",
    `${INNER}; a pin -4653 adj 4653; x1 */ w 4969 21699; x2 */ w 6215 21600; x3 */ w 13135 21600; x4 */ w 16640 21600; ` +
      "y1 */ h 7570 21600; y3 */ h 16515 21600; dy2 */ h a 100000; y2 +- y3 0 dy2; y4 +- y3 dy2 0; dy3 */ h a 50000; " +
      "y5 +- y4 dy3 0; wR */ w 1125 21600; hR */ h 1125 21600",
    INSIDE,
    ELLIPSE,
    "darkenLess M x2 y1 A wR hR cd2 21600000 Z M x3 y1 A wR hR cd2 21600000 Z",
    "none M x1 y2 Q hc y5 x4 y2",
  ],
  heart: [
    "",
    "dx1 */ w 49 48; dx2 */ w 10 48; x1 +- hc 0 dx1; x2 +- hc 0 dx2; x3 +- hc dx2 0; x4 +- hc dx1 0; y1 +- t 0 hd3; " +
      "il */ w 1 6; ir */ w 5 6; ib */ h 2 3",
    "il hd4 ir ib",
    "M hc hd4 C x3 y1 x4 hd4 hc b C x1 hd4 x2 y1 hc hd4 Z",
  ],
  lightningBolt: polygon(
    "8472,0 12860,6080 11050,6797 16577,12007 14767,12877 21600,21600 10012,14915 12222,13987 5022,9705 7602,8382 0,3890",
  ),
  sun: sun(),
  moon: [
    "adj 50000",
    "a pin 0 adj 87500; g */ ss a 100000; gw */ g w ss; rx +- w 0 gw",
    "",
    `M r b A w hd2 cd4 cd2 A rx hd2 3cd4 ${HALF_BACK} Z`,
  ],
  cloud: ["", `${CLOUD.guides}; ${CLOUD_TEXT}`, INSIDE, CLOUD.path],
  bracketPair: [
    "adj 16667",
    `${ROUND}; ${WITHIN}`,
    "il il ir ib",
    `unstroked ${ROUNDED}`,
    "none M x1 b A x1 x1 cd4 cd4 L l x1 A x1 x1 cd2 cd4 M x2 t A x1 x1 3cd4 cd4 L r y2 A x1 x1 0 cd4",
  ],
  bracePair: [
    "adj 8333",
    "a pin 0 adj 25000; x1 */ ss a 100000; x2 */ ss a 50000; x3 +- r 0 x2; x4 +- r 0 x1; y2 +- vc 0 x1; y3 +- vc x1 0; y4 +- b 0 x1",
    "x1 x1 x4 y4",
    `unstroked ${BRACES[0]} ${BRACES[1].replace("M ", "L ")} Z`,
    `none ${BRACES.join(" ")}`,
  ],
  leftBracket: [
    "adj 8333",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 100000; y2 +- b 0 y1",
    "",
    "unstroked M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4 Z",
    "none M r b A w y1 cd4 cd4 L l y1 A w y1 cd2 cd4",
  ],
  rightBracket: [
    "adj 8333",
    "maxAdj */ 50000 h ss; a pin 0 adj maxAdj; y1 */ ss a 100000; y2 +- b 0 y1",
    "",
    "unstroked M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4 Z",
    "none M l t A w y1 3cd4 cd4 L r y2 A w y1 0 cd4",
  ],
  leftBrace: [
    "adj1 8333, adj2 50000",
    BRACE,
    "",
    `unstroked M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 ${BACK} A wd2 y1 cd4 ${BACK} L hc y1 A wd2 y1 cd2 cd4 Z`,
    `none M r b A wd2 y1 cd4 cd4 L hc y4 A wd2 y1 0 ${BACK} A wd2 y1 cd4 ${BACK} L hc y1 A wd2 y1 cd2 cd4`,
  ],
  rightBrace: [
    "adj1 8333, adj2 50000",
    BRACE,
    "",
    `unstroked M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 ${BACK} A wd2 y1 3cd4 ${BACK} L hc y5 A wd2 y1 0 cd4 Z`,
    `none M l t A wd2 y1 3cd4 cd4 L hc y2 A wd2 y1 cd2 ${BACK} A wd2 y1 3cd4 ${BACK} L hc y5 A wd2 y1 0 cd4`,
  ],

  // Arrows
  rightArrow: [
    ARROW,
    `${arrowed("w")}; x1 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0; dx2 */ y1 head hd2; x2 +- x1 dx2 0`,
    "l y1 x2 y2",
    "M l y1 L x1 y1 L x1 t L r vc L x1 b L x1 y2 L l y2 Z",
  ],
  leftArrow: [
    ARROW,
    `${arrowed("w")}; x2 +- head 0 0; y1 +- vc 0 side; y2 +- vc side 0; dx1 */ y1 head hd2; x1 +- x2 0 dx1`,
    "x1 y1 r y2",
    "M l vc L x2 t L x2 y1 L r y1 L r y2 L x2 y2 L x2 b Z",
  ],
  upArrow: [
    ARROW,
    `${arrowed("h")}; x1 +- hc 0 side; x2 +- hc side 0; dy1 */ x1 head wd2; y1 +- head 0 dy1`,
    "x1 y1 x2 b",
    "M l head L hc t L r head L x2 head L x2 b L x1 b L x1 head Z",
  ],
  downArrow: [
    ARROW,
    `${arrowed("h")}; x1 +- hc 0 side; x2 +- hc side 0; y1 +- b 0 head; dy1 */ x1 head wd2; y2 +- y1 dy1 0`,
    "x1 t x2 y2",
    "M l y1 L x1 y1 L x1 t L x2 t L x2 y1 L r y1 L hc b Z",
  ],
  leftRightArrow: [
    ARROW,
    `${arrowed("w", 50_000)}; x3 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0`,
    "head y1 x3 y2",
    "M l vc L head t L head y1 L x3 y1 L x3 t L r vc L x3 b L x3 y2 L head y2 L head b Z",
  ],
  upDownArrow: [
    ARROW,
    `${arrowed("h", 50_000)}; y3 +- b 0 head; x1 +- hc 0 side; x2 +- hc side 0`,
    "x1 head x2 y3",
    "M l head L hc t L r head L x2 head L x2 y3 L r y3 L hc b L l y3 L x1 y3 L x1 head Z",
  ],
  quadArrow: [
    "adj1 22500, adj2 22500, adj3 22500",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q1 +- 100000 0 m1; m3 */ q1 1 2; a3 pin 0 adj3 m3; x1 */ ss a3 100000; " +
      "d2 */ ss a2 100000; x2 +- hc 0 d2; x5 +- hc d2 0; d3 */ ss a1 200000; x3 +- hc 0 d3; x4 +- hc d3 0; x6 +- r 0 x1; " +
      "y2 +- vc 0 d2; y5 +- vc d2 0; y3 +- vc 0 d3; y4 +- vc d3 0; y6 +- b 0 x1",
    "x1 y3 x6 y4",
    "M l vc L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L hc t L x5 x1 L x4 x1 L x4 y3 L x6 y3 L x6 y2 L r vc L x6 y5 L x6 y4 " +
      "L x4 y4 L x4 y6 L x5 y6 L hc b L x2 y6 L x3 y6 L x3 y4 L x1 y4 L x1 y5 Z",
  ],
  bentArrow: [
    "adj1 25000, adj2 25000, adj3 25000, adj4 43750",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; a3 pin 0 adj3 50000; th */ ss a1 100000; aw2 */ ss a2 100000; " +
      "th2 */ th 1 2; dh2 +- aw2 0 th2; ah */ ss a3 100000; bw +- r 0 ah; bh +- b 0 dh2; bs min bw bh; m4 */ 100000 bs ss; " +
      "a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x4 +- r 0 ah; y3 +- dh2 th 0; " +
      "y4 +- y3 dh2 0; y5 +- dh2 bd 0; y6 +- y3 bd2 0",
    "",
    `M l b L l y5 A bd bd cd2 cd4 L x4 dh2 L x4 t L r aw2 L x4 y4 L x4 y3 L x3 y3 A bd2 bd2 3cd4 ${BACK} L th b Z`,
  ],
  uturnArrow: [
    "adj1 25000, adj2 25000, adj3 25000, adj4 43750, adj5 75000",
    "a2 pin 0 adj2 25000; m1 */ a2 2 1; a1 pin 0 adj1 m1; q2 */ a1 ss h; q3 +- 100000 0 q2; m3 */ q3 h ss; a3 pin 0 adj3 m3; " +
      "q1 +- a3 a1 0; min5 */ q1 ss h; a5 pin min5 adj5 100000; th */ ss a1 100000; aw2 */ ss a2 100000; th2 */ th 1 2; " +
      "dh2 +- aw2 0 th2; y5 */ h a5 100000; ah */ ss a3 100000; y4 +- y5 0 ah; x9 +- r 0 dh2; bw */ x9 1 2; bs min bw y4; " +
      "m4 */ bs 100000 ss; a4 pin 0 adj4 m4; bd */ ss a4 100000; bd3 +- bd 0 th; bd2 max bd3 0; x3 +- th bd2 0; x8 +- r 0 aw2; " +
      "x6 +- x8 0 aw2; x7 +- x6 dh2 0; x4 +- x9 0 bd; x5 +- x7 0 bd2",
    "",
    "M l b L l bd A bd bd cd2 cd4 L x4 t A bd bd 3cd4 cd4 L x9 y4 L r y4 L x8 y5 L x6 y4 L x7 y4 L x7 x3 " +
      `A bd2 bd2 0 ${BACK} L x3 th A bd2 bd2 3cd4 ${BACK} L th b Z`,
  ],
  bentUpArrow: [
    "adj1 25000, adj2 25000, adj3 25000",
    "a1 pin 0 adj1 50000; a2 pin 0 adj2 50000; a3 pin 0 adj3 50000; y1 */ ss a3 100000; dx1 */ ss a2 50000; x1 +- r 0 dx1; " +
      "dx3 */ ss a2 100000; x3 +- r 0 dx3; dx2 */ ss a1 200000; x2 +- x3 0 dx2; x4 +- x3 dx2 0; dy2 */ ss a1 100000; y2 +- b 0 dy2",
    "l y2 x4 b",
    "M l y2 L x2 y2 L x2 y1 L x1 y1 L x3 t L r y1 L x4 y1 L x4 b L l b Z",
  ],
  leftUpArrow: [
    "adj1 25000, adj2 25000, adj3 25000",
    "a2 pin 0 adj2 50000; m1 */ a2 2 1; a1 pin 0 adj1 m1; m3 +- 100000 0 m1; a3 pin 0 adj3 m3; x1 */ ss a3 100000; " +
      "d2 */ ss a2 50000; x2 +- r 0 d2; y2 +- b 0 d2; d4 */ ss a2 100000; x4 +- r 0 d4; y4 +- b 0 d4; d3 */ ss a1 200000; " +
      "x3 +- x4 0 d3; x5 +- x4 d3 0; y3 +- y4 0 d3; y5 +- y4 d3 0",
    "",
    "M l y4 L x1 y2 L x1 y3 L x3 y3 L x3 x1 L x2 x1 L x4 t L r x1 L x5 x1 L x5 y5 L x1 y5 L x1 b Z",
  ],
  stripedRightArrow: [
    ARROW,
    `${arrowed("w", 84_375)}; x4 */ ss 5 32; x5 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0`,
    "x4 y1 x5 y2",
    "M l y1 L ssd32 y1 L ssd32 y2 L l y2 Z M ssd16 y1 L ssd8 y1 L ssd8 y2 L ssd16 y2 Z " +
      "M x4 y1 L x5 y1 L x5 t L r vc L x5 b L x5 y2 L x4 y2 Z",
  ],
  notchedRightArrow: [
    ARROW,
    `${arrowed("w")}; x2 +- r 0 head; y1 +- vc 0 side; y2 +- vc side 0; x1 */ side head hd2`,
    "x1 y1 x2 y2",
    "M l y1 L x2 y1 L x2 t L r vc L x2 b L x2 y2 L l y2 L x1 vc Z",
  ],
  homePlate: [
    "adj 50000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; dx */ ss a 100000; x1 +- r 0 dx; ir +/ x1 r 2",
    "l t ir b",
    "M l t L x1 t L r vc L x1 b L l b Z",
  ],
  chevron: [
    "adj 50000",
    "maxAdj */ 100000 w ss; a pin 0 adj maxAdj; x1 */ ss a 100000; x2 +- r 0 x1; gap +- x2 0 x1; il ?: gap x1 l; ir ?: gap x2 r",
    "il t ir b",
    "M l t L x2 t L r vc L x2 b L l b L x1 vc Z",
  ],
  rightArrowCallout: [
    BOXED,
    `${boxed("w")}; ${ACROSS_Y}; x3 +- r 0 head`,
    "l t box b",
    "M l t L box t L box y2 L x3 y2 L x3 y1 L r vc L x3 y4 L x3 y3 L box y3 L box b L l b Z",
  ],
  leftArrowCallout: [
    BOXED,
    `${boxed("w")}; ${ACROSS_Y}; x2 +- r 0 box`,
    "x2 t r b",
    "M l vc L head y1 L head y2 L x2 y2 L x2 t L r t L r b L x2 b L x2 y3 L head y3 L head y4 Z",
  ],
  downArrowCallout: [
    BOXED,
    `${boxed("h")}; ${ACROSS_X}; y3 +- b 0 head`,
    "l t r box",
    "M l t L r t L r box L x3 box L x3 y3 L x4 y3 L hc b L x1 y3 L x2 y3 L x2 box L l box Z",
  ],
  upArrowCallout: [
    BOXED,
    `${boxed("h")}; ${ACROSS_X}; y2 +- b 0 box`,
    "l y2 r b",
    "M l y2 L x2 y2 L x2 head L x1 head L hc t L x4 head L x3 head L x3 y2 L r y2 L r b L l b Z",
  ],
  circularArrow: [
    "adj1 12500, adj2 1142319, adj3 20457681, adj4 10800000, adj5 12500",
    CIRCULAR,
    "",
    "M xa ya A rw1 rh1 adj4 sw L xb yb L xt yt L xc yc L xe ye A rw2 rh2 adj3 sb Z",
  ],

  // Equations
  mathPlus: [
    "adj1 23520",
    `a1 pin 0 adj1 73490; ${MATH}; dy1 */ h 73490 200000; d2 */ ss a1 200000; x2 +- hc 0 d2; x3 +- hc d2 0; y1 +- vc 0 dy1; ` +
      "y2 +- vc 0 d2; y3 +- vc d2 0; y4 +- vc dy1 0",
    "x1 y2 x4 y3",
    "M x1 y2 L x2 y2 L x2 y1 L x3 y1 L x3 y2 L x4 y2 L x4 y3 L x3 y3 L x3 y4 L x2 y4 L x2 y3 L x1 y3 Z",
  ],
  mathMinus: [
    "adj1 23520",
    `a1 pin 0 adj1 100000; ${MATH}; dy1 */ h a1 200000; y1 +- vc 0 dy1; y2 +- vc dy1 0`,
    "x1 y1 x4 y2",
    "M x1 y1 L x4 y1 L x4 y2 L x1 y2 Z",
  ],
  mathEqual: ["adj1 23520, adj2 11760", EQUAL, "x1 y1 x4 y4", BARS],
  mathNotEqual: [
    "adj1 23520, adj2 6600000, adj3 11760",
    `${EQUAL.replace("adj2 m2", "adj3 m2")}; sl */ h 1 3; sx +- hc 0 sl; half */ dy1 2 3; z1 +- hc half 0; z2 +- z1 half 0; ` +
      "u1 +- z2 0 half; top +- y1 0 dy1; low +- y4 dy1 0; v1 +- hc 0 half; v2 +- v1 0 half",
    "x1 y1 x4 y4",
    BARS,
    "M z1 top L z2 top L v1 low L v2 low Z",
  ],
  mathMultiply: [
    "adj1 23520",
    "a1 pin 0 adj1 51965; th */ ss a1 100000; a at2 w h; sa sin 1 a; ca cos 1 a; ta tan 1 a; dl mod w h 0; rw */ dl 51965 100000; " +
      "lM +- dl 0 rw; xM */ ca lM 2; yM */ sa lM 2; dxA */ sa th 2; dyA */ ca th 2; xA +- xM 0 dxA; yA +- yM dyA 0; xB +- xM dxA 0; " +
      "yB +- yM 0 dyA; xBC +- hc 0 xB; yBC */ xBC ta 1; yC +- yBC yB 0; xD +- r 0 xB; xE +- r 0 xA; yFE +- vc 0 yA; " +
      "xFE */ yFE 1 ta; xF +- xE 0 xFE; xL +- xA xFE 0; yG +- b 0 yA; yH +- b 0 yB; yI +- b 0 yC",
    "xA yB xE yH",
    "M xA yA L xB yB L hc yC L xD yB L xE yA L xF vc L xE yG L xD yH L hc yI L xB yH L xA yG L xL vc Z",
  ],
  mathDivide: [
    "adj1 23520, adj2 5880, adj3 11760",
    `${MATH}; dy1 */ h adj1 200000; gap */ h adj2 100000; rad */ h adj3 100000; y3 +- vc 0 dy1; y4 +- vc dy1 0; up +- gap rad 0; ` +
      "y2 +- y3 0 up; y1 +- y2 0 rad; y5 +- b 0 y1",
    "x1 y3 x4 y4",
    "M hc y1 A rad rad 3cd4 21600000 Z M hc y5 A rad rad cd4 21600000 Z M x1 y3 L x4 y3 L x4 y4 L x1 y4 Z",
  ],

  ...MORE_PRESETS,
};
