import { describe, expect, it } from 'vitest';
import { isFinal } from '../../../src/model/order.ts';
import { strategyOf } from '../../../src/model/terms.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import { restless } from './converging.ts';
import { type ContractDesk, deskOf, entryOf, rigOf, send, tagOf } from './desk.ts';
import { type Example, type VenueCase, callsOf, onePer } from './rig.ts';

/* What can happen to the one request that makes an order. The ledger says what was accepted; no order of one entry may be there twice. */

/** Fault, its settings, what the port may say of it, and how many orders the venue has after it. */
type Fault = readonly [fault: FaultName, more: object, kind: 'in-doubt' | 'not-sent', accepted: 0 | 1];
const FAULTS: readonly Fault[] = [
  ['drop-before', {}, 'in-doubt', 0],
  ['drop-after', {}, 'in-doubt', 1],
  ['5xx-before', { status: 500 }, 'in-doubt', 0],
  ['5xx-before', { status: 503 }, 'in-doubt', 0],
  ['5xx-after', { status: 502 }, 'in-doubt', 1],
  ['5xx-after', { status: 504 }, 'in-doubt', 1],
  ['truncated-body', {}, 'in-doubt', 1],
  ['malformed-body', {}, 'in-doubt', 1],
  ['429', {}, 'not-sent', 0],
];

/** One example of each strategy and each end. */
const ofEachStrategy = ({ examples }: VenueCase): readonly Example[] =>
  onePer(examples, ({ terms, becomes }) => `${strategyOf(terms)} ${String(isFinal(becomes))}`);

export function answers(venue: VenueCase): void {
  const cases = ofEachStrategy(venue).flatMap((example) =>
    FAULTS.map(([fault, more, kind, accepted]) => ({
      name: example.name,
      example,
      fault,
      more,
      kind,
      accepted,
    })),
  );

  describe('the answer to a submission', () => {
    it.each(cases)(
      '$name, $fault $more: $kind, with $accepted in the ledger; it is sent once',
      async ({ example, fault, more, kind, accepted }) => {
        const rig = await rigOf(venue);
        await rig.fault(fault, { ...more, match: example.sent });
        const verdict = await send(rig.connect(), rig, example, tagOf(example.terms, 'alone'));
        expect([verdict.kind, rig.ledger().length]).toEqual([kind, accepted]);
        expect(callsOf(rig.wire, example.sent)).toHaveLength(1);
      },
    );

    it.each(cases)('$name, $fault $more: however often it is applied, one order at most', async (one) => {
      const desk = await deskOf(venue);
      const { rig } = desk;
      await rig.fault(one.fault, { ...one.more, match: one.example.sent });
      const [entry, other] = [entryOf(rig, one.example, 'alone'), entryOf(rig, one.example, 'other')];
      for (let run = 0; run < 3; run++) await desk.apply(entry, other);
      expect(await duplicates(desk)).toEqual([]);
      const lines = await desk.plan(entry, other);
      const doubts = lines.filter(({ code }) => code === 'in-doubt');
      if (one.kind === 'not-sent' || (venue.findsByTag && one.accepted === 1)) {
        // Sent by the next run, or found by its tag: both orders are there, and nothing is left to do.
        expect([restless(lines), rig.ledger().length]).toEqual([[], 2]);
      } else {
        // Nobody can tell: a person has to, and until then the account takes no new order.
        expect([doubts.length, rig.ledger().length]).toEqual([1, one.accepted]);
        expect(rig.requests()).toBe(1);
      }
    });

    it('an order that shows late is waited for, not sent again', async () => {
      for (const example of ofEachStrategy(venue)) {
        const desk = await deskOf(venue);
        await desk.rig.fault('late-visibility', { ms: 20_000, match: example.sent });
        const entry = entryOf(desk.rig, example, 'alone');
        for (let run = 0; run < 6; run++) await desk.apply(entry);
        expect([desk.rig.ledger().length, desk.rig.requests()]).toEqual([1, 1]);
        expect(restless(await desk.plan(entry))).toEqual([]);
      }
    });
  });
}

/** Attempts for which the venue has accepted more than one order. */
async function duplicates(desk: ContractDesk): Promise<readonly string[]> {
  const attempts = [...(await desk.history()).keys.values()].flat();
  const seen = desk.rig.ledger().flatMap(({ reference }) => reference ?? []);
  const twice = seen.filter((reference, i) => seen.indexOf(reference) !== i);
  return attempts.length < desk.rig.ledger().length ? [...twice, 'more orders than attempts'] : twice;
}
