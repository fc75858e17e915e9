/** E-mail and password; used by the sign-in page and by the dialog of an ended session. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api } from "@/api";
import { FormProblem } from "./FormProblem";

export interface SignInFormProps {
  /** The one whose session ended: they need not type it again. */
  email?: string;
  onDone: () => Promise<void>;
}

export function SignInForm({ email, onDone }: SignInFormProps) {
  const { t } = useLingui();
  const entry = useMutation({
    mutationFn: async (form: FormData) => {
      await api.signIn(String(form.get("email") ?? "").trim(), String(form.get("password") ?? ""));
      await onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    entry.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        name="email"
        type="email"
        label={t`E-mail`}
        autoComplete="username"
        defaultValue={email}
        required
        autoFocus={email === undefined}
      />
      <PasswordInput
        name="password"
        label={t`Password`}
        autoComplete="current-password"
        required
        autoFocus={email !== undefined}
        data-autofocus={email === undefined ? undefined : true}
      />
      <FormProblem error={entry.error} />
      <Button type="submit" loading={entry.isPending} fullWidth>
        <Trans>Sign in</Trans>
      </Button>
    </form>
  );
}
