import { describe, expect, it } from 'vitest';
import { eq } from '../../../src/model/decimal.ts';
import type { OrderRow } from '../../../src/model/order.ts';
import { isFinal } from '../../../src/model/order.ts';
import type { KnownSnapshot } from '../../../src/model/snapshot.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import { rigOf, send, tagOf, wantedOf } from './desk.ts';
import { type Example, type Rig, type VenueCase, callsOf, editableOf } from './rig.ts';

/* The port by itself: what is sent, what its answer says, and that the account shows the same. */

async function read(venue: Venue, rig: Rig, wanted: Wanted): Promise<KnownSnapshot> {
  const snapshot = await venue.reader.snapshot(rig.account, [wanted]);
  if (snapshot.state === 'unknown') throw new Error(snapshot.reason);
  return snapshot;
}

/** Every row of the snapshot that is what was wanted, live or not. */
const rowsIn = ({ live, looks }: KnownSnapshot): readonly OrderRow[] => [
  ...live,
  ...looks.flatMap(({ rows }) => rows.filter(({ status }) => isFinal(status))),
];

export function placing(venue: VenueCase): void {
  describe('a submission', () => {
    it.each(venue.examples)(
      '$name: is accepted once, and shown as what its answer said',
      async (example: Example) => {
        const rig = await rigOf(venue);
        const at = rig.connect();
        const tag = tagOf(example.terms, 'alone');
        const verdict = await send(at, rig, example, tag);
        if (verdict.kind !== 'accepted') throw new Error(JSON.stringify(verdict));
        const [order] = rig.ledger();
        expect([rig.ledger().length, rig.requests()]).toEqual([1, 1]);
        expect(callsOf(rig.wire, example.sent)).toHaveLength(1);
        const said = rig.wire.calls.map(({ body }) => body).join('\n');
        for (const text of example.wire) expect(said).toContain(text);

        const wanted = wantedOf(example.terms, tag, verdict);
        const rows = rowsIn(await read(at, rig, wanted));
        expect(rows).toMatchObject([{ id: order?.id, status: example.becomes }]);
        expect(isFinal(example.becomes)).toBe(verdict.final !== undefined);
        const [row] = rows;
        if (verdict.final !== undefined && row !== undefined) {
          expect(verdict.final.status).toBe(example.becomes);
          const { received, delivered } = verdict.final.fill;
          expect([eq(row.fill.received, received), eq(row.fill.delivered, delivered)]).toEqual([true, true]);
        }

        const found = await at.reader.find(rig.account, wanted);
        expect(found).toMatchObject({ tag, rows: [{ id: order?.id }] });
      },
    );

    it('is never sent twice: a draft is used up', async () => {
      const example = editableOf(venue);
      const rig = await rigOf(venue);
      const writer = rig.connect().writer();
      const draft = writer.draft(rig.account, example.terms, tagOf(example.terms, 'alone'));
      await writer.send(draft);
      await expect(writer.send(draft)).rejects.toThrow('bug');
      expect([rig.ledger().length, rig.requests()]).toEqual([1, 1]);
    });

    it('that may not go is not sent, however ready it is', async () => {
      const example = editableOf(venue);
      const rig = await rigOf(venue);
      const writer = rig.connect().writer();
      const draft = writer.draft(rig.account, example.terms, tagOf(example.terms, 'alone'));
      const verdict = await writer.send(draft, () =>
        Promise.resolve({ code: 'halted', message: 'halted: fat finger' }),
      );
      expect(verdict).toMatchObject({ kind: 'not-sent', code: 'halted' });
      expect(rig.requests()).toBe(0);
    });
  });
}
