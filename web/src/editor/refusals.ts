/** What the server's reasons for closing or denying mean to a person. */
import type { RefusalReason } from "./saved";

const byCode: Record<number, RefusalReason> = {
  4401: "signed-out",
  4403: "denied",
  // What one may not see is "not found": to somebody who had it open, it is access that is gone.
  4404: "denied",
};

const byReason: [RegExp, RefusalReason][] = [
  [/schema|outdated/, "outdated"],
  [/unauthenticated|unauthorized|signed.?(in|out)|session|token/, "signed-out"],
  [/gone|deleted|trashed/, "gone"],
  [/permission|forbidden|denied|not.?found/, "denied"],
];

/** Closes of a server that goes away, restarts or is full: come again, whatever the words. */
const PASSING = new Set([1001, 1012, 1013]);

/** The refusal that a close or a denial means, or null when one may simply come again. */
export function refusalOf(reason: string, code?: number): RefusalReason | null {
  if (code !== undefined && PASSING.has(code)) return null;
  const text = reason.toLowerCase();
  const named = byReason.find(([pattern]) => pattern.test(text));
  return named?.[1] ?? (code === undefined ? null : (byCode[code] ?? null));
}
