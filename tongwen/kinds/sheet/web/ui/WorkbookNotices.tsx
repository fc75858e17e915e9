/** What a person should know about the workbook as a whole: macros that are kept, other workbooks it refers to. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconInfoCircle, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { ControlProps } from "./controls/props";
import styles from "./WorkbookNotices.module.css";

type Kind = "macros" | "external";

/** Which notices a workbook asks for. */
export function noticesOf({ book }: ControlProps["session"]): Kind[] {
  const external = book.setting("external");
  const kinds: Kind[] = [];
  if (book.setting("macros")) kinds.push("macros");
  if (Array.isArray(external) && external.length > 0) kinds.push("external");
  return kinds;
}

const words: Record<Kind, ReactNode> = {
  macros: <Trans>This workbook holds macros. They are kept in the file and never run.</Trans>,
  external: (
    <Trans>This workbook refers to other workbooks. Their last known values are shown.</Trans>
  ),
};

export function WorkbookNotices({ session }: ControlProps) {
  const { t } = useLingui();
  const [dismissed, setDismissed] = useState<readonly Kind[]>([]);
  const shown = noticesOf(session).filter((kind) => !dismissed.includes(kind));
  return shown.map((kind) => (
    <div key={kind} className={styles.notice} role="status" data-workbook-notice={kind}>
      <IconInfoCircle size={17} aria-hidden="true" />
      <span>{words[kind]}</span>
      <ActionIcon
        size={24}
        aria-label={t`Close`}
        onClick={() => setDismissed([...dismissed, kind])}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  ));
}
