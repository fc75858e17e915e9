/** The people in the document: a few faces in the title row, the others in a list that can be searched. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Popover, TextInput, Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Avatar } from "@/people/Avatar";
import styles from "./EditorFrame.module.css";
import list from "./Peers.module.css";
import type { Peer } from "./people";
import { type Presence, usePeers } from "./presence";
import { usePhone } from "./usePhone";

export interface PeersProps {
  presence: Presence;
  /** The client of whom one follows. */
  followed: number | null;
  onFollow: (peer: Peer) => void;
}

const FACES = 5;
const FACES_ON_PHONE = 1;
/** Rows of the list; an audience of hundreds is searched, not scrolled through. */
const ROWS = 60;
/** From here on there is a field to search in. */
const MANY = 8;

/** The people whose names hold all the words. */
export function peersMatching(peers: readonly Peer[], wanted: string): Peer[] {
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return peers.filter((peer) => {
    const name = peer.name.toLocaleLowerCase();
    return words.every((word) => name.includes(word));
  });
}

function Row({ peer, followed, onFollow }: { peer: Peer } & Omit<PeersProps, "presence">) {
  const { t } = useLingui();
  const following = peer.clientId === followed;
  return (
    <li>
      <button
        type="button"
        className={list.row}
        disabled={!peer.present && !following}
        aria-pressed={following}
        onClick={() => onFollow(peer)}
        data-person={peer.name}
      >
        <Avatar person={peer} color={peer.color} size={26} decorative />
        <span className={list.name}>{peer.name}</span>
        <span className={list.verb}>
          {following ? t`Stop following` : peer.present ? t`Follow` : t`Reading`}
        </span>
      </button>
    </li>
  );
}

function PeopleList({ presence, ...following }: PeersProps) {
  const { t } = useLingui();
  const peers = usePeers(presence);
  const [wanted, setWanted] = useState("");
  const found = peersMatching(peers, wanted);
  const more = found.length - ROWS;
  const others = peers.length;
  return (
    <div className={list.list}>
      <h2 className={list.heading}>
        <Plural value={others} one="# other person is here" other="# others are here" />
      </h2>
      {peers.length > MANY && (
        <TextInput
          size="xs"
          leftSection={<IconSearch size={14} />}
          placeholder={t`Search people`}
          aria-label={t`Search people`}
          value={wanted}
          data-autofocus
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <ul className={list.rows} data-people>
        {found.slice(0, ROWS).map((peer) => (
          <Row key={peer.id} peer={peer} {...following} />
        ))}
      </ul>
      {found.length === 0 && (
        <p className={list.quiet}>
          <Trans>Nobody here has that name.</Trans>
        </p>
      )}
      {more > 0 && (
        <p className={list.quiet}>
          <Plural
            value={more}
            one="and # more: search by name"
            other="and # more: search by name"
          />
        </p>
      )}
    </div>
  );
}

export function Peers({ presence, followed, onFollow }: PeersProps) {
  const { t } = useLingui();
  const [listed, setListed] = useState(false);
  const peers = usePeers(presence);
  const faces = usePhone() ? FACES_ON_PHONE : FACES;
  // Whom one follows is always among those shown.
  const first = peers.filter((peer) => peer.clientId === followed);
  const shown = [...first, ...peers.filter((peer) => peer.clientId !== followed)].slice(0, faces);
  const more = peers.length - shown.length;
  if (peers.length === 0) return <div className={styles.peers} />;
  return (
    <div className={styles.peers} role="group" aria-label={t`People in this document`}>
      {shown.map((peer) => (
        <Tooltip key={peer.id} label={peer.present ? t`Follow ${peer.name}` : peer.name}>
          <button
            type="button"
            className={
              peer.clientId === followed ? `${styles.peer} ${styles.peerFollowed}` : styles.peer
            }
            aria-pressed={peer.clientId === followed}
            onClick={() => (peer.present || peer.clientId === followed) && onFollow(peer)}
            data-peer={peer.name}
          >
            <Avatar person={peer} color={peer.color} size={26} />
          </button>
        </Tooltip>
      ))}
      {more > 0 && (
        <Popover
          opened={listed}
          onChange={setListed}
          position="bottom-end"
          width={280}
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <button
              type="button"
              className={styles.peersMore}
              onClick={() => setListed((now) => !now)}
              aria-label={t`Everybody who is here, ${more} more`}
            >
              +{more}
            </button>
          </Popover.Target>
          <Popover.Dropdown p={8}>
            <PeopleList
              presence={presence}
              followed={followed}
              onFollow={(peer) => {
                setListed(false);
                onFollow(peer);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  );
}
