/** In place of the text: why it is not shown, and its bare words where they can be read. */
import type { PartConnection } from "@/editor/part";
import { Refused as RefusedPage, type RefusedProps } from "@/editor/Refused";
import styles from "./Panels.module.css";

/** The bare text, so that a reader is not left with nothing. */
function plainText(part: PartConnection): string {
  const lines = part.doc
    .getXmlFragment("body")
    .toArray()
    .slice(0, 500)
    .map((block) =>
      block
        .toString()
        .replace(/<\/(paragraph|table_row)>/g, "\n")
        .replace(/<[^>]*>/g, ""),
    );
  return lines.join("\n").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function Refused({ part, ...props }: RefusedProps & { part: PartConnection }) {
  return (
    <RefusedPage {...props}>
      <pre className={styles.rawText}>{plainText(part)}</pre>
    </RefusedPage>
  );
}
