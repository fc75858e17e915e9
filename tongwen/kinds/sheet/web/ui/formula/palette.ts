/** The colours of a formula's references: each passes 4.5:1 on white and 3:1 on the dark surface. */
import { people } from "@/theme";

/** The colour of the reference with this number. */
export function referenceColor(index: number): string {
  return people[index % people.length] ?? people[0];
}
