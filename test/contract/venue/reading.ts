import { describe, expect, it } from 'vitest';
import { isChange } from '../../../src/model/plan.ts';
import { restless } from './converging.ts';
import { type ContractDesk, deskOf, entryOf, rigOf } from './desk.ts';
import { type Example, type VenueCase, callsOf, editableOf, isCall } from './rig.ts';

/* A list is whole, or nothing is concluded from it. */

export function reading(venue: VenueCase): void {
  const first = editableOf(venue);
  const edited: Example = { ...first, terms: first.edited ?? first.terms };
  const names = ['a', 'b', 'c', 'd'];
  const placed = async (): Promise<ContractDesk> => {
    const desk = await deskOf(venue, { pageSize: 2 });
    await desk.apply(...names.map((name) => entryOf(desk.rig, first, name)));
    expect(desk.rig.ledger().map(({ isLive }) => isLive)).toEqual([true, true, true, true]);
    return desk;
  };

  const counts = ({ rig }: ContractDesk): readonly number[] => [
    rig.requests(),
    rig.ledger().filter(({ isLive }) => isLive).length,
    callsOf(rig.wire, venue.cancel).length,
  ];

  /**
   * Plans and applies on such a list, with one entry as it was, one edited, one gone and one new: submissions, live orders and cancels
   * that have come of it; and the same once the list is whole again.
   */
  async function concluded(
    desk: ContractDesk,
    mend: () => Promise<void>,
  ): Promise<readonly (readonly number[])[]> {
    const { rig } = desk;
    expect(await rig.connect().reader.snapshot(rig.account, [])).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/\w/),
      remedy: expect.stringMatching(/\w/),
    });
    const entries = [
      entryOf(rig, first, 'a'),
      entryOf(rig, edited, 'b'),
      entryOf(rig, first, 'd'),
      entryOf(rig, first, 'e'),
    ];
    for (const lines of [await desk.plan(...entries), (await desk.apply(...entries)).plan.lines]) {
      expect(lines.filter(isChange)).toEqual([]);
      expect(lines.map(({ code }) => code)).toContain('account-unknown');
    }
    const broken = counts(desk);
    await mend();
    await desk.apply(...entries);
    expect(restless(await desk.plan(...entries))).toEqual([]);
    return [broken, counts(desk)];
  }
  /** Four rest. Of the one that is gone and the one that is edited a cancel is asked for, and two are sent. */
  const NOTHING_THEN_ALL = [
    [4, 4, 0],
    [6, 4, 2],
  ];

  describe('a list that is not whole', () => {
    it.each(venue.brokenLists)(
      '(%s %o) makes its account unknown, and nothing is concluded',
      async (fault, more) => {
        const desk = await placed();
        await desk.rig.fault(fault, { ...more, times: null, match: venue.list });
        expect(await concluded(desk, () => desk.rig.clearFaults())).toEqual(NOTHING_THEN_ALL);
      },
    );

    it.each(venue.brokenRows)(
      '(a row %s) makes its account unknown, and nothing is concluded',
      async (_, change) => {
        const desk = await placed();
        const { wire } = desk.rig;
        wire.tamper = (call, text) => (isCall(call, venue.list) ? change(text) : text);
        const mend = async (): Promise<void> => {
          wire.tamper = undefined;
        };
        expect(await concluded(desk, mend)).toEqual(NOTHING_THEN_ALL);
      },
    );

    it.each(['missing-row', 'missing-page'] as const)(
      'and does not look it (%s) leads to no second order',
      async (fault) => {
        const desk = await placed();
        await desk.rig.fault(fault, { times: null, match: venue.list });
        const entries = names.map((name) => entryOf(desk.rig, first, name));
        for (let run = 0; run < 3; run++) {
          const { plan } = await desk.apply(...entries);
          expect(plan.lines.filter(isChange)).toEqual([]);
        }
        expect(desk.rig.requests()).toBe(4);
        await desk.rig.clearFaults();
        await desk.apply(...entries);
        expect(restless(await desk.plan(...entries))).toEqual([]);
        expect(desk.rig.requests()).toBe(4);
      },
    );
  });

  describe('a status that no table lists', () => {
    it('counts as live: nothing is sent again, and its cancel is asked for', async () => {
      const desk = await placed();
      const { rig } = desk;
      await rig.fault('unknown-status', { times: null, match: venue.list });
      expect(await rig.connect().reader.snapshot(rig.account, [])).toMatchObject({
        state: 'known',
        live: names.map(() => ({ status: 'unknown', statusText: 'UNDER_REVIEW' })),
      });
      const entries = names.map((name) => entryOf(rig, first, name));
      expect((await desk.plan(...entries)).filter(isChange)).toEqual([]);
      await desk.apply(...entries);
      expect(rig.requests()).toBe(4);
      const gone = await desk.plan(...entries.slice(1));
      expect(gone.filter(isChange).map(({ action }) => action)).toEqual(['cancel']);
      // What shows no end is never replaced, however long it is waited for.
      await desk.apply(entryOf(rig, edited, 'a'), ...entries.slice(1));
      expect(rig.requests()).toBe(4);
      expect(rig.ledger().filter(({ isLive }) => isLive).length).toBeLessThanOrEqual(4);
    });
  });

  describe('the venue’s rate', () => {
    it('is kept to, whatever is asked', async () => {
      const rate = { perSecond: 2, burst: 5 };
      const rig = await rigOf(venue, { rate });
      const at = rig.connect();
      for (let i = 0; i < 30; i++) await at.reader.snapshot(rig.account, []);
      const times = rig.wire.calls.filter((call) => isCall(call, venue.list)).map((call) => call.at);
      expect(times.length).toBeGreaterThanOrEqual(30);
      for (const [i, from] of times.entries())
        for (const [j, to] of times.entries())
          if (j >= i)
            expect(j - i + 1).toBeLessThanOrEqual(rate.burst + ((to - from) / 1000) * rate.perSecond + 1);
    });

    it('that is exceeded all the same: a list is asked for again, and not for ever', async () => {
      const desk = await placed();
      const { rig } = desk;
      await rig.fault('429', { times: 1, match: venue.list });
      expect(await rig.connect().reader.snapshot(rig.account, [])).toMatchObject({ state: 'known' });
      await rig.fault('429', { times: null, match: venue.list });
      const before = rig.wire.calls.length;
      expect(await rig.connect().reader.snapshot(rig.account, [])).toMatchObject({ state: 'unknown' });
      expect(rig.wire.calls.length - before).toBeLessThan(20);
    });
  });
}
