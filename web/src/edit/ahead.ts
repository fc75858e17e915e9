/** What an editor's address lets us fetch at once, beside the question who is there instead of after it. */
import { api, keys } from "@/api";
import { queryClient } from "@/app/queries";
import { hasEditor, loadEditor } from "@/kinds/registry";

const EDIT = /^\/edit\/([^/]+)$/;

export const editorQuery = (kind: string) => ({
  queryKey: ["editor", kind],
  queryFn: () => loadEditor(kind),
  staleTime: Number.POSITIVE_INFINITY,
  retry: 1,
});

/** Ask for the document at an editor's address and for the editor of its kind. Failures are asked again by the page. */
export async function openAhead(path: string): Promise<void> {
  const id = EDIT.exec(path)?.[1];
  if (id === undefined) return;
  const query = { queryKey: keys.node(id), queryFn: () => api.node(id) };
  await queryClient.prefetchQuery({ ...query, retry: false });
  const kind = queryClient.getQueryData<{ kind: string }>(query.queryKey)?.kind;
  if (kind !== undefined && hasEditor(kind)) await queryClient.prefetchQuery(editorQuery(kind));
}
