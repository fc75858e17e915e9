/** Find and replace, in a bar over the stage of any editor. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useState } from "react";
import type { IconProps } from "../command";
import { keepFocus } from "../ToolRow";
import styles from "./FindBar.module.css";

/** Something about the search that is on or off. */
export interface FindOption {
  label: string;
  icon: ComponentType<IconProps>;
  on: boolean;
  onClick: () => void;
}

export interface Replacing {
  one: (by: string) => void;
  all: (by: string) => void;
}

interface FindBarProps {
  text: string;
  onText: (text: string) => void;
  /** What was found, in words. */
  count: string;
  none: boolean;
  invalid?: boolean;
  options: readonly FindOption[];
  /** Where to search; the options stand in a row of their own with it. */
  scope?: ReactNode;
  onMove: (direction: 1 | -1) => void;
  /** Null when nothing is to be replaced. */
  replacing: Replacing | null;
  onClose: () => void;
  /** Attributes of the bar that tests read. */
  data?: Record<`data-${string}`, string | number>;
}

function Option({ option }: { option: FindOption }) {
  const { label, icon: Icon, on, onClick } = option;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={26}
        variant={on ? "light" : "subtle"}
        color={on ? "azurite" : "gray"}
        aria-label={label}
        aria-pressed={on}
        onClick={onClick}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function ReplaceRow({ replacing, none }: { replacing: Replacing; none: boolean }) {
  const { t } = useLingui();
  const [by, setBy] = useState("");
  return (
    <div className={styles.row}>
      <TextInput
        size="xs"
        className={styles.field}
        placeholder={t`Replace with`}
        aria-label={t`Replace with`}
        value={by}
        onChange={(event) => setBy(event.currentTarget.value)}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={none}
        onMouseDown={keepFocus}
        onClick={() => replacing.one(by)}
      >
        {t`Replace`}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={none}
        onMouseDown={keepFocus}
        onClick={() => replacing.all(by)}
      >
        {t`Replace all`}
      </Button>
    </div>
  );
}

function FindField(props: Pick<FindBarProps, "text" | "onText" | "onMove" | "invalid">) {
  const { t } = useLingui();
  const { text, onText, onMove, invalid = false } = props;
  return (
    <TextInput
      data-find
      size="xs"
      className={styles.field}
      placeholder={t`Find`}
      aria-label={t`Find`}
      value={text}
      error={invalid}
      ref={(input) => {
        if (!input || input.dataset.ready) return;
        input.dataset.ready = "true";
        input.focus();
        input.select();
      }}
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing)
          onMove(event.shiftKey ? -1 : 1);
      }}
    />
  );
}

export function FindBar(props: FindBarProps) {
  const { t } = useLingui();
  const { count, none, options, scope, onMove, replacing, onClose, data } = props;
  const toggles = options.map((option) => <Option key={option.label} option={option} />);
  return (
    <div
      className={styles.find}
      role="search"
      data-keeps-focus
      {...data}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.nativeEvent.isComposing) onClose();
        event.stopPropagation();
      }}
    >
      <div className={styles.row}>
        <FindField {...props} />
        <span className={styles.count} role="status">
          {count}
        </span>
        {!scope && toggles}
        <Tooltip label={`${t`Previous`} (Shift+Enter)`}>
          <ActionIcon size={26} aria-label={t`Previous`} disabled={none} onClick={() => onMove(-1)}>
            <IconChevronUp size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t`Next`} (Enter)`}>
          <ActionIcon size={26} aria-label={t`Next`} disabled={none} onClick={() => onMove(1)}>
            <IconChevronDown size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t`Close`} (Esc)`}>
          <ActionIcon size={26} aria-label={t`Close`} onClick={onClose}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      {replacing && <ReplaceRow replacing={replacing} none={none} />}
      {scope && (
        <div className={styles.row}>
          {scope}
          {toggles}
        </div>
      )}
    </div>
  );
}
