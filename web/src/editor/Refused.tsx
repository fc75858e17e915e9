/** In place of the editor: why the document is not shown, what is safe, what to do. */
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, type Node } from "@/api";
import styles from "./Refused.module.css";
import type { RefusalReason } from "./saved";

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
    queryFn: () => api.whyNotOpened(node),
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

export interface RefusedProps {
  reason: RefusalReason;
  node: Node;
  /** Came by a link. */
  guest: boolean;
  /** What can still be shown of the document when only this page is the obstacle. */
  children?: ReactNode;
}

export function Refused(props: RefusedProps) {
  const { reason, node, children } = props;
  const { t } = useLingui();
  const { title, hint, act } = useWords(props);
  const legible = reason === "unreadable" || reason === "outdated";
  return (
    <div className={styles.refused} role="alert">
      <h2>{title}</h2>
      <p>{hint}</p>
      {act && <Button onClick={() => window.location.reload()}>{act}</Button>}
      {(legible || reason === "unopened") && (
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
      {legible && children}
    </div>
  );
}
