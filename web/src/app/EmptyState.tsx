/** A screen with nothing in it: what belongs here, and the verb that fills it. */
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  icon: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  /** Buttons. */
  children?: ReactNode;
  /** Announce it: for errors. */
  live?: boolean;
}

export function EmptyState({ icon, title, hint, children, live = false }: EmptyStateProps) {
  return (
    <div className={styles.state} role={live ? "alert" : undefined}>
      <div className={styles.icon} aria-hidden="true">
        {icon}
      </div>
      <h2 className={styles.title}>{title}</h2>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {children !== undefined && <div className={styles.verbs}>{children}</div>}
    </div>
  );
}
