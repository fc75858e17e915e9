/** A server for tests: answers by method and path, and remembers what it was asked. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

type Answer = (asked: Asked) => unknown;

/** An answer that is not 200. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** Keys are `GET /nodes/1`; what is not there is refused with 404 and fails the test that needs it. */
export function serve(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = address.replace("/api/v1", "").replace(/\?.*$/, "");
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : init.body;
    const question = {
      method: init.method ?? "GET",
      path,
      body,
      headers: new Headers(init.headers),
    };
    asked.push(question);
    const result = answers[`${question.method} ${path}`]?.(question);
    if (result instanceof Refusal) {
      return new Response(JSON.stringify(result.body), { status: result.status });
    }
    if (result === undefined) return new Response("{}", { status: 404 });
    return result === null
      ? new Response(null, { status: 204 })
      : new Response(JSON.stringify(result), { status: 200 });
  });
  return asked;
}
