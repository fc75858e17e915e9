/** RFC 9457 problem details as an error that a person can be shown. */

/** What the server, or the way to it, refused. `detail` is in the reader's language. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable word such as `name-taken`; `network` when no answer came. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly values: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title || code);
  }

  /** Whether trying again may help without changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Read an answer that is not a success. Never throws: a proxy's HTML page becomes a `Problem` too. */
export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return problemFrom(response.status, body);
}

export function problemFrom(status: number, body: unknown): Problem {
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    return new Problem(status, `http-${status}`, "", "");
  }
  const { type, code, title, detail, status: _status, ...values } = body as Record<string, unknown>;
  const last = words(type).split(":").at(-1) ?? "";
  return new Problem(
    status,
    words(code) || last || `http-${status}`,
    words(title),
    words(detail),
    values,
  );
}

export function isProblem(error: unknown, ...codes: string[]): error is Problem {
  return error instanceof Problem && (codes.length === 0 || codes.includes(error.code));
}
