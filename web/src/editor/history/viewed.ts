/** Which version the reader looks at. */
import type { VersionNumber } from "@/api";

export interface Viewed {
  number: VersionNumber;
  /** Its name and time, for the heads of the page. */
  title: string;
  /** Who worked on it, or brought it; empty when nobody is known. */
  by: string;
}
