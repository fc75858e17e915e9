/** Pattern fills (ECMA-376-1 §20.1.10.51): eight rows of eight dots each, as hexadecimal. */
import { named } from "./xml";

const PATTERNS: Readonly<Record<string, string>> = {
  pct5: "8000000008000000",
  pct10: "8000080080000800",
  pct20: "8800220088002200",
  pct25: "8822882288228822",
  pct30: "aa44aa11aa44aa11",
  pct40: "aa55aa51aa55aa15",
  pct50: "aa55aa55aa55aa55",
  pct60: "ee55bb55ee55bb55",
  pct70: "77dd77dd77dd77dd",
  pct75: "77ffddff77ffddff",
  pct80: "fff7ff7ffff7ff7f",
  pct90: "fffffff7ffffff7f",
  horz: "ff000000ff000000",
  ltHorz: "ff000000ff000000",
  narHorz: "ff00ff00ff00ff00",
  dkHorz: "ffff0000ffff0000",
  vert: "8888888888888888",
  ltVert: "8888888888888888",
  narVert: "aaaaaaaaaaaaaaaa",
  dkVert: "cccccccccccccccc",
  dashHorz: "f00000000f000000",
  dashVert: "8080808008080808",
  cross: "ff888888ff888888",
  dnDiag: "8844221188442211",
  ltDnDiag: "8844221188442211",
  dkDnDiag: "cc663399cc663399",
  wdDnDiag: "c1e070381c0e0783",
  dashDnDiag: "0000884422110000",
  upDiag: "1122448811224488",
  ltUpDiag: "1122448811224488",
  dkUpDiag: "3366cc993366cc99",
  wdUpDiag: "83070e1c3870e0c1",
  dashUpDiag: "0000112244880000",
  diagCross: "8142241818244281",
  smGrid: "ff888888ff888888",
  lgGrid: "ff80808080808080",
  dotGrid: "aa00800080008000",
  dotDmnd: "8000220008002200",
  smCheck: "9966996699669966",
  lgCheck: "f0f0f0f00f0f0f0f",
  solidDmnd: "10387cfe7c381000",
  openDmnd: "8244281028448201",
  horzBrick: "ff808080ff080808",
  diagBrick: "0102040818244281",
  weave: "8854224588142251",
  plaid: "aa55aa55f0f0f0f0",
  sphere: "778988f8778f8ff8",
  shingle: "030204e418201008",
  trellis: "ff66ff99ff66ff99",
  wave: "0018a542001825c0",
  zigZag: "8142241881422418",
  divot: "1008101002010200",
  smConfetti: "8010020820400401",
  lgConfetti: "b130031bd8c00c8d",
};

/** The dots of a pattern that are in front, as path data on an eight by eight grid. */
export function patternDots(preset: string): string {
  const rows = named(PATTERNS, preset) ?? PATTERNS.pct50;
  let path = "";
  for (let row = 0; row < 8; row += 1) {
    const bits = Number.parseInt(rows?.slice(2 * row, 2 * row + 2) ?? "0", 16);
    for (let column = 0; column < 8; column += 1)
      if (bits & (128 >> column)) path += `M${column} ${row}h1v1h-1z`;
  }
  return path;
}
