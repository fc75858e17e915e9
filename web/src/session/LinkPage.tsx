/** `/s/<token>`: what a share link leads to, its password when it has one, then the file itself. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Skeleton } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef } from "react";
import { api, isProblem, type Kind } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { KindIcon } from "@/kinds/KindIcon";
import { hasEditor } from "@/kinds/registry";
import { DoorLayout } from "./DoorLayout";
import { enter } from "./enter";
import { FormProblem } from "./FormProblem";
import styles from "./LinkPage.module.css";

type Target = { name: string; kind: Kind; password: boolean };

function useOpen(token: string, kind: Kind | undefined) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (password: string | undefined) => {
      const { node } = await api.openLink(token, password);
      await enter();
      return node;
    },
    onSuccess: (nodeId) => {
      const params = { nodeId };
      if (kind === "folder") return navigate({ to: "/folder/$nodeId", params, replace: true });
      if (kind !== undefined && hasEditor(kind)) {
        return navigate({ to: "/edit/$nodeId", params, replace: true });
      }
      return navigate({ to: "/file/$nodeId", params, replace: true });
    },
  });
}

function Gone() {
  return (
    <DoorLayout
      title={<Trans>This link does not lead anywhere any more</Trans>}
      hint={
        <Trans>It has expired or was taken back. Ask the person who sent it for a new one.</Trans>
      }
    >
      <p className={styles.target} role="alert">
        <IconLinkOff size={20} stroke={1.6} aria-hidden="true" />
        <Link to="/">
          <Trans>Go to Home</Trans>
        </Link>
      </p>
    </DoorLayout>
  );
}

function PasswordForm({ target, token }: { target: Target; token: string }) {
  const { t } = useLingui();
  const open = useOpen(token, target.kind);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    open.mutate(String(new FormData(event.currentTarget).get("password") ?? ""));
  };
  return (
    <DoorLayout
      title={<Trans>This link asks for a password</Trans>}
      hint={<Trans>The person who sent the link can tell you.</Trans>}
    >
      <p className={styles.target}>
        <KindIcon kind={target.kind} size={24} />
        <span>{target.name}</span>
      </p>
      <form onSubmit={submit}>
        <PasswordInput name="password" label={t`Password`} autoComplete="off" required autoFocus />
        <FormProblem error={open.error} />
        <Button type="submit" loading={open.isPending} fullWidth>
          <Trans>Open</Trans>
        </Button>
      </form>
    </DoorLayout>
  );
}

function Straight({ target, token }: { target: Target; token: string }) {
  const { mutate, error } = useOpen(token, target.kind);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate(undefined);
  }, [mutate]);
  if (error !== null) return <ErrorState error={error} onRetry={() => mutate(undefined)} />;
  return (
    <DoorLayout title={target.name}>
      <Skeleton className={styles.waiting} />
    </DoorLayout>
  );
}

export function LinkPage() {
  const { token } = useParams({ from: "/s/$token" });
  const target = useQuery({
    queryKey: ["link", token],
    queryFn: () => api.linkTarget(token),
    staleTime: 0,
    gcTime: 0,
  });
  if (isProblem(target.error) && target.error.status === 404) return <Gone />;
  if (target.isError) {
    return <ErrorState error={target.error} onRetry={() => void target.refetch()} />;
  }
  if (target.data === undefined) return null;
  return target.data.password ? (
    <PasswordForm target={target.data} token={token} />
  ) : (
    <Straight target={target.data} token={token} />
  );
}
