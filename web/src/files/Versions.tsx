/** The versions of a file: when, by whom; to download, name, or bring back. */
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Skeleton, TextInput } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { api, keys, type Node, type Version } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { moment, size } from "@/i18n";
import { atLeast } from "@/share/roles";
import { refresh } from "./cache";
import styles from "./DetailsPane.module.css";

const originWords: Record<string, ReturnType<typeof msg>> = {
  upload: msg`Uploaded`,
  create: msg`Created`,
  session: msg`Edited`,
  named: msg`Kept`,
  restore: msg`Brought back`,
  copy: msg`Copied`,
};

function LabelField({
  version,
  onKeep,
}: {
  version: Version;
  onKeep: (label: string | null) => void;
}) {
  const { t } = useLingui();
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") onKeep(version.label);
  };
  return (
    <TextInput
      size="xs"
      aria-label={t`Name of the version`}
      defaultValue={version.label ?? ""}
      autoFocus
      maxLength={100}
      onKeyDown={onKeyDown}
      onBlur={(event) => onKeep(event.currentTarget.value.trim() || null)}
    />
  );
}

function VersionRow({ node, version }: { node: Node; version: Version }) {
  const { t, i18n } = useLingui();
  const [naming, setNaming] = useState(false);
  const queries = useQueryClient();
  const change = useMutation<unknown, Error, () => Promise<unknown>>({
    mutationFn: (act) => act(),
    onError: notifyProblem,
    onSettled: () => refresh(queries, node.id),
  });
  const mayWrite = atLeast(node.role, "editor");
  const origin = originWords[version.origin];
  const number = version.number;
  const keep = (label: string | null) => {
    setNaming(false);
    if (label !== version.label) change.mutate(() => api.nameVersion(node.id, number, label));
  };
  const bringBack = () =>
    change.mutate(() => api.restoreVersion(node.id, number), {
      onSuccess: () => notify(<Trans>Version {number} is the current one again</Trans>),
    });
  return (
    <li className={styles.version}>
      <div>
        {naming ? (
          <LabelField version={version} onKeep={keep} />
        ) : (
          <div>
            <span className={version.label === null ? undefined : styles.label}>
              {version.label ?? (version.current ? t`Current version` : t`Version ${number}`)}
            </span>
          </div>
        )}
        <div className={styles.quiet}>
          {moment(version.created)} · {version.author.name}
          {origin === undefined ? "" : ` · ${i18n._(origin)}`} · {size(version.size)}
        </div>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t`Actions for version ${number}`} size={28}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={api.contentAddress(node.id, { version: number })}
            download={node.name}
          >
            <Trans>Download</Trans>
          </Menu.Item>
          {mayWrite && (
            <Menu.Item onClick={() => setNaming(true)}>
              <Trans>Name this version</Trans>
            </Menu.Item>
          )}
          {mayWrite && !version.current && (
            <Menu.Item onClick={bringBack}>
              <Trans>Bring this version back</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

export function Versions({ node }: { node: Node }) {
  const versions = useQuery({
    queryKey: [...keys.versions(node.id), node.version],
    queryFn: () => api.versions(node.id),
    // The rows stay while a newer list comes: a menu open in one would close under the pointer.
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.section}>
      <h3>
        <Trans>Versions</Trans>
      </h3>
      {versions.isPending && <Skeleton style={{ blockSize: 44 }} />}
      {versions.isError && (
        <p className={styles.quiet}>
          <Trans>The versions could not be read just now.</Trans>
        </p>
      )}
      <ul className={styles.versions}>
        {versions.data?.items.map((version) => (
          <VersionRow key={version.number} node={node} version={version} />
        ))}
      </ul>
    </section>
  );
}
