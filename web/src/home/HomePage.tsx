/** Home: what I worked on lately. */
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "@/api";

export function HomePage() {
  const recent = useQuery({ queryKey: keys.recent, queryFn: () => api.recent() });
  return (
    <ul>
      {recent.data?.items.map((node) => (
        <li key={node.id}>
          <a href={`/edit/${node.id}`}>{node.name}</a>
        </li>
      ))}
    </ul>
  );
}
