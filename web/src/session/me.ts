/** Who looks at the page. */
import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/api";
import { meQuery } from "@/app/queries";

/** The answer of `GET /me`. Only below routes that have waited for it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (data === undefined) throw new Error("useMe is used outside a signed-in route");
  return data;
}
