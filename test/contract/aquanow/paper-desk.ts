import { afterEach, expect } from 'vitest';
import { Secret } from '../../../src/lib/secret.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import { servePaper } from '../../../src/venues/paper/serve.ts';
import { openPaper } from '../../../src/venues/paper/venue.ts';
import { fakeClock, venueOf } from './desk.ts';

/* The adapter against the paper venue, over real HTTP; the venue's own ledger is the judge. */

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A paper venue of its own, which is closed after the test, and the adapter that speaks to it. */
export async function paperDesk(
  settings: Partial<Parameters<typeof openPaper>[0]['settings'] & object> = {},
) {
  const clock = fakeClock();
  const paper = openPaper({
    path: ':memory:',
    clock,
    accounts: ['CA1264810R', 'CA1000051R'],
    key: { apiKey: 'paper-key', apiSecret: 'paper-secret' },
    epoch: 'e-1',
    rate: 'off',
    settings,
  });
  closers.push(() => paper.close());
  const served = await servePaper(paper, { port: 0 });
  const { url } = served;
  closers.push(() => served.close());
  const venue = venueOf({
    clock,
    settings: {
      ...{ url, marketUrl: url, rate: { perSecond: 1000, burst: 1000 } },
      ...{ apiKey: new Secret('paper-key'), apiSecret: new Secret('paper-secret') },
    },
  });
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}/paper/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  };
  const fault = (name: FaultName, more: object = {}) => control('faults', { fault: name, ...more });
  return { venue, paper, clock, control, fault };
}
