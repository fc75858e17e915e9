/** `/edit/<node id>`: fetches the node and mounts the editor of its kind over the whole window. */
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, keys, type NodeWithPath } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { stemLength } from "@/files/names";
import { hasEditor } from "@/kinds/registry";
import { useMe } from "@/session/me";
import { editorQuery } from "./ahead";
import { EditorSkeleton } from "./EditorSkeleton";

function Mounted({ node }: { node: NodeWithPath }) {
  const me = useMe();
  const editor = useQuery(editorQuery(node.kind));
  if (editor.isError) {
    return (
      <ErrorState
        title={<Trans>The editor could not be loaded</Trans>}
        hint={
          <Trans>The connection may be gone, or the server was updated. Your file is safe.</Trans>
        }
        onRetry={() => window.location.reload()}
      />
    );
  }
  if (editor.data === undefined) return <EditorSkeleton />;
  const { Editor } = editor.data;
  return <Editor key={node.id} node={node} me={me} path={node.path} />;
}

export function EditPage() {
  const { nodeId } = useParams({ from: "/known/edit/$nodeId" });
  const navigate = useNavigate();
  const node = useQuery({ queryKey: keys.node(nodeId), queryFn: () => api.node(nodeId) });
  const name = node.data?.name;
  const kind = node.data?.kind;

  useEffect(() => {
    if (name !== undefined) document.title = `${name.slice(0, stemLength(name))} · Tongwen`;
  }, [name]);

  useEffect(() => {
    if (kind !== undefined && !hasEditor(kind)) {
      void navigate({ to: "/file/$nodeId", params: { nodeId }, replace: true });
    }
  }, [kind, navigate, nodeId]);

  if (node.isError)
    return <ErrorState error={node.error} onRetry={() => void node.refetch()} home />;
  if (node.data === undefined || !hasEditor(node.data.kind)) return <EditorSkeleton />;
  return <Mounted node={node.data} />;
}
