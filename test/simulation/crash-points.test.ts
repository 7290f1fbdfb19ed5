import { describe, expect, it } from 'vitest';
import { add, compare } from '../../src/model/decimal.ts';
import type { Entry } from '../../src/model/order.ts';
import { type OrderTerms, quantityOf } from '../../src/model/terms.ts';
import { type Crash, FragileDesk, type RunEnd, entry } from '../support/fragile-run.ts';

/*
 * Every crash point of a run, one after the other: die there, then apply again as a person would. The venue's ledger judges:
 * nothing twice, nothing that the journal does not know, nothing beyond what was asked for.
 */

type Price = NonNullable<OrderTerms['priceLimit']>;

interface Scenario {
  readonly name: string;
  /** What stands before the run that dies. */
  readonly before: (desk: FragileDesk) => Promise<void>;
  readonly entries: readonly Entry[];
  /** Orders that must be live at the end, where nothing is left in doubt. */
  readonly live: number;
}

const DIP = [entry('dip-1'), entry('dip-2'), entry('dip-3')];
const placed = async (desk: FragileDesk): Promise<void> => void (await desk.apply(DIP));

const SCENARIOS: readonly Scenario[] = [
  { name: 'three submits', before: () => Promise.resolve(), entries: DIP, live: 3 },
  { name: 'a cancel and a submit', before: placed, entries: [...DIP.slice(0, 2), entry('dip-4')], live: 3 },
  {
    name: 'a replace',
    before: placed,
    entries: [entry('dip-1', { priceLimit: '61000.00' as Price }), ...DIP.slice(1)],
    live: 3,
  },
  {
    name: 'a replace of a partly filled order',
    before: async (desk) => {
      await placed(desk);
      const [first] = desk.paper.ledger().orders;
      await desk.control('fill', { orderId: first?.orderId, quantity: '0.04' });
    },
    entries: [entry('dip-1', { priceLimit: '61000.00' as Price }), ...DIP.slice(1)],
    live: 3,
  },
  {
    name: 'a higher generation',
    before: placed,
    entries: [{ ...entry('dip-1'), generation: 2 }, ...DIP.slice(1)],
    live: 3,
  },
];

const LIVE = new Set(['AWAITING', 'CREATE', 'CANCEL_PENDING']);

/** What the ledger says against the journal; empty where the promise held. */
async function broken(desk: FragileDesk, entries: readonly Entry[]): Promise<readonly string[]> {
  const { orders } = desk.paper.ledger();
  const history = await desk.history();
  const attempts = [...history.keys.values()].flat();
  const wrong: string[] = [];
  const references = orders.map((order) => order.usernameRef ?? '');
  if (new Set(references).size !== references.length) wrong.push('two orders for one attempt');
  for (const { orderId, usernameRef } of orders) {
    const attempt = attempts.find((a) => a.tag === usernameRef);
    if (attempt === undefined) wrong.push(`order ${orderId} is unknown to the journal`);
    else if (attempt.state === 'in-doubt') wrong.push(`order ${orderId} exists and is still in doubt`);
    else if (attempt.orderId !== orderId)
      wrong.push(`order ${orderId} is linked as ${attempt.orderId ?? 'nothing'}`);
  }
  for (const { key, terms, generation } of entries) {
    const own = orders.filter((order) =>
      attempts.some((a) => a.tag === order.usernameRef && a.key === key && a.generation === generation),
    );
    if (own.filter((order) => LIVE.has(order.status)).length > 1) wrong.push(`${key} is live twice`);
    const most = own
      .map((order) => (LIVE.has(order.status) ? order.quantity : order.received) as Price)
      .reduce((sum, amount) => add(sum, amount), '0' as Price);
    if (compare(most, quantityOf(terms).amount) > 0) wrong.push(`${key} may fill ${most}`);
  }
  return wrong;
}

async function die(
  scenario: Scenario,
  crash?: Crash,
): Promise<{
  readonly first: RunEnd;
  readonly wrong: readonly string[];
  readonly doubts: number;
  readonly live: number;
}> {
  const desk = await FragileDesk.open();
  try {
    await scenario.before(desk);
    const first = await desk.apply(scenario.entries, crash);
    // A person applies again, and once more: whatever can be settled is settled then.
    await desk.apply(scenario.entries);
    const last = await desk.apply(scenario.entries);
    const doubts = last.lines?.filter((line) => line.code === 'in-doubt').length ?? 0;
    const live = desk.paper.ledger().orders.filter((order) => LIVE.has(order.status)).length;
    return { first, wrong: await broken(desk, scenario.entries), doubts, live };
  } finally {
    await desk.close();
  }
}

describe('a process that dies between any two steps, and is started again', () => {
  it.each(SCENARIOS)('neither duplicates nor loses an order: $name', async (scenario) => {
    const whole = await die(scenario);
    expect(whole).toMatchObject({ wrong: [], doubts: 0, live: scenario.live });
    let cases = 0;
    let doubtful = 0;
    for (let step = 1; step <= whole.first.steps; step++) {
      for (const when of ['before', 'after'] as const) {
        const end = await die(scenario, { step, when });
        const at = `${scenario.name}, dies ${when} step ${step}`;
        expect({ at, died: end.first.died, wrong: end.wrong }).toEqual({ at, died: true, wrong: [] });
        // Either a person is asked, or everything stands as the files say.
        if (end.doubts === 0) expect({ at, live: end.live }).toEqual({ at, live: scenario.live });
        cases += 1;
        doubtful += end.doubts;
      }
    }
    console.log(
      `${scenario.name}: ${cases} crash points, ${doubtful} left for a person, 0 duplicates, 0 lost`,
    );
  });
});
