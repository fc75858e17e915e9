/** What every control of the tool row is given. */
import type { Snapshot, TextSession } from "../session";

export interface ControlProps {
  session: TextSession;
  now: Snapshot;
}
