import { describe, expect, it } from 'vitest';
import { decimal, eq, sub } from '../../../src/model/decimal.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import { isFinal } from '../../../src/model/order.ts';
import { isChange } from '../../../src/model/plan.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import { restless } from './converging.ts';
import { type ContractDesk, deskOf, entryOf, rigOf } from './desk.ts';
import { type Accepted, type Example, type VenueCase, editableOf, marketOf, onePer } from './rig.ts';

/* Orders that rest: cancelled, and replaced by what is left of them. */

const live = (desk: ContractDesk): readonly Accepted[] => desk.rig.ledger().filter(({ isLive }) => isLive);

/** A cancel's answer may be lost, late or garbled: it proves nothing, and is asked for again. */
const CANCEL_FAULTS: readonly (readonly [FaultName, object])[] = [
  ['drop-before', {}],
  ['drop-after', {}],
  ['5xx-before', { status: 503 }],
  ['5xx-after', { status: 504 }],
  ['429', {}],
  ['truncated-body', {}],
  ['malformed-body', {}],
];

export function changing(venue: VenueCase): void {
  const rests = venue.examples.filter(({ becomes }) => !isFinal(becomes));
  const editable = rests.filter(({ edited }) => edited !== undefined);
  const first = editableOf(venue);
  const edit = (example: Example): Example => ({ ...example, terms: example.edited ?? example.terms });
  const placed = async (example = first): Promise<ContractDesk> => {
    const desk = await deskOf(venue);
    await desk.apply(entryOf(desk.rig, example, 'alone'));
    expect(live(desk)).toHaveLength(1);
    return desk;
  };

  describe('a cancel', () => {
    it.each(onePer(rests, marketOf))('ends $name, once its entry is gone', async (example: Example) => {
      const desk = await placed(example);
      const { after } = await desk.apply();
      expect(restless(after.plan.lines)).toEqual([]);
      expect([live(desk).length, desk.rig.requests()]).toEqual([0, 1]);
      expect(restless(await desk.plan())).toEqual([]);
    });

    it.each(CANCEL_FAULTS)(
      'whose answer meets %s %o is not taken for done, nor for failed',
      async (fault, more) => {
        const desk = await placed();
        await desk.rig.fault(fault, { ...more, match: venue.cancel });
        await desk.apply();
        await desk.apply();
        expect([live(desk).length, desk.rig.requests()]).toEqual([0, 1]);
        expect(restless(await desk.plan())).toEqual([]);
      },
    );

    it('that loses to a fill leaves a filled order behind, and nothing to do', async () => {
      const desk = await placed();
      await desk.rig.fault('cancel-loses', { match: venue.cancel });
      await desk.apply();
      const [order] = desk.rig.ledger();
      expect([live(desk).length, eq(decimal(order?.filled ?? '0'), decimal(order?.quantity ?? '1'))]).toEqual(
        [0, true],
      );
      expect(restless(await desk.plan())).toEqual([]);
    });

    it('of an order that has ended, or that nobody knows, is refused and hurts nobody', async () => {
      const desk = await placed();
      const [order] = desk.rig.ledger();
      const writer = desk.rig.connect().writer();
      await writer.cancel(desk.rig.account, order?.id ?? ('' as VenueOrderId));
      await desk.apply();
      for (const id of [order?.id ?? '', '00000000-0000-4000-8000-000000000000'])
        expect(await writer.cancel(desk.rig.account, id as VenueOrderId)).toMatchObject({ kind: 'refused' });
    });

    it('is a read and a word: its answer alone proves nothing', async () => {
      const rig = await rigOf(venue);
      const answer = await rig
        .connect()
        .writer()
        .cancel(rig.account, 'nobody' as VenueOrderId);
      expect(['refused', 'unknown']).toContain(answer.kind);
    });
  });

  describe('a replace', () => {
    it.each(editable)(
      'of $name: the old one ends, then the new one is sent, once',
      async (example: Example) => {
        const desk = await placed(example);
        const entry = entryOf(desk.rig, edit(example), 'alone');
        const lines = await desk.plan(entry);
        expect(lines.filter(isChange).map(({ action }) => action)).toEqual(['replace']);
        await desk.apply(entry);
        expect(desk.rig.ledger().map(({ isLive }) => isLive)).toEqual([false, true]);
        expect(desk.rig.requests()).toBe(2);
        expect(restless(await desk.plan(entry))).toEqual([]);
      },
    );

    it.each(onePer(editable, marketOf))(
      'of $name that was filled in part asks for the rest alone',
      async (example: Example) => {
        const desk = await placed(example);
        const [order] = desk.rig.ledger();
        if (order === undefined) throw new Error('no order');
        await desk.rig.fill(order, example.part);
        const entry = entryOf(desk.rig, edit(example), 'alone');
        await desk.apply(entry);
        const [old, rest] = desk.rig.ledger();
        const left = sub(decimal(old?.quantity ?? '0'), decimal(old?.filled ?? '0'));
        expect([old?.isLive, rest?.isLive, rest?.quantity]).toEqual([false, true, left]);
        expect(restless(await desk.plan(entry))).toEqual([]);
      },
    );

    it('waits for the end of the old one, however long the venue takes', async () => {
      const desk = await placed();
      await desk.rig.delayCancels(150);
      const entry = entryOf(desk.rig, edit(first), 'alone');
      await desk.apply(entry);
      const [old, next] = desk.rig.ledger();
      expect([old?.isLive, next?.isLive]).toEqual([false, true]);
      expect(next?.at).toBeGreaterThanOrEqual(old?.updatedAt ?? Infinity);
      expect(restless(await desk.plan(entry))).toEqual([]);
    });

    it('whose cancel loses to a fill sends nothing more', async () => {
      const desk = await placed();
      await desk.rig.fault('cancel-loses', { match: venue.cancel });
      const entry = entryOf(desk.rig, edit(first), 'alone');
      await desk.apply(entry);
      await desk.apply(entry);
      expect([desk.rig.ledger().length, live(desk).length, desk.rig.requests()]).toEqual([1, 0, 1]);
    });

    it.each(CANCEL_FAULTS)(
      'whose cancel meets %s %o never has two orders in the book',
      async (fault, more) => {
        const desk = await placed();
        await desk.rig.fault(fault, { ...more, match: venue.cancel });
        const entry = entryOf(desk.rig, edit(first), 'alone');
        await desk.apply(entry);
        expect(live(desk).length).toBeLessThanOrEqual(1);
        await desk.apply(entry);
        expect([live(desk).length, desk.rig.requests()]).toEqual([1, 2]);
        expect(restless(await desk.plan(entry))).toEqual([]);
      },
    );
  });
}
