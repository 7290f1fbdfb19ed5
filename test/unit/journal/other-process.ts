/* Another process on the same journal: told what to do by its parent, and killed by it. */
import type { Journal } from '../../../src/journal/journal.ts';
import { openPostgres } from '../../../src/journal/postgres.ts';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { systemClock as clock } from '../../../src/lib/clock.ts';
import type { RunId } from '../../../src/model/ids.ts';
import type { Order, Said, Where } from '../../contract/journal-processes.ts';
import { runContext } from '../../support/events.ts';

const RUN = runContext({ actor: 'other' });
const HOLDER = { actor: 'other', command: 'apply', host: 'here', pid: process.pid, since: 'now' };
const STARTED = { type: 'run-started', data: { command: 'apply', version: '0.1.0' } } as const;
const ENDED = { type: 'run-ended', data: { outcome: 'done' } } as const;

const open = (where: Where): Promise<Journal> =>
  'dir' in where
    ? openSqlite({ dir: where.dir, clock, expect: { kind: 'automatic' } })
    : openPostgres({ ...where, clock, expect: { kind: 'unpinned' } });

async function obey(order: Order): Promise<Said> {
  const journal = await open(order.where);
  switch (order.do) {
    case 'make':
      return { made: journal.id };
    case 'hold': {
      const lock = await journal.lock(RUN, HOLDER, 0);
      const { sequence } = await lock.append(STARTED);
      return { holding: sequence };
    }
    case 'append': {
      const lock = await journal.lock(RUN, HOLDER, 0);
      const { sequence } = await lock.append(STARTED);
      process.send?.({ holding: sequence } satisfies Said);
      // Until it is killed.
      for (;;) await lock.append(STARTED);
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
