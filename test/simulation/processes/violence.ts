import { systemClock } from '../../../src/lib/clock.ts';
import type { Desk, Ended } from '../../support/desk.ts';
import type { Dice } from '../world/dice.ts';

/* What befalls a run of the built bin, by name. A new one is a new line. */

export type Started = ReturnType<Desk['start']>;

/** One apply that has just been started, and what can be done about it. */
export interface Blow {
  readonly desk: Desk;
  readonly dice: Dice;
  readonly run: Started;
  /** Some instant of a run, from its start to a little beyond its end. */
  readonly sometime: () => Promise<void>;
  /** The moment at which the venue has a submission in its hands, or a little later. */
  readonly atSend: () => Promise<void>;
  /** Starts another command, whose end the round waits for. */
  readonly beside: (...args: readonly string[]) => Started;
}

export const pause = (ms: number): Promise<void> => systemClock.sleep(ms);

const APPLY = ['apply', '--yes', '--allow-empty', '--lock-timeout'] as const;

/** A second run, which waits for its turn or gives up. */
const second = ({ beside, dice }: Blow): Started => beside(...APPLY, dice.pick(['0', '5']));

/** All connections break, nothing listens, and after a while it is there again. */
async function goAway({ desk, dice }: Blow): Promise<void> {
  const away = dice.whole(30, 400);
  await desk.unplug();
  await pause(away);
  await desk.plugIn();
}

function fillSome({ desk, dice }: Blow): Promise<unknown> {
  const order = dice.pick(desk.ledger().orders.filter(({ status }) => status === 'AWAITING'));
  const quantity = dice.chance(0.5) ? { quantity: '0.03' } : {};
  // It may be over before this is there, or have less left.
  return order === undefined
    ? Promise.resolve()
    : desk.control('POST', 'fill', { orderId: order.orderId, ...quantity }).catch(() => undefined);
}

export const VIOLENCE = {
  'kill -9 at any instant': async ({ sometime, run }) => {
    await sometime();
    run.child.kill('SIGKILL');
  },
  'kill -9 at a send': async ({ atSend, run }) => {
    await atSend();
    run.child.kill('SIGKILL');
  },
  'two at once': async (blow) => void second(blow),
  'two at once, one killed': async (blow) => {
    second(blow);
    await blow.sometime();
    blow.run.child.kill('SIGKILL');
  },
  'stopped for a while, another beside it': async (blow) => {
    await blow.sometime();
    blow.run.child.kill('SIGSTOP');
    second(blow);
    await pause(blow.dice.whole(50, 1_500));
    blow.run.child.kill('SIGCONT');
  },
  SIGINT: async ({ sometime, run }) => {
    await sometime();
    run.child.kill('SIGINT');
  },
  SIGTERM: async ({ sometime, run }) => {
    await sometime();
    run.child.kill('SIGTERM');
  },
  'SIGINT twice': async ({ atSend, run }) => {
    await atSend();
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
  },
  'cancel beside it': async ({ sometime, beside }) => {
    await sometime();
    beside('cancel', '--account', 'treasury');
  },
  'halt beside it': async ({ sometime, beside, run }) => {
    await sometime();
    await beside('halt', '--reason', 'markets are wild').ended;
    await run.ended;
    await beside('unhalt', '--approver', 'grace').ended;
  },
  'fill beside it': async (blow) => {
    await blow.sometime();
    await fillSome(blow);
  },
  'venue away': async (blow) => {
    await blow.sometime();
    await goAway(blow);
  },
} as const satisfies Record<string, (blow: Blow) => Promise<void>>;

export type Violence = keyof typeof VIOLENCE;
export const VIOLENT = Object.keys(VIOLENCE) as readonly Violence[];

/** Those that leave nothing to be thrown among more often: a kill has many places to strike. */
export const DRAWN: readonly Violence[] = [
  ...VIOLENT,
  ...([
    'kill -9 at any instant',
    'kill -9 at any instant',
    'kill -9 at a send',
    'kill -9 at a send',
  ] as const),
];

/** Ends that a person can act on; anything else is a bug of ours. */
const ENDS: ReadonlySet<number> = new Set([0, 1, 2, 4, 5, 6, 130]);
const OURS: ReadonlySet<string> = new Set(['SIGKILL', 'SIGINT', 'SIGTERM']);

/** What is wrong with how a command ended; undefined: nothing. */
export function oddEnd({ code, signal, stderr }: Ended): string | undefined {
  if (stderr.includes('This is a bug')) return `a run ended with a bug: ${stderr.slice(0, 1_000)}`;
  if (signal === null ? ENDS.has(code ?? -1) : OURS.has(signal)) return undefined;
  return `a run ended with ${signal ?? code}: ${stderr.slice(0, 500)}`;
}
