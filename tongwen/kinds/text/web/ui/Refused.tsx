/** In place of the editor: why the document is not shown, what is safe, what to do. */
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { PartConnection } from "@/editor/connection";
import type { RefusalReason } from "@/editor/saved";
import styles from "./Panels.module.css";

function useWords(reason: RefusalReason): { title: string; hint: string; act: string | null } {
  const { t } = useLingui();
  switch (reason) {
    case "denied":
      return {
        title: t`You no longer have access`,
        hint: t`Ask the owner to share the document with you again.`,
        act: null,
      };
    case "signed-out":
      return {
        title: t`You are signed out`,
        hint: t`Sign in again to go on. What you typed is kept on this device.`,
        act: t`Sign in`,
      };
    case "gone":
      return {
        title: t`This document was deleted`,
        hint: t`The owner can bring it back from the trash.`,
        act: null,
      };
    case "outdated":
      return {
        title: t`This page is out of date`,
        hint: t`The document was edited with a newer version. Reload to update; nothing is lost.`,
        act: t`Reload`,
      };
    case "unreadable":
      return {
        title: t`This page cannot show the document`,
        hint: t`It holds something this version does not know. Nothing was changed, and you can still download it.`,
        act: t`Reload`,
      };
  }
}

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

export function Refused({ reason, part }: { reason: RefusalReason; part: PartConnection }) {
  const { title, hint, act } = useWords(reason);
  const showText = reason === "unreadable" || reason === "outdated";
  return (
    <div className={styles.refused} role="alert">
      <h2>{title}</h2>
      <p>{hint}</p>
      {act && <Button onClick={() => window.location.reload()}>{act}</Button>}
      {showText && <pre className={styles.rawText}>{plainText(part)}</pre>}
    </div>
  );
}
