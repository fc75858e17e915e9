/** Who has access to a node and why; giving it to people and by link, and taking it away. */
import { Trans } from "@lingui/react/macro";
import { Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, keys, type Node } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { useNarrow } from "@/app/useNarrow";
import { Access } from "./Access";
import { Invite } from "./Invite";
import { Links } from "./Links";
import { mayShare } from "./roles";
import styles from "./ShareDialog.module.css";

export interface ShareDialogProps {
  node: Pick<Node, "id" | "name" | "kind" | "role" | "owner">;
  opened: boolean;
  onClose: () => void;
}

function Waiting() {
  return (
    <div className={styles.waiting}>
      {[180, 140, 160].map((inlineSize) => (
        <div className={styles.person} key={inlineSize}>
          <Skeleton circle style={{ inlineSize: 32, blockSize: 32 }} />
          <Skeleton style={{ inlineSize, blockSize: 14 }} />
        </div>
      ))}
    </div>
  );
}

function Content({ node }: Pick<ShareDialogProps, "node">) {
  const grants = useQuery({ queryKey: keys.grants(node.id), queryFn: () => api.grants(node.id) });
  const sharing = mayShare(node.role);
  if (grants.isError) {
    return <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />;
  }
  return (
    <div className={styles.content}>
      {sharing && <Invite node={node} grants={grants.data?.items ?? []} />}
      <section aria-labelledby="share-access">
        <h3 id="share-access" className={styles.heading}>
          <Trans>Who has access</Trans>
        </h3>
        {grants.data === undefined ? (
          <Waiting />
        ) : (
          <Access node={node} owner={grants.data.owner} grants={grants.data.items} />
        )}
      </section>
      {sharing && <Links node={node} />}
    </div>
  );
}

export function ShareDialog({ node, opened, onClose }: ShareDialogProps) {
  const small = useNarrow();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={560}
      fullScreen={small}
      title={
        <span className={styles.title}>
          <Trans>Share “{node.name}”</Trans>
        </span>
      }
    >
      <Content node={node} />
    </Modal>
  );
}
