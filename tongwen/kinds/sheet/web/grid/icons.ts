/** Icon sets of conditional formats as signs of the page's own fonts, in their colours (ECMA-376-1 §18.18.42). */

export interface Icon {
  sign: string;
  /** A CSS colour. */
  color: string;
}

const RED = "#D0342C";
const AMBER = "#E5A100";
const GREEN = "#2E9E5B";
const GREY = "#737B87";
const PALE = "#F0A29C";
const BLACK = "#1F2630";

/** From the lowest to the highest, by the end of the set's name. */
const families: [name: RegExp, signs: string, colors: string[]][] = [
  [/^3ArrowsGray$/, "▼▶▲", [GREY, GREY, GREY]],
  [/^4ArrowsGray$/, "▼◢◥▲", [GREY, GREY, GREY, GREY]],
  [/^5ArrowsGray$/, "▼◢▶◥▲", [GREY, GREY, GREY, GREY, GREY]],
  [/^3(Arrows|Triangles)$/, "▼▶▲", [RED, AMBER, GREEN]],
  [/^4Arrows$/, "▼◢◥▲", [RED, AMBER, AMBER, GREEN]],
  [/^5Arrows$/, "▼◢▶◥▲", [RED, AMBER, AMBER, AMBER, GREEN]],
  [/^3Flags$/, "⚑⚑⚑", [RED, AMBER, GREEN]],
  [/^3Signs$/, "◆▲●", [RED, AMBER, GREEN]],
  [/^3Symbols2?$/, "✖❗✔", [RED, AMBER, GREEN]],
  [/^3Stars$/, "☆★★", [AMBER, PALE, AMBER]],
  [/^4RedToBlack$/, "●●●●", [BLACK, GREY, PALE, RED]],
  [/^4TrafficLights$/, "●●●●", [BLACK, RED, AMBER, GREEN]],
  [/^4Rating$/, "▂▄▆█", [GREY, GREY, GREY, GREY]],
  [/^5Rating$/, "▁▂▄▆█", [GREY, GREY, GREY, GREY, GREY]],
  [/^5Quarters$/, "○◔◑◕●", [BLACK, BLACK, BLACK, BLACK, BLACK]],
  [/^5Boxes$/, "▁▂▄▆█", [GREEN, GREEN, GREEN, GREEN, GREEN]],
];

/** The icon of a level of a set, from 0; a set that is not known has traffic lights. Null beyond its end. */
export function iconOf(set: string, level: number): Icon | null {
  const found = families.find(([name]) => name.test(set));
  const sign = [...(found?.[1] ?? "●●●")][level];
  const color = (found?.[2] ?? [RED, AMBER, GREEN])[level];
  return sign && color ? { sign, color } : null;
}
