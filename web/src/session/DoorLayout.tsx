/** The pages before the door: first run, sign in, a link. A sheet of paper with the seal. */
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { isLocale, locales, speak } from "@/i18n";
import { Seal } from "@/theme";
import styles from "./DoorLayout.module.css";

export interface DoorLayoutProps {
  title: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}

export function DoorLayout({ title, hint, children }: DoorLayoutProps) {
  const { i18n, t } = useLingui();
  return (
    <div className={styles.door}>
      <main className={styles.sheet}>
        <div className={styles.mark}>
          <Seal size={40} />
          <span className={styles.product}>
            同文 <span>Tongwen</span>
          </span>
        </div>
        <h1 className={styles.title}>{title}</h1>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        {children}
      </main>
      <footer className={styles.foot}>
        <SegmentedControl
          size="xs"
          aria-label={t`Language`}
          value={i18n.locale}
          onChange={(value) => {
            if (isLocale(value)) void speak(value);
          }}
          data={Object.entries(locales).map(([value, label]) => ({ value, label }))}
        />
      </footer>
    </div>
  );
}
