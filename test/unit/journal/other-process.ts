/* Another process on the same journal: told what to do by its parent, and killed by it. */
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { systemClock as clock } from '../../../src/lib/clock.ts';
import type { RunId } from '../../../src/model/ids.ts';
import { runContext } from '../../support/events.ts';

export type Order =
  | { readonly do: 'hold' | 'make'; readonly dir: string }
  | { readonly do: 'control' | 'contend'; readonly dir: string; readonly times: number };
export type Said =
  | { readonly holding: number }
  | { readonly made: string }
  | { readonly controlled: number }
  | { readonly ran: number };

const RUN = runContext({ actor: 'other' });
const HOLDER = { actor: 'other', command: 'apply', host: 'here', pid: process.pid, since: 'now' };
const STARTED = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } } as const;
const ENDED = { type: 'run-ended', data: { outcome: 'done' } } as const;

async function obey(order: Order): Promise<Said> {
  const journal = await openSqlite({ dir: order.dir, clock, expect: { kind: 'automatic' } });
  switch (order.do) {
    case 'make':
      return { made: journal.id };
    case 'hold': {
      const lock = await journal.lock(RUN, HOLDER, 0);
      const { sequence } = await lock.append(STARTED);
      return { holding: sequence };
    }
    case 'control':
      for (let n = 1; n <= order.times; n++) {
        await journal.control(RUN, { type: 'cancel-requested', data: { scope: { kind: 'all' } } });
        if (n === 1) process.send?.({ controlled: n } satisfies Said);
      }
      return { controlled: order.times };
    case 'contend':
      for (let n = 0; n < order.times; n++) {
        const run = { ...RUN, run: `${process.pid}-${n}` as RunId };
        const lock = await journal.lock(run, HOLDER, 60_000);
        await lock.append(STARTED);
        await lock.append(ENDED);
        await lock.release();
      }
      return { ran: order.times };
  }
}

process.on('message', (order: Order) => {
  void obey(order).then((said) => process.send?.(said));
});
