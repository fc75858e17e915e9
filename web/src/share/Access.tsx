/** The people who have access, why, and their roles. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, type Grant, keys, type Node, type Person, type Role } from "@/api";
import { notifyProblem } from "@/app/notices";
import { Avatar } from "@/people/Avatar";
import { useMe } from "@/session/me";
import { RoleMenu } from "./RoleMenu";
import { givable, mayShare, roleName } from "./roles";
import styles from "./ShareDialog.module.css";

interface AccessProps {
  node: Pick<Node, "id" | "role">;
  owner: Person;
  grants: Grant[];
}

function Who({ person, why }: { person: Person; why?: ReactNode }) {
  const me = useMe();
  return (
    <>
      <Avatar person={person} size={32} decorative />
      <span className={styles.who}>
        <span>{person.id === me.user?.id ? <Trans>{person.name} (you)</Trans> : person.name}</span>
        <span className={styles.why}>{why ?? person.email}</span>
      </span>
    </>
  );
}

function GrantRow({ node, grant }: { node: Pick<Node, "id" | "role">; grant: Grant }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const change = useMutation<unknown, Error, Role | null>({
    mutationFn: (role) =>
      role === null
        ? api.removeGrant(node.id, grant.user.id)
        : api.setGrant(node.id, grant.user.id, role),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.grants(node.id) }),
        queries.invalidateQueries({ queryKey: keys.lists }),
      ]),
    onError: notifyProblem,
  });
  const folder = grant.inherited?.name;
  const why = folder === undefined ? undefined : <Trans>Through the folder “{folder}”</Trans>;
  const choices = givable(node.role);
  const fixed = grant.inherited !== null || !mayShare(node.role) || !choices.includes(grant.role);
  return (
    <li className={styles.person}>
      <Who person={grant.user} why={why} />
      {fixed ? (
        <span className={styles.fixed}>{roleName(grant.role)}</span>
      ) : (
        <RoleMenu
          role={grant.role}
          choices={choices}
          label={t`Role of ${grant.user.name}: ${roleName(grant.role)}`}
          busy={change.isPending}
          onChoose={(role) => change.mutate(role)}
          onRemove={node.role === "owner" ? () => change.mutate(null) : undefined}
        />
      )}
    </li>
  );
}

export function Access({ node, owner, grants }: AccessProps) {
  const others = grants.filter((grant) => grant.user.id !== owner.id);
  return (
    <ul className={styles.list}>
      <li className={styles.person}>
        <Who person={owner} />
        <span className={styles.fixed}>{roleName("owner")}</span>
      </li>
      {others.map((grant) => (
        <GrantRow key={`${grant.user.id} ${grant.inherited?.id ?? ""}`} node={node} grant={grant} />
      ))}
    </ul>
  );
}
