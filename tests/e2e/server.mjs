/** A real server process for browser tests: started, killed, started again over the same data. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PYTHON = join(process.cwd(), ".venv/bin/python");

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Start a PostgreSQL of our own: `crash()` it, `startAgain()`; `stop()` ends it. */
export async function startPostgres() {
  const child = spawn(PYTHON, ["-m", "tests.e2e.postgres"], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("PostgreSQL ended");
    return value;
  };
  const tell = async (act) => {
    child.stdin.write(`${act}\n`);
    await line();
  };
  return {
    url: await line(),
    crash: () => tell("crash"),
    startAgain: () => tell("start"),
    stop: async () => {
      const ended = new Promise((done) => child.on("exit", done));
      child.stdin.end();
      await ended;
    },
  };
}

export class Server {
  constructor(port, data, database) {
    this.port = port;
    this.data = data;
    this.database = database;
    this.url = `http://127.0.0.1:${port}`;
    this.log = "";
  }

  static async start({ database = "" } = {}) {
    const data = await mkdtemp(join(tmpdir(), "tongwen-e2e-"));
    const server = new Server(await freePort(), data, database);
    await server.begin();
    return server;
  }

  /** Run the program until it answers. */
  async begin() {
    const given = ["-m", "tongwen", "serve", "--data", this.data, "--port", String(this.port)];
    if (this.database) given.push("--database", this.database);
    this.process = spawn(PYTHON, given, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (piece) => {
        this.log += piece;
      });
    }
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.process.exitCode !== null) throw new Error(`the server ended:\n${this.log}`);
      try {
        const answer = await fetch(`${this.url}/api/v1/health`);
        if (answer.ok) return;
      } catch {
        // not listening yet
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`the server does not answer:\n${this.log}`);
  }

  /** As a power cut would. */
  async kill() {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((done) => this.process.once("exit", done));
      this.process.kill("SIGTERM");
      await ended;
    }
    await rm(this.data, { recursive: true, force: true });
  }

  /** Call the API as a program: `token` may be null. */
  async call(method, path, { token = null, body, raw, headers = {} } = {}) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const type = answer.headers.get("content-type") ?? "";
    if (answer.status === 204) return null;
    return type.includes("json") ? answer.json() : Buffer.from(await answer.arrayBuffer());
  }
}
