/** Role, end and password of a link: for a new one, or to change one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Role } from "@/api";
import { FormProblem } from "@/session/FormProblem";
import { type Expiry, expiresAt, expiryWords, isExpiry, tomorrow } from "./expiry";
import { roleAbility, roleName } from "./roles";
import styles from "./ShareDialog.module.css";

export interface Terms {
  role: Role;
  expires: string | null;
  password: string;
}

export interface LinkTermsProps {
  choices: Role[];
  busy: boolean;
  error: unknown;
  onSubmit: (terms: Terms) => void;
  onCancel: () => void;
}

export function LinkTerms({ choices, busy, error, onSubmit, onCancel }: LinkTermsProps) {
  const { t, i18n } = useLingui();
  const [role, setRole] = useState<Role>("viewer");
  const [expiry, setExpiry] = useState<Expiry>("never");
  const [date, setDate] = useState(tomorrow());
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ role, expires: expiresAt(expiry, date), password });
  };
  return (
    <form className={styles.terms} onSubmit={submit}>
      <Select
        label={t`Who has the link is`}
        description={roleAbility(role)}
        inputWrapperOrder={["label", "input", "description"]}
        value={role}
        onChange={(value) => setRole((value as Role | null) ?? "viewer")}
        data={choices.map((value) => ({ value, label: roleName(value) }))}
      />
      <Select
        label={t`Until`}
        value={expiry}
        onChange={(value) => setExpiry(isExpiry(value) ? value : "never")}
        data={Object.entries(expiryWords).map(([value, label]) => ({
          value,
          label: i18n._(label),
        }))}
      />
      {expiry === "date" && (
        <TextInput
          className={styles.wide}
          type="date"
          label={t`Last day`}
          min={tomorrow()}
          required
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        className={styles.wide}
        label={t`Password (if you want one)`}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== null && error !== undefined && (
        <div className={styles.wide}>
          <FormProblem error={error} />
        </div>
      )}
      <div className={styles.termsFoot}>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy}>
          <Trans>Create link</Trans>
        </Button>
      </div>
    </form>
  );
}
