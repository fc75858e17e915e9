/** `/profile`: my name and language, password, signed-in browsers, API tokens. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { api, keys } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { isLocale, type Locale, locales } from "@/i18n";
import { FormProblem } from "@/session/FormProblem";
import { useMe } from "@/session/me";
import { PasswordStrength } from "@/session/PasswordStrength";
import { shortest } from "@/session/password";
import { useSpeak } from "@/shell/TopBar";
import { Browsers } from "./Browsers";
import { Section } from "./Section";
import styles from "./settings.module.css";
import { Tokens } from "./Tokens";

function Name() {
  const { t, i18n } = useLingui();
  const me = useMe();
  const turn = useSpeak();
  const queries = useQueryClient();
  const [name, setName] = useState(me.user?.name ?? "");
  const save = useMutation({
    mutationFn: () => api.updateMe({ name: name.trim() }),
    onSuccess: () => notify(<Trans>Saved</Trans>),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.me }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t`Your name`}
        value={name}
        required
        maxLength={100}
        autoComplete="name"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput label={t`E-mail`} value={me.user?.email ?? ""} readOnly variant="filled" />
      <Select
        label={t`Language`}
        description={t`Follows you to every browser you sign in with.`}
        value={i18n.locale}
        data={(Object.keys(locales) as Locale[]).map((value) => ({ value, label: locales[value] }))}
        onChange={(value) => {
          if (isLocale(value)) turn(value);
        }}
      />
      <Button
        type="submit"
        loading={save.isPending}
        disabled={name.trim() === "" || name.trim() === me.user?.name}
      >
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}

function Password() {
  const { t } = useLingui();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => api.changePassword(current, next),
    onSuccess: () => {
      notify(<Trans>The password was changed. Your other browsers were signed out.</Trans>);
      setCurrent("");
      setNext("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <PasswordInput
        label={t`Current password`}
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <div>
        <PasswordInput
          label={t`New password`}
          autoComplete="new-password"
          required
          minLength={shortest}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <PasswordStrength password={next} />
      </div>
      <FormProblem error={change.error} />
      <Button type="submit" variant="default" loading={change.isPending}>
        <Trans>Change the password</Trans>
      </Button>
    </form>
  );
}

export function ProfilePage() {
  const { t } = useLingui();
  useEffect(() => {
    document.title = `${t`Profile and security`} · Tongwen`;
  }, [t]);
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Profile and security</Trans>
      </h1>
      <Section title={<Trans>About me</Trans>}>
        <Name />
      </Section>
      <Section
        title={<Trans>Password</Trans>}
        hint={<Trans>Changing it signs out all your other browsers.</Trans>}
      >
        <Password />
      </Section>
      <Browsers />
      <Tokens />
    </div>
  );
}
