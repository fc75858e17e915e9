/** One way to the server: base address, CSRF, language, problem details, and word of a lost session. */
import { Problem, readProblem } from "./problem";

export const base = "/api/v1";

type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** A 401 here is an answer about the password, not a lost session. */
  signingIn?: boolean;
}

let csrf: string | null = null;
const sessionEnded = new Set<() => void>();
const reachability = new Set<(reached: boolean) => void>();

export function setCsrf(token: string | null): void {
  csrf = token;
}

export function currentCsrf(): string | null {
  return csrf;
}

/** Call `listener` when a call is refused because nobody is signed in any more. Returns the way out. */
export function onSessionEnded(listener: () => void): () => void {
  sessionEnded.add(listener);
  return () => sessionEnded.delete(listener);
}

/** Hear after every call whether an answer came. Returns the way out. */
export function onReach(listener: (reached: boolean) => void): () => void {
  reachability.add(listener);
  return () => reachability.delete(listener);
}

function tellReach(reached: boolean): void {
  for (const listener of reachability) listener(reached);
}

export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

/** The headers that every call carries, for those who do not use `fetch` (tus). */
export function callHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang };
  if (csrf !== null && method !== "GET" && method !== "HEAD") headers["X-CSRF-Token"] = csrf;
  return headers;
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers = { ...callHeaders(method), ...options.headers };
  let body = options.body;
  if (options.json !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(options.json);
  }
  try {
    const response = await fetch(address(path, options.query), {
      method,
      headers,
      body: body ?? null,
      credentials: "same-origin",
      signal: options.signal ?? null,
    });
    tellReach(true);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    tellReach(false);
    throw new Problem(0, "network", "", "");
  }
}

async function accepted(method: string, path: string, options: Options): Promise<Response> {
  const response = await send(method, path, options);
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.status === 401 && options.signingIn !== true) {
    for (const listener of sessionEnded) listener();
  }
  throw problem;
}

/**
 * Call the API and return the parsed answer, `undefined` for an empty one.
 *
 * Throws a `Problem` for every refusal, with code `network` when no answer came.
 */
export async function call<Answer>(
  method: string,
  path: string,
  options: Options = {},
): Promise<Answer> {
  const response = await accepted(method, path, options);
  if (response.status === 204) return undefined as Answer;
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** The same for an answer that is bytes. */
export async function callBytes(path: string, options: Options = {}): Promise<Uint8Array> {
  const response = await accepted("GET", path, options);
  return new Uint8Array(await response.arrayBuffer());
}
