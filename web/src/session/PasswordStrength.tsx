/** Four bars and a word below a new password. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import styles from "./PasswordStrength.module.css";
import { type Strength, strength } from "./password";

const words = {
  0: msg`At least 8 characters`,
  1: msg`Easy to guess. Longer is better than stranger`,
  2: msg`Fair`,
  3: msg`Good`,
  4: msg`Strong`,
} satisfies Record<Strength, unknown>;

export function PasswordStrength({ password }: { password: string }) {
  const { i18n } = useLingui();
  const value = strength(password);
  return (
    <div className={styles.strength} data-strength={password === "" ? undefined : value}>
      <div className={styles.bars} aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} data-on={password !== "" && value >= bar} />
        ))}
      </div>
      <span aria-live="polite">{i18n._(words[value])}</span>
    </div>
  );
}
