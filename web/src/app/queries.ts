/** The one store of answers, and when a failed question is asked again. */
import { QueryClient } from "@tanstack/react-query";
import { api, keys, Problem } from "@/api";

export function worthRetrying(failures: number, error: unknown): boolean {
  return error instanceof Problem && error.passing && error.status !== 429 && failures < 2;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, gcTime: 10 * 60_000, retry: worthRetrying },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export const queryClient = createQueryClient();

export const meQuery = {
  queryKey: keys.me,
  queryFn: api.me,
  staleTime: 60_000,
} as const;
