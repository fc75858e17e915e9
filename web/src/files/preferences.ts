/** How this browser likes its lists: order, list or cards, details pane. */
import type { Sort } from "@/api";
import { createKeptStore } from "@/app/store";
import { defaultSort, isSort } from "./sorting";

export type View = "list" | "cards";

const isView = (found: unknown): found is View => found === "list" || found === "cards";
const isBoolean = (found: unknown): found is boolean => typeof found === "boolean";

export const view = createKeptStore<View>("tongwen.view", "list", isView);
export const folderSort = createKeptStore<Sort>("tongwen.sort", defaultSort, isSort);
export const detailsShown = createKeptStore<boolean>("tongwen.details", false, isBoolean);
export const railFolded = createKeptStore<boolean>("tongwen.rail", false, isBoolean);
