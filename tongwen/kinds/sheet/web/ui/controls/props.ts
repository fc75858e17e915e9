/** What every control of the tool row gets. */
import type { SheetSession, Snapshot } from "../session";

export interface ControlProps {
  session: SheetSession;
  now: Snapshot;
}
