/** The browsers in which I am signed in. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconDeviceLaptop } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type BrowserSession, keys } from "@/api";
import { notifyProblem } from "@/app/notices";
import { explain, moment } from "@/i18n";
import { agentName } from "./agent";
import { Section } from "./Section";
import styles from "./settings.module.css";

function BrowserRow({ session }: { session: BrowserSession }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.endSession(session.id),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
  const name = agentName(session.agent) || t`Unknown browser`;
  return (
    <li className={styles.item}>
      <span className={styles.icon} aria-hidden="true">
        <IconDeviceLaptop size={18} stroke={1.6} />
      </span>
      <span className={styles.words}>
        <span>
          {name}
          {session.current && (
            <span className={styles.badge}>
              <Trans>This browser</Trans>
            </span>
          )}
        </span>
        <span className={styles.quiet}>
          {session.address} · {moment(session.seen)}
        </span>
      </span>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          loading={end.isPending}
          aria-label={t`Sign out ${name}`}
          onClick={() => end.mutate()}
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  );
}

export function Browsers() {
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: api.sessions });
  return (
    <Section
      title={<Trans>Where I am signed in</Trans>}
      hint={<Trans>Sign out what you do not know, then change the password.</Trans>}
    >
      {sessions.isPending && <Skeleton style={{ blockSize: 56 }} />}
      {sessions.isError && <p className={styles.empty}>{explain(sessions.error)}</p>}
      <ul className={styles.list}>
        {sessions.data?.items.map((session) => (
          <BrowserRow key={session.id} session={session} />
        ))}
      </ul>
    </Section>
  );
}
