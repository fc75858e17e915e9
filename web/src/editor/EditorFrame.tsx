/** The frame of every editor: title row, tabs with one row of tools, panes around the stage, status bar. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { EditorTab } from "./command";
import styles from "./EditorFrame.module.css";
import { TitleRow, type TitleRowProps } from "./TitleRow";
import { ToolRow } from "./ToolRow";
import { usePhone } from "./usePhone";

export interface EditorFrameProps extends TitleRowProps {
  /** A CSS colour: the kind's. */
  color: string;
  tabs: EditorTab[];
  /** The few tools of a phone. */
  phoneTools: EditorTab["groups"];
  start?: ReactNode;
  end?: ReactNode;
  status: ReactNode;
  /** Without the tabs and tools: what is on the stage brings its own. */
  bare?: boolean;
  /** Over the stage. */
  notice?: ReactNode;
  children: ReactNode;
}

function Tabs({
  tabs,
  current,
  onChoose,
  onFold,
}: {
  tabs: EditorTab[];
  current: string;
  onChoose: (id: string) => void;
  onFold: () => void;
}) {
  const { i18n } = useLingui();
  return (
    <div className={styles.tabs} role="tablist">
      {tabs.map((tab) => (
        <button
          type="button"
          role="tab"
          key={tab.id}
          aria-selected={tab.id === current}
          className={[
            styles.tab,
            tab.id === current && styles.tabCurrent,
            tab.contextual && styles.tabContextual,
          ]
            .filter(Boolean)
            .join(" ")}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(tab.id)}
          onDoubleClick={onFold}
        >
          {i18n._(tab.label)}
        </button>
      ))}
    </div>
  );
}

function Bar({ tabs, phoneTools }: Pick<EditorFrameProps, "tabs" | "phoneTools">) {
  const [chosen, setChosen] = useState(tabs[0]?.id ?? "");
  const [folded, setFolded] = useState(false);
  const phone = usePhone();
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  if (phone) {
    return (
      <div className={styles.bar}>
        <ToolRow groups={phoneTools} scroll />
      </div>
    );
  }
  const choose = (id: string): void => {
    setChosen(id);
    setFolded(false);
  };
  return (
    <div className={styles.bar}>
      <Tabs
        tabs={tabs}
        current={current?.id ?? ""}
        onChoose={choose}
        onFold={() => setFolded((now) => !now)}
      />
      {!folded && current && <ToolRow key={current.id} groups={current.groups} />}
    </div>
  );
}

export function EditorFrame(props: EditorFrameProps) {
  const style = { "--kind": props.color } as React.CSSProperties;
  return (
    <div className={props.bare ? `${styles.frame} ${styles.bare}` : styles.frame} style={style}>
      <TitleRow {...props} />
      {!props.bare && <Bar tabs={props.tabs} phoneTools={props.phoneTools} />}
      <div className={styles.middle}>
        {props.start}
        {props.children}
        {props.end}
        {props.notice}
      </div>
      <footer className={styles.status}>{props.status}</footer>
    </div>
  );
}

/** A pane at the start or end of the stage. */
export function Pane({
  side,
  title,
  onClose,
  children,
}: {
  side: "start" | "end";
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <aside
      className={`${styles.pane} ${side === "start" ? styles.paneStart : styles.paneEnd}`}
      aria-label={title}
    >
      <div className={styles.paneHead}>
        {title}
        <ActionIcon size={26} aria-label={t`Close`} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <div className={styles.paneBody}>{children}</div>
    </aside>
  );
}
