/** Which menu is open, and where. */
import type { Cell, ClientBox } from "../../grid/view";

export type OpenMenu =
  | { kind: "cells" | "rows" | "cols" | "corner"; x: number; y: number }
  | { kind: "drawing"; token: string; x: number; y: number }
  | { kind: "tab"; sid: string; x: number; y: number }
  | { kind: "filter" | "choices"; cell: Cell; box: ClientBox };

export const noMenu: OpenMenu | null = null;
