/** Peers of a live document that are no pages: Yjs programs in Node. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** A Y.Doc with the ways to read and write its `body`. */
class Peer {
  constructor(document, provider, end) {
    Object.assign(this, { document, provider, end });
    this.denied = null;
  }

  get body() {
    return this.document.getXmlFragment("body");
  }

  /** Append a paragraph. */
  write(words) {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(words)]);
    this.document.transact(() => this.body.insert(this.body.length, [paragraph]));
  }

  read() {
    return this.body.toString();
  }

  close() {
    this.provider.destroy();
    this.end();
    this.document.destroy();
  }
}

/** `@hocuspocus/provider` on a document named `<node id>/<part>`; `headers` go with the handshake. */
export function hocuspocus(server, name, token, headers = {}) {
  const document = new Y.Doc();
  const socket = new HocuspocusProviderWebsocket({
    url: `${server.url.replace("http", "ws")}/sync`,
    WebSocketPolyfill: class extends WebSocket {
      constructor(address) {
        super(address, { headers });
      }
    },
    delay: 200,
    minDelay: 100,
    maxDelay: 500,
  });
  const peer = new Peer(document, null, () => socket.destroy());
  peer.provider = new HocuspocusProvider({
    websocketProvider: socket,
    name,
    document,
    token,
    onAuthenticationFailed: ({ reason }) => {
      peer.denied = reason;
    },
  });
  peer.provider.attach();
  return peer;
}

/** Plain `y-websocket`. */
export function yWebsocket(server, node, token, part = "body") {
  const document = new Y.Doc();
  const provider = new WebsocketProvider(
    `${server.url.replace("http", "ws")}/sync/${node}`,
    part,
    document,
    { WebSocketPolyfill: WebSocket, params: { token }, disableBc: true },
  );
  return new Peer(document, provider, () => {});
}

/** A program that uses the session of somebody's browser, as one who forges edits would. */
export async function providerOfSession(person, name) {
  const { server, context } = person;
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name: key, value }) => `${key}=${value}`).join("; ");
  const { csrf } = await (await context.request.get(`${server.url}/api/v1/session`)).json();
  return hocuspocus(server, name, csrf, { cookie, origin: server.url });
}
