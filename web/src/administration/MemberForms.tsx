/** Adding a member, and giving one a new password. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Member } from "@/api";
import { notify } from "@/app/notices";
import { SecretField } from "@/profile/SecretField";
import styles from "@/profile/settings.module.css";
import { FormProblem } from "@/session/FormProblem";
import { generatePassword } from "./generate";

export function NewMember({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [password] = useState(generatePassword);
  const [administrator, setAdministrator] = useState(false);
  const add = useMutation({
    mutationFn: (form: FormData) =>
      api.createUser({
        name: String(form.get("name") ?? "").trim(),
        email: String(form.get("email") ?? "").trim(),
        password,
        administrator,
      }),
    onSuccess: () => {
      notify(<Trans>The member was added</Trans>);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["users"] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className={styles.dialog} onSubmit={submit}>
      <TextInput
        name="name"
        label={t`Full name`}
        required
        maxLength={100}
        data-autofocus
        autoComplete="off"
      />
      <TextInput name="email" type="email" label={t`E-mail`} required autoComplete="off" />
      <div>
        <p className={styles.quiet}>
          <Trans>First password. Give it to them; they can change it in their profile.</Trans>
        </p>
        <SecretField label={t`First password`} value={password} />
      </div>
      <Switch
        label={t`Administrator`}
        checked={administrator}
        onChange={(event) => setAdministrator(event.currentTarget.checked)}
      />
      <FormProblem error={add.error} />
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={add.isPending}>
          <Trans>Add member</Trans>
        </Button>
      </div>
    </form>
  );
}

export function NewPassword({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui();
  const [password] = useState(generatePassword);
  const reset = useMutation({
    mutationFn: () => api.updateUser(member.id, { password }),
    onSuccess: () => {
      notify(<Trans>The new password holds from now on</Trans>);
      onClose();
    },
  });
  return (
    <div className={styles.dialog}>
      <p className={styles.empty}>
        <Trans>
          Give it to them. They are signed out everywhere and can change it in their profile.
        </Trans>
      </p>
      <SecretField label={t`New password`} value={password} />
      <FormProblem error={reset.error} />
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={reset.isPending} onClick={() => reset.mutate()}>
          <Trans>Set the password</Trans>
        </Button>
      </div>
    </div>
  );
}
