/** A wire between a browser and the server, which tests can cut. */
import { connect, createServer } from "node:net";

export class Wire {
  /** A way to the server with an address of its own. */
  static async to(server) {
    const wire = new Wire();
    wire.sockets = new Set();
    wire.plugged = true;
    wire.listener = createServer((near) => wire.join(near, server.port));
    await new Promise((done) => wire.listener.listen(0, "127.0.0.1", done));
    wire.url = `http://127.0.0.1:${wire.listener.address().port}`;
    return wire;
  }

  join(near, port) {
    if (!this.plugged) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      this.sockets.add(one);
      one.pipe(other);
      one.on("error", () => {});
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }

  /** Break every connection. */
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Break every connection and take no new ones, as when the network is gone. */
  unplug() {
    this.plugged = false;
    this.cut();
  }

  plug() {
    this.plugged = true;
  }

  async close() {
    this.unplug();
    await new Promise((done) => this.listener.close(done));
  }
}
