/** `/file/<node id>`: a file that has no editor, over the whole window; where a link to one leads. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, keys } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { useMe } from "@/session/me";
import { Preview } from "./Preview";

export function FilePage() {
  const { nodeId } = useParams({ from: "/known/file/$nodeId" });
  const navigate = useNavigate();
  const router = useRouter();
  const me = useMe();
  const node = useQuery({ queryKey: keys.node(nodeId), queryFn: () => api.node(nodeId) });
  const name = node.data?.name;
  const isFolder = node.data?.kind === "folder";

  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Tongwen`;
  }, [name]);
  useEffect(() => {
    if (isFolder) void navigate({ to: "/folder/$nodeId", params: { nodeId }, replace: true });
  }, [isFolder, navigate, nodeId]);

  if (node.isError)
    return <ErrorState error={node.error} onRetry={() => void node.refetch()} home />;
  if (node.data === undefined || isFolder) return null;
  const above = node.data.path.at(-1);
  const close =
    me.user === null && above === undefined
      ? undefined
      : () => {
          if (router.history.canGoBack()) router.history.back();
          else if (above !== undefined && above.id !== nodeId) {
            void navigate({ to: "/folder/$nodeId", params: { nodeId: above.id } });
          } else void navigate({ to: "/" });
        };
  return <Preview node={node.data} onClose={close} />;
}
