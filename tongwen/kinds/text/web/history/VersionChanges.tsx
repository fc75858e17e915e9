/** Over an earlier version of a text: whose changes it shows, and the way through them. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Switch, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { isProblem } from "@/api";
import { coloursOf, contributorName } from "@/editor/history/contributors";
import { explain } from "@/i18n";
import { Avatar } from "@/people/Avatar";
import { stopsByPerson } from "./stops";
import type { OpenVersion } from "./useVersion";
import styles from "./VersionView.module.css";

const LEGEND = 6;

/** Why no changes are coloured, or null when they are. */
function useNoChanges({ changes, viewer, stops }: OpenVersion): string | null {
  const { t } = useLingui();
  if (changes.isError) {
    if (isProblem(changes.error, "history-forgotten"))
      return t`Who changed what is no longer kept for this version.`;
    return explain(changes.error);
  }
  if (!changes.data || !viewer) return t`Looking for changes…`;
  if (!changes.data.traced) return t`A file that was brought here: its changes are not known.`;
  return stops.length === 0 ? t`No changes in the text since the version before.` : null;
}

function Legend({ version }: { version: OpenVersion }) {
  const { t, i18n } = useLingui();
  const counts = stopsByPerson(version.stops, version.people.length);
  const colours = coloursOf(version.people);
  const people = version.people
    .map((person, index) => ({ person, color: colours[index] ?? 0, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const more = people.length - LEGEND;
  return (
    <ul className={styles.legend} aria-label={t`People who changed something`}>
      {people.slice(0, LEGEND).map(({ person, color, count }) => {
        const name = contributorName(person);
        return (
          <li key={person.id + name} className={styles.person}>
            <Avatar person={{ id: person.id, name }} color={color} size={20} decorative />
            <span className={styles.personName}>{name}</span>
            <span className={styles.count}>{i18n.number(count)}</span>
          </li>
        );
      })}
      {more > 0 && <li className={styles.count}>+{i18n.number(more)}</li>}
    </ul>
  );
}

function Going({ version }: { version: OpenVersion }) {
  const { t, i18n } = useLingui();
  const { stops, current, go } = version;
  const changes = stops.length;
  const count = i18n.number(changes);
  const at = i18n.number(current + 1);
  return (
    <div className={styles.going} data-changes={stops.length}>
      <span className={styles.count} role="status">
        {current < 0 ? (
          <Plural value={changes} one="# change" other="# changes" />
        ) : (
          <Trans>
            {at} of {count}
          </Trans>
        )}
      </span>
      <Tooltip label={`${t`Previous change`} (Alt+↑)`}>
        <ActionIcon size={28} aria-label={t`Previous change`} onClick={() => go(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t`Next change`} (Alt+↓)`}>
        <ActionIcon size={28} aria-label={t`Next change`} onClick={() => go(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** What changed and by whom, and the way from change to change. */
export function VersionChanges({ version }: { version: OpenVersion }) {
  const { t } = useLingui();
  const none = useNoChanges(version);
  return (
    <div className={styles.line}>
      {none === null ? <Legend version={version} /> : <p className={styles.none}>{none}</p>}
      {none === null && (
        <>
          <Switch
            size="xs"
            label={t`Show edits`}
            checked={version.shown}
            onChange={(event) => version.setShown(event.currentTarget.checked)}
          />
          <Going version={version} />
        </>
      )}
    </div>
  );
}
