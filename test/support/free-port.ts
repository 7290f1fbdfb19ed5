import { once } from 'node:events';
import { createServer } from 'node:net';

// Systems take ports for connections, and for port 0, from 32,768 upwards: what is below is nobody's by chance.
const [FIRST, COUNT] = [20_000, 12_000];
// Processes that run beside each other have neighbouring ids: a block of ports for each.
let next = process.pid * 16;

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const answer = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  if (answer) {
    server.close();
    await once(server, 'close');
  }
  return answer;
}

/**
 * A port of loopback for one who listens later, or stops listening and comes back: one that port 0 gives would by then
 * be somebody's connection now and then.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT - 1}`);
}
