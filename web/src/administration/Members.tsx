/** The members: found by name, added, changed. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, Modal, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDots, IconSearch, IconUserPlus } from "@tabler/icons-react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useState } from "react";
import { api, type Member } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { ConfirmDialog } from "@/files/ConfirmDialog";
import { explain, size } from "@/i18n";
import { Avatar } from "@/people/Avatar";
import { Section } from "@/profile/Section";
import styles from "@/profile/settings.module.css";
import { useMe } from "@/session/me";
import { NewMember, NewPassword } from "./MemberForms";

const listKey = ["users", "administration"] as const;

type Change = Parameters<typeof api.updateUser>[1];

function useChange(member: Member) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => api.updateUser(member.id, change),
    onSuccess: () => notify(<Trans>Saved</Trans>),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["users"] }),
  });
}

function MemberMenu({ member, onPassword }: { member: Member; onPassword: () => void }) {
  const { t } = useLingui();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const change = useChange(member);
  const myself = member.id === me.user?.id;
  const disabled = Boolean(member.disabled);
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={t`Actions for ${member.name}`} loading={change.isPending}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onPassword}>
            <Trans>Set a new password</Trans>
          </Menu.Item>
          <Menu.Item
            disabled={myself}
            onClick={() => change.mutate({ administrator: member.administrator !== true })}
          >
            {member.administrator === true ? (
              <Trans>Take administration away</Trans>
            ) : (
              <Trans>Make administrator</Trans>
            )}
          </Menu.Item>
          <Menu.Divider />
          {disabled ? (
            <Menu.Item onClick={() => change.mutate({ disabled: false })}>
              <Trans>Let in again</Trans>
            </Menu.Item>
          ) : (
            <Menu.Item color="var(--tw-danger)" disabled={myself} onClick={() => setAsking(true)}>
              <Trans>Lock out</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <ConfirmDialog
          title={<Trans>Lock out {member.name}?</Trans>}
          verb={<Trans>Lock out</Trans>}
          onConfirm={() => change.mutate({ disabled: true })}
          onClose={() => setAsking(false)}
        >
          <Trans>They are signed out at once. Their files stay where they are.</Trans>
        </ConfirmDialog>
      )}
    </>
  );
}

function MemberRow({ member, onPassword }: { member: Member; onPassword: () => void }) {
  const me = useMe();
  return (
    <li className={styles.item} style={{ opacity: member.disabled ? 0.6 : 1 }}>
      <Avatar person={member} size={32} decorative />
      <span className={styles.words}>
        <span>
          {member.id === me.user?.id ? <Trans>{member.name} (you)</Trans> : member.name}
          {member.administrator === true && (
            <span className={styles.badge}>
              <Trans>Administrator</Trans>
            </span>
          )}
          {member.disabled && (
            <span className={styles.badge} data-tone="quiet">
              <Trans>Locked out</Trans>
            </span>
          )}
        </span>
        <span className={styles.quiet}>{member.email}</span>
      </span>
      <span className={styles.figure}>{member.used == null ? "" : size(member.used)}</span>
      <MemberMenu member={member} onPassword={onPassword} />
    </li>
  );
}

export function Members() {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [question] = useDebouncedValue(text.trim(), 150);
  const [adding, setAdding] = useState(false);
  const [resetting, setResetting] = useState<Member | null>(null);
  const list = useInfiniteQuery({
    queryKey: [...listKey, question],
    queryFn: ({ pageParam }) => api.users({ q: question, limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const members = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={<Trans>Members</Trans>}
      hint={
        <Trans>Everyone who can sign in. A member sees their own files and what is shared.</Trans>
      }
      aside={
        <Button leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)}>
          <Trans>Add member</Trans>
        </Button>
      }
    >
      <TextInput
        aria-label={t`Find a member`}
        placeholder={t`Name or e-mail`}
        leftSection={<IconSearch size={18} stroke={1.6} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        style={{ maxInlineSize: 400, marginBlockEnd: 8 }}
      />
      {list.isPending && <Skeleton style={{ blockSize: 56 }} />}
      {list.isError && <p className={styles.empty}>{explain(list.error)}</p>}
      {list.isSuccess && members.length === 0 && (
        <p className={styles.empty}>
          <Trans>Nobody by that name.</Trans>
        </p>
      )}
      <ul className={styles.list}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onPassword={() => setResetting(member)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        size={440}
        title={<Trans>Add member</Trans>}
      >
        <NewMember onClose={() => setAdding(false)} />
      </Modal>
      <Modal
        opened={resetting !== null}
        onClose={() => setResetting(null)}
        size={440}
        title={<Trans>New password for {resetting?.name ?? ""}</Trans>}
      >
        {resetting !== null && (
          <NewPassword member={resetting} onClose={() => setResetting(null)} />
        )}
      </Modal>
    </Section>
  );
}
