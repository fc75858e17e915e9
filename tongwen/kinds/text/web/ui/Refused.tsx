/** In place of the editor: why the document is not shown, what is safe, what to do. */
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, type Node } from "@/api";
import type { PartConnection } from "@/editor/part";
import type { RefusalReason } from "@/editor/saved";
import styles from "./Panels.module.css";

interface Words {
  title: string;
  hint: string;
  act: string | null;
}

/** The server's own words about a file that it could not open. */
function useUnopened(node: Node, asked: boolean): Words {
  const { t, i18n } = useLingui();
  const why = useQuery({
    queryKey: ["why-not-opened", node.id, i18n.locale],
    queryFn: () => api.whyNotOpened(node.id),
    enabled: asked,
    staleTime: 0,
  });
  const said = why.data?.title ? why.data : null;
  return {
    title: said?.title ?? t`This file cannot be opened`,
    hint: said?.detail ?? (why.isPending ? "" : t`It is kept exactly as it was uploaded.`),
    act: said !== null && !said.passing ? null : t`Try again`,
  };
}

function useWords({ reason, node, guest }: RefusedProps): Words {
  const { t } = useLingui();
  const unopened = useUnopened(node, reason === "unopened");
  switch (reason) {
    case "denied":
      if (guest) {
        return {
          title: t`This link leads here no longer`,
          hint: t`It has expired or was taken away. Ask whoever sent it for a new one.`,
          act: null,
        };
      }
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
    case "unopened":
      return unopened;
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

export interface RefusedProps {
  reason: RefusalReason;
  part: PartConnection;
  node: Node;
  /** Came by a link. */
  guest: boolean;
}

export function Refused(props: RefusedProps) {
  const { reason, part, node } = props;
  const { t } = useLingui();
  const { title, hint, act } = useWords(props);
  const showText = reason === "unreadable" || reason === "outdated";
  return (
    <div className={styles.refused} role="alert">
      <h2>{title}</h2>
      <p>{hint}</p>
      {act && <Button onClick={() => window.location.reload()}>{act}</Button>}
      {(showText || reason === "unopened") && (
        <Button
          component="a"
          variant="default"
          href={api.contentAddress(node.id)}
          download={node.name}
          leftSection={<IconDownload size={18} />}
        >
          {t`Download`}
        </Button>
      )}
      {showText && <pre className={styles.rawText}>{plainText(part)}</pre>}
    </div>
  );
}
