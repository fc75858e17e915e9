/** The links to a node: making one, copying it while it is shown, changing and taking back others. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, CopyButton, Menu, Skeleton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconLink, IconLinkPlus, IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, type Link, type NewLink, type Node } from "@/api";
import { notifyProblem } from "@/app/notices";
import { date } from "@/i18n";
import { LinkTerms, type Terms } from "./LinkTerms";
import { RoleMenu } from "./RoleMenu";
import { givableByLink, roleName } from "./roles";
import styles from "./ShareDialog.module.css";

type Shared = Pick<Node, "id" | "role">;

/** The address to hand out: the server's own when it is absolute, else on the host we see it under. */
export function linkAddress(link: Pick<NewLink, "token" | "url">): string {
  if (/^https?:\/\//.test(link.url)) return link.url;
  return new URL(`/s/${encodeURIComponent(link.token)}`, window.location.origin).href;
}

function useStale(node: Shared) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: keys.links(node.id) }),
      queries.invalidateQueries({ queryKey: keys.lists }),
    ]);
}

function Why({ link }: { link: Link }) {
  const folder = link.inherited?.name;
  if (folder !== undefined) return <Trans>Through the folder “{folder}”</Trans>;
  return (
    <>
      {link.expires === null ? (
        <Trans>Never ends</Trans>
      ) : (
        <Trans>Until {date(link.expires)}</Trans>
      )}
      {" · "}
      <Plural value={link.uses} _0="not used yet" one="used once" other="used # times" />
    </>
  );
}

function LinkRow({ node, link }: { node: Shared; link: Link }) {
  const { t } = useLingui();
  const stale = useStale(node);
  const change = useMutation<unknown, Error, () => Promise<unknown>>({
    mutationFn: (act) => act(),
    onError: notifyProblem,
    onSettled: stale,
  });
  const owned = link.inherited === null && givableByLink(node.role).includes(link.role);
  return (
    <li className={styles.link}>
      <span className={styles.linkIcon} aria-hidden="true">
        {link.password ? <IconLock size={16} /> : <IconLink size={16} />}
      </span>
      <span className={styles.who}>
        <span>
          {link.password ? (
            <Trans>Link …{link.hint} with a password</Trans>
          ) : (
            <Trans>Link …{link.hint}</Trans>
          )}
        </span>
        <span className={styles.why}>
          <Why link={link} />
        </span>
      </span>
      {owned ? (
        <RoleMenu
          role={link.role}
          choices={givableByLink(node.role)}
          label={t`Role of the link …${link.hint}: ${roleName(link.role)}`}
          busy={change.isPending}
          onChoose={(role) => change.mutate(() => api.updateLink(link.id, { role }))}
          onRemove={() => change.mutate(() => api.deleteLink(link.id))}
        >
          {(link.password || link.expires !== null) && <Menu.Divider />}
          {link.expires !== null && (
            <Menu.Item
              onClick={() => change.mutate(() => api.updateLink(link.id, { expires: null }))}
            >
              <Trans>Let it never end</Trans>
            </Menu.Item>
          )}
          {link.password && (
            <Menu.Item
              onClick={() => change.mutate(() => api.updateLink(link.id, { password: null }))}
            >
              <Trans>Take the password away</Trans>
            </Menu.Item>
          )}
        </RoleMenu>
      ) : (
        <span className={styles.fixed}>{roleName(link.role)}</span>
      )}
    </li>
  );
}

function Fresh({ link }: { link: NewLink }) {
  const { t } = useLingui();
  const address = linkAddress(link);
  return (
    <div className={styles.fresh} role="status">
      <div className={styles.freshRow}>
        <TextInput
          style={{ flex: 1 }}
          aria-label={t`The new link`}
          value={address}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={address} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
          )}
        </CopyButton>
      </div>
      <span className={styles.note}>
        <Trans>Copy it now: for safety it is shown only this once.</Trans>
      </span>
    </div>
  );
}

export function Links({ node }: { node: Shared }) {
  const [making, setMaking] = useState(false);
  const links = useQuery({ queryKey: keys.links(node.id), queryFn: () => api.links(node.id) });
  const stale = useStale(node);
  const create = useMutation({
    mutationFn: ({ role, expires, password }: Terms) =>
      api.createLink(node.id, { role, expires, ...(password === "" ? {} : { password }) }),
    onSuccess: () => setMaking(false),
    onSettled: stale,
  });
  return (
    <section aria-labelledby="share-links">
      <h3 id="share-links" className={styles.heading}>
        <Trans>Links</Trans>
      </h3>
      {links.isPending && <Skeleton style={{ blockSize: 36 }} />}
      <ul className={styles.list}>
        {links.data?.items.map((link) => (
          <LinkRow key={link.id} node={node} link={link} />
        ))}
      </ul>
      {create.data !== undefined && !making && <Fresh link={create.data} />}
      {making ? (
        <LinkTerms
          choices={givableByLink(node.role)}
          busy={create.isPending}
          error={create.error}
          onSubmit={(terms) => create.mutate(terms)}
          onCancel={() => setMaking(false)}
        />
      ) : (
        <Button
          variant="default"
          style={{ marginBlockStart: 8 }}
          leftSection={<IconLinkPlus size={18} />}
          onClick={() => {
            create.reset();
            setMaking(true);
          }}
        >
          <Trans>New link</Trans>
        </Button>
      )}
    </section>
  );
}
