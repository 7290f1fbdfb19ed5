import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/*
 * A connection pooler between a client and a PostgreSQL server, as far as it matters here: each client has two sessions of the server, and
 * between transactions the pooler may go over from the first to the second. Its user must need no password.
 */

export interface Habits {
  /** Tells the client of a process that it made up, as poolers do. */
  readonly inventsProcess?: boolean;
  /** Goes over after the first statement that contains this. */
  readonly changesAfter?: string;
}

interface Message {
  readonly tag: string;
  readonly bytes: Buffer;
}

/** What a server says, message by message. */
function* messages(buffered: { bytes: Buffer }): Generator<Message> {
  while (buffered.bytes.length >= 5) {
    const length = 1 + buffered.bytes.readInt32BE(1);
    if (buffered.bytes.length < length) return;
    const bytes = buffered.bytes.subarray(0, length);
    buffered.bytes = buffered.bytes.subarray(length);
    yield { tag: String.fromCharCode(bytes[0] ?? 0), bytes };
  }
}

const withOtherProcess = ({ tag, bytes }: Message): Buffer => {
  if (tag !== 'K') return bytes;
  const changed = Buffer.from(bytes);
  changed.writeInt32BE(bytes.readInt32BE(5) + 1, 5);
  return changed;
};

export class Pooler {
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #habits: Habits = {};

  private constructor(server: Server, target: { readonly host: string; readonly port: number }) {
    this.#server = server;
    this.#target = target;
  }

  static async before(url: string): Promise<Pooler> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const pooler = new Pooler(server, { host: hostname, port: Number(port) });
    server.on('connection', (client) => pooler.#serve(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return pooler;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  behave(habits: Habits): void {
    this.#habits = habits;
  }

  #serve(client: Socket): void {
    const sessions = [connect(this.#target), connect(this.#target)] as const;
    for (const socket of [client, ...sessions]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    let [current, begun, changing] = [0, false, false];
    client.on('data', (data) => {
      const { changesAfter } = this.#habits;
      changing ||= changesAfter !== undefined && data.includes(changesAfter);
      if (begun) sessions[current]?.write(data);
      // The first message of a client, its user and database, is for both.
      else for (const session of sessions) session.write(data);
      begun = true;
    });
    client.on('end', () => client.end());
    for (const [index, session] of sessions.entries()) {
      const buffered = { bytes: Buffer.alloc(0) };
      let ready = false;
      session.on('data', (data) => {
        buffered.bytes = Buffer.concat([buffered.bytes, data]);
        for (const message of messages(buffered)) {
          const isReady = message.tag === 'Z';
          // What the second session says at its beginning nobody has asked for.
          if (ready || index === 0)
            client.write(this.#habits.inventsProcess === true ? withOtherProcess(message) : message.bytes);
          if (isReady && ready && changing && message.bytes[5] === 0x49) current = 1;
          ready ||= isReady;
        }
      });
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
