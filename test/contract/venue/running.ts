import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/model/order.ts';
import { isChange } from '../../../src/model/plan.ts';
import type { Run } from '../../../src/model/terms.ts';
import { restless } from './converging.ts';
import { type ContractDesk, deskOf, entryOf } from './desk.ts';
import { type Match, type VenueCase, callsOf } from './rig.ts';

/* Start and pause, where a venue has strategies. What somebody else started or paused is never undone by a plan. */

export function running(venue: VenueCase, setRun: Match): void {
  const [started, paused] = (['started', 'paused'] as const).map((run) =>
    venue.examples.find((example) => example.run === run),
  );
  if (started === undefined || paused === undefined) throw new Error('examples of both runs are needed');
  const placed = async (run: Run): Promise<{ desk: ContractDesk; entry: (run: Run) => Entry }> => {
    const example = run === 'started' ? started : paused;
    const desk = await deskOf(venue);
    const entry = (to: Run): Entry => entryOf(desk.rig, example, 'alone', { run: to });
    await desk.apply(entry(run));
    return { desk, entry };
  };
  const actions = ({ rig }: ContractDesk): readonly string[] =>
    callsOf(rig.wire, setRun).map(({ path }) => path.split('/').at(-1) ?? '');

  describe('run', () => {
    it('is changed by its entry: paused, started, and paused again', async () => {
      const { desk, entry } = await placed('started');
      for (const run of ['paused', 'started', 'paused'] as const) {
        const plan = await desk.plan(entry(run));
        expect(plan.filter(isChange)).toMatchObject([{ action: 'set-run', run }]);
        await desk.apply(entry(run));
        expect(restless(await desk.plan(entry(run)))).toEqual([]);
      }
      expect(actions(desk)).toEqual(['pause', 'start', 'pause']);
      expect(desk.rig.requests()).toBe(1);
    });

    it('of what was created paused is started by an edit', async () => {
      const { desk, entry } = await placed('paused');
      await desk.apply(entry('started'));
      expect(actions(desk)).toEqual(['start']);
      expect(restless(await desk.plan(entry('started')))).toEqual([]);
    });

    it.each(['paused', 'started'] as const)('%s outside is told, and not undone', async (run) => {
      const before = run === 'paused' ? 'started' : 'paused';
      const { desk, entry } = await placed(before);
      const [order] = desk.rig.ledger();
      if (order === undefined) throw new Error('no order');
      // Somebody at the venue's own pages: another adapter, of which this journal knows nothing.
      await desk.rig.connect().writer().setRun(desk.rig.account, order.id, run);
      const before2 = actions(desk).length;
      const lines = await desk.plan(entry(before));
      expect(lines).toMatchObject([{ action: 'none', code: `${run}-outside`, level: 'notice' }]);
      await desk.apply(entry(before));
      expect(actions(desk)).toHaveLength(before2);
    });

    it.each(['drop-before', 'drop-after', '5xx-before', '5xx-after', '429'] as const)(
      'whose answer meets %s is asked for again, or found done',
      async (fault) => {
        const { desk, entry } = await placed('started');
        for (const run of ['paused', 'started'] as const) {
          await desk.rig.fault(fault, { match: setRun });
          await desk.apply(entry(run));
          await desk.apply(entry(run));
          expect(restless(await desk.plan(entry(run)))).toEqual([]);
          const snapshot = await desk.rig.connect().reader.snapshot(desk.rig.account, []);
          expect(snapshot).toMatchObject({
            live: [{ status: run === 'paused' ? 'paused' : started.becomes }],
          });
        }
        expect(desk.rig.requests()).toBe(1);
      },
    );
  });
}
