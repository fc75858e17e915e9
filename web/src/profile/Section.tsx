/** A titled part of a settings page. */
import { type ReactNode, useId } from "react";
import styles from "./settings.module.css";

export interface SectionProps {
  title: ReactNode;
  hint?: ReactNode;
  /** A button beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, hint, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {hint !== undefined && <p>{hint}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}
