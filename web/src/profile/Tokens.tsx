/** My API tokens: for programs that work in my name. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Select, Skeleton, TextInput } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, keys, type Token, type TokenScope } from "@/api";
import { notifyProblem } from "@/app/notices";
import { ConfirmDialog } from "@/files/ConfirmDialog";
import { date, explain, moment } from "@/i18n";
import { FormProblem } from "@/session/FormProblem";
import { useMe } from "@/session/me";
import { type Expiry, expiresAt, expiryWords, isExpiry } from "@/share/expiry";
import { SecretField } from "./SecretField";
import { Section } from "./Section";
import styles from "./settings.module.css";

const scopes: Record<TokenScope, MessageDescriptor> = {
  read: msg`Read only`,
  write: msg`Read and write`,
  admin: msg`Everything, also administration`,
};

function TokenRow({ token }: { token: Token }) {
  const { t, i18n } = useLingui();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.deleteToken(token.id),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.tokens }),
  });
  const lastUsed = token.used === null ? t`never used` : t`used ${moment(token.used)}`;
  const ends = token.expires === null ? t`never ends` : t`until ${date(token.expires)}`;
  return (
    <li className={styles.item}>
      <span className={styles.icon} aria-hidden="true">
        <IconKey size={18} stroke={1.6} />
      </span>
      <span className={styles.words}>
        <span>{token.name}</span>
        <span className={styles.quiet}>
          …{token.hint} · {i18n._(scopes[token.scope])} · {lastUsed} · {ends}
        </span>
      </span>
      <Button
        variant="default"
        size="xs"
        aria-label={t`Delete the token ${token.name}`}
        loading={remove.isPending}
        onClick={() => setAsking(true)}
      >
        <Trans>Delete</Trans>
      </Button>
      {asking && (
        <ConfirmDialog
          title={<Trans>Delete “{token.name}”?</Trans>}
          verb={<Trans>Delete</Trans>}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          <Trans>Programs that use this token stop working at once.</Trans>
        </ConfirmDialog>
      )}
    </li>
  );
}

function NewToken({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const me = useMe();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<TokenScope>("write");
  const [expiry, setExpiry] = useState<Expiry>("never");
  const create = useMutation({
    mutationFn: () => api.createToken({ name: name.trim(), scope, expires: expiresAt(expiry, "") }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.tokens }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const choices = (Object.keys(scopes) as TokenScope[]).filter(
    (value) => value !== "admin" || me.user?.administrator === true,
  );
  if (create.data !== undefined) {
    return (
      <div className={styles.dialog}>
        <p className={styles.empty}>
          <Trans>Copy the token now: for safety it is shown only this once.</Trans>
        </p>
        <SecretField label={t`Token`} value={create.data.token} />
        <div className={styles.foot}>
          <Button onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className={styles.dialog} onSubmit={submit}>
      <TextInput
        label={t`What is it for?`}
        placeholder={t`Backup script`}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t`It may`}
        value={scope}
        onChange={(value) => setScope((value as TokenScope | null) ?? "write")}
        data={choices.map((value) => ({ value, label: i18n._(scopes[value]) }))}
      />
      <Select
        label={t`Until`}
        value={expiry}
        onChange={(value) => setExpiry(isExpiry(value) ? value : "never")}
        data={Object.entries(expiryWords)
          .filter(([value]) => value !== "date")
          .map(([value, label]) => ({ value, label: i18n._(label) }))}
      />
      <FormProblem error={create.error} />
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={create.isPending}>
          <Trans>Create the token</Trans>
        </Button>
      </div>
    </form>
  );
}

export function Tokens() {
  const [making, setMaking] = useState(false);
  const tokens = useQuery({ queryKey: keys.tokens, queryFn: api.tokens });
  return (
    <Section
      title={<Trans>API tokens</Trans>}
      hint={<Trans>With a token a program works in your name, with your rights.</Trans>}
      aside={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => setMaking(true)}
        >
          <Trans>New token</Trans>
        </Button>
      }
    >
      {tokens.isPending && <Skeleton style={{ blockSize: 56 }} />}
      {tokens.isError && <p className={styles.empty}>{explain(tokens.error)}</p>}
      {tokens.data?.items.length === 0 && (
        <p className={styles.empty}>
          <Trans>No tokens yet.</Trans>
        </p>
      )}
      <ul className={styles.list}>
        {tokens.data?.items.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        size={440}
        title={<Trans>New token</Trans>}
      >
        <NewToken onClose={() => setMaking(false)} />
      </Modal>
    </Section>
  );
}
