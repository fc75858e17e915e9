/** Sends one file by tus 1.0: in pieces, going on after a broken connection or a reload of the page. */
import { DetailedError, Upload } from "tus-js-client";
import { address, api, callHeaders, Problem, problemFrom } from "@/api";
import type { Reports, Transfer, Wish } from "./queue";

const piece = 32 * 1024 * 1024; // bytes a PATCH: what is lost at most when a proxy cuts a request

function problemOf(error: Error | DetailedError): Problem {
  if (!(error instanceof DetailedError) || !error.originalResponse) {
    return new Problem(0, "network", "", "");
  }
  const response = error.originalResponse;
  let body: unknown = null;
  try {
    body = JSON.parse(response.getBody());
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
  }
  return problemFrom(response.getStatus(), body);
}

/** A dropped folder's file is another upload than the same file beside it, and for another person too. */
function fingerprint({ file, path, folder }: Wish): string {
  return ["tongwen", folder.id, path, file.name, file.size, file.lastModified].join("/");
}

async function versionOf(nodeId: string | null): Promise<number | null> {
  if (nodeId === null) return null;
  return api.node(nodeId).then(
    ({ version }) => version,
    () => null,
  );
}

export function sendByTus(wish: Wish, reports: Reports): Transfer {
  const { file, path, folder } = wish;
  let nodeId: string | null = null;
  const upload = new Upload(file, {
    endpoint: address("/uploads"),
    metadata: {
      parent: folder.id,
      filename: file.name,
      ...(path === "" ? {} : { relativePath: path }),
    },
    chunkSize: piece,
    retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000],
    removeFingerprintOnSuccess: true,
    fingerprint: async () => fingerprint(wish),
    onBeforeRequest(request) {
      for (const [name, value] of Object.entries(callHeaders(request.getMethod()))) {
        request.setHeader(name, value);
      }
    },
    onAfterResponse(_request, response) {
      nodeId = response.getHeader("Tongwen-Node") ?? nodeId;
    },
    onShouldRetry(error) {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
    },
    onProgress: (sent) => reports.onProgress(sent),
    onSuccess: () => void versionOf(nodeId).then((version) => reports.onDone({ nodeId, version })),
    onError: (error) => reports.onFailed(problemOf(error)),
  });
  void upload.findPreviousUploads().then((found) => {
    const previous = found[0];
    if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
    upload.start();
  });
  return {
    // The server may be gone just when we ask it to forget; it forgets by itself after a while.
    stop: (forget) => upload.abort(forget).catch(() => {}),
  };
}
