/** First run: names the organisation and makes its first administrator. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, isProblem } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { DoorLayout } from "./DoorLayout";
import { enter } from "./enter";
import { FormProblem } from "./FormProblem";
import { PasswordStrength } from "./PasswordStrength";
import { shortest } from "./password";

function SetupForm() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const first = useMutation({
    mutationFn: async (form: FormData) => {
      const value = (name: string) => String(form.get(name) ?? "").trim();
      await api.setup({
        organisation: value("organisation"),
        name: value("name"),
        email: value("email"),
        password,
      });
      await api.updateMe({ language: i18n.locale });
      await enter();
    },
    onSuccess: () => navigate({ to: "/" }),
    onError: (error) => {
      if (isProblem(error, "already-set-up")) void navigate({ to: "/sign-in" });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    first.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        name="organisation"
        label={t`Organisation`}
        placeholder={t`What everyone calls it`}
        autoComplete="organization"
        required
        autoFocus
        maxLength={100}
      />
      <TextInput name="name" label={t`Your name`} autoComplete="name" required maxLength={100} />
      <TextInput
        name="email"
        type="email"
        label={t`E-mail`}
        description={t`You sign in with it.`}
        autoComplete="username"
        required
      />
      <div>
        <PasswordInput
          label={t`Password`}
          autoComplete="new-password"
          required
          minLength={shortest}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordStrength password={password} />
      </div>
      <FormProblem error={first.error} />
      <Button type="submit" loading={first.isPending} fullWidth>
        <Trans>Set up Tongwen</Trans>
      </Button>
    </form>
  );
}

export function SetupPage() {
  const health = useQuery({ queryKey: ["health"], queryFn: api.health, staleTime: 0 });
  if (health.isError)
    return <ErrorState error={health.error} onRetry={() => void health.refetch()} />;
  if (health.data?.setup === false) return <Navigate to="/" replace />;
  return (
    <DoorLayout
      title={<Trans>Welcome. Let us set up your office</Trans>}
      hint={<Trans>You become the first administrator. Everything stays on this server.</Trans>}
    >
      <SetupForm />
    </DoorLayout>
  );
}
