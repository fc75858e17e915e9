/** A folder's content. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api, keys } from "@/api";

export function FolderPage() {
  const { nodeId } = useParams({ from: "/known/folder/$nodeId" });
  const children = useQuery({
    queryKey: keys.children(nodeId, "name"),
    queryFn: () => api.children(nodeId, { sort: "name" }),
  });
  return (
    <ul>
      {children.data?.items.map((node) => (
        <li key={node.id}>{node.name}</li>
      ))}
    </ul>
  );
}
