import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from 'node:net';

/* Over real sockets: what Node's own fetch does by itself is no business of a mock. */

export interface Seen {
  /** `POST /path`. */
  readonly line: string;
  readonly body: string;
  readonly length: string | undefined;
}

/** Venues of one test, on loopback. */
export class Sockets {
  readonly #closers: (() => void)[] = [];

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  /** The url of a server that listens from now on. */
  async listen(server: Server): Promise<string> {
    this.#closers.push(() => server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** A venue that answers every request with one status, and what it got. */
  async answering(status: number): Promise<{ readonly url: string; readonly seen: readonly Seen[] }> {
    const seen: Seen[] = [];
    const server = createHttpServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const line = `${request.method} ${request.url}`;
        seen.push({ line, body, length: request.headers['content-length'] });
        response
          .writeHead(status, { connection: 'close', 'www-authenticate': 'Basic realm="x"' })
          .end('{"message":"no"}');
      });
    });
    this.#closers.push(() => server.closeAllConnections());
    return { url: await this.listen(server), seen };
  }

  /** A venue that does `act` with a socket once the request's head has come. */
  raw(act: (socket: Socket) => void): Promise<string> {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => act(socket));
      this.#closers.push(() => socket.destroy());
    });
    return this.listen(server);
  }
}
