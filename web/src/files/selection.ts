/** Which files are selected: plain, Ctrl and Shift clicks, arrows and ranges, as file managers do it. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where a Shift range starts. */
  readonly anchor: string | null;
  /** Where the keyboard is. */
  readonly focus: string | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null, focus: null };

export interface Modifiers {
  shift?: boolean;
  /** Ctrl, or Command on a Mac. */
  toggle?: boolean;
}

function range(order: readonly string[], from: string, to: string): string[] {
  const start = order.indexOf(from);
  const end = order.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return order.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** What is selected after `id` is clicked. */
export function pick(
  selection: Selection,
  order: readonly string[],
  id: string,
  { shift = false, toggle = false }: Modifiers = {},
): Selection {
  if (shift) {
    const anchor = selection.anchor ?? id;
    const reach = range(order, anchor, id);
    return { ids: new Set(toggle ? [...selection.ids, ...reach] : reach), anchor, focus: id };
  }
  if (toggle) {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    return { ids, anchor: id, focus: id };
  }
  return { ids: new Set([id]), anchor: id, focus: id };
}

/**
 * What is selected after the keyboard moves by `by` places (clamped at both ends).
 *
 * With Ctrl only the focus moves; with Shift the range from the anchor grows or shrinks.
 */
export function move(
  selection: Selection,
  order: readonly string[],
  by: number,
  { shift = false, toggle = false }: Modifiers = {},
): Selection {
  if (order.length === 0) return nothing;
  const at = selection.focus === null ? -1 : order.indexOf(selection.focus);
  const from = at < 0 ? (by > 0 ? -1 : order.length) : at;
  const id = order[Math.max(0, Math.min(order.length - 1, from + by))];
  if (id === undefined) return selection;
  if (toggle && !shift) return { ...selection, focus: id };
  return pick(selection, order, id, { shift });
}

export function all(order: readonly string[], selection: Selection): Selection {
  return {
    ids: new Set(order),
    anchor: order[0] ?? null,
    focus: selection.focus ?? order[0] ?? null,
  };
}

/** What is left of a selection when the list changed: nothing that is not shown stays selected. */
export function keep(selection: Selection, order: readonly string[]): Selection {
  const shown = new Set(order);
  const ids = [...selection.ids].filter((id) => shown.has(id));
  const still = (id: string | null) => (id !== null && shown.has(id) ? id : null);
  if (ids.length === selection.ids.size && still(selection.focus) === selection.focus) {
    return selection;
  }
  return { ids: new Set(ids), anchor: still(selection.anchor), focus: still(selection.focus) };
}

/** The next file whose name begins with what was typed, after the focus and round the end. */
export function typeAhead(
  items: readonly { id: string; name: string }[],
  typed: string,
  focus: string | null,
): string | null {
  const wanted = typed.toLocaleLowerCase();
  if (wanted === "" || items.length === 0) return null;
  const at = items.findIndex((item) => item.id === focus);
  // A second letter refines the word where we stand; a first one moves on.
  const start = at < 0 ? 0 : [...typed].length > 1 ? at : at + 1;
  for (let step = 0; step < items.length; step += 1) {
    const item = items[(start + step) % items.length];
    if (item?.name.toLocaleLowerCase().startsWith(wanted)) return item.id;
  }
  return null;
}
