import { type ApplyInput, type ApplyReport, apply } from '../../../src/execute/apply.ts';
import type { Entry } from '../../../src/model/order.ts';
import { FREE, SCOPE } from '../../support/cases.ts';
import type { Bench } from './ports.ts';

/** One approved `apply` of these entries at a bench. */
export const run = (
  b: Bench,
  entries: readonly Entry[],
  over: Partial<ApplyInput> = {},
): Promise<ApplyReport> =>
  apply({
    ...{ project: 'treasury-desk', environment: 'paper', scope: SCOPE, entries },
    accounts: b.desk.accounts,
    venues: new Map(
      [...b.desk.accounts.keys()].map((name) => [
        name,
        {
          capabilities: { settle: b.venue.settle },
          reader: b.venue.reader,
          writer: () => b.venue.writer,
          close: () => Promise.resolve(),
        },
      ]),
    ),
    journal: b.desk.journal,
    ...{ clock: b.clock, stop: b.stop.signal, tell: () => undefined },
    limits: FREE,
    approve: () => Promise.resolve(true),
    ...over,
  });
