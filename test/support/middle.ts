import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Desk } from './desk.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Told {
  readonly status: number;
  readonly text: string;
}

/** Changes a request before the venue has it, and an answer before the program has it; or answers in the venue's stead. */
export interface Tricks {
  readonly instead?: (asked: Asked) => Told | undefined | Promise<Told | undefined>;
  /** Of the path with its query, and of the body. */
  readonly ask?: (text: string) => string;
  readonly tell?: (told: Told, asked: Asked) => Told | Promise<Told>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Stands between the program and a desk's venue on the wire: it sees every request, and plays tricks. */
export class Middle {
  readonly seen: Asked[] = [];
  tricks: Tricks = {};
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Takes the venue's place in the desk's tradeform.yaml. */
  static async before(desk: Desk): Promise<Middle> {
    const venue = desk.url;
    const server = createServer();
    const middle = new Middle(server);
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        const { status, text } = await middle.#serve(desk, request);
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(text);
      } catch {
        // The venue broke the connection: so does whoever stands before it.
        response.destroy();
      }
    };
    server.on('request', (request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replaceAll(venue, `http://127.0.0.1:${port}`));
    return middle;
  }

  async #serve(desk: Desk, request: IncomingMessage): Promise<Told> {
    const [method, path] = [request.method ?? '', request.url ?? ''];
    const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]));
    const asked: Asked = { method, path, headers, body: await textOf(request) };
    this.seen.push(asked);
    const { instead, ask = (text) => text, tell = (told) => told } = this.tricks;
    const own = await instead?.(asked);
    if (own !== undefined) return own;
    const body = asked.body === '' ? {} : { body: ask(asked.body) };
    const response = await desk.paper.fetch(`http://127.0.0.1${ask(path)}`, { method, headers, ...body });
    return tell({ status: response.status, text: await response.text() }, asked);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
