import type { Decimal } from '../../../src/model/decimal.ts';
import { FAULTS_OF, type FateName } from '../world/fates.ts';
import { type Family, MOST_STEPS, entryOf, family, points, strikes } from './family.ts';

const SUBMIT: readonly FateName[] = ['answered', ...FAULTS_OF.submit];
const LISTS: readonly FateName[] = ['answered', ...FAULTS_OF.list];
/** Where more is to be combined: lists that are whole, that leave something out, that end by mistake, and that can't be read. */
const FEW_LISTS = ['answered', 'missing row', 'empty page', 'row without an id'] as const;

const oneOrder = family(
  'one order',
  'a run dies anywhere, whatever became of its order and of the lists that are read afterwards',
  { points: points(), wire: SUBMIT, lists: LISTS },
  async (scene, { points: point, wire, lists }) => {
    const entries = [entryOf('dip-1')];
    scene.begin(entries);
    scene.meet({ submit: (number) => (number === 1 ? wire : 'answered'), list: lists });
    scene.apply(entries, strikes(point));
    await scene.finish(entries);
  },
);

const equalOrders = family(
  'two equal orders',
  'the same for two orders of the same terms, and either of their messages',
  { points: points(), wire: SUBMIT, which: [1, 2], lists: FEW_LISTS },
  async (scene, { points: point, wire, which, lists }) => {
    const entries = [entryOf('dip-1'), entryOf('dip-2')];
    scene.begin(entries);
    scene.meet({ submit: (number) => (number === which ? wire : 'answered'), list: lists });
    scene.apply(entries, strikes(point));
    await scene.finish(entries);
  },
);

const CANCELS = [
  ...(['answered', 'drop before', 'drop after', '5xx after', 'silence after'] as const),
  ...(['cancel that arrives late', 'cancel loses to a fill', 'cancel after a part'] as const),
];
const replaceAndFill = family(
  'a replace against a fill',
  'an edit of a resting order that fills meanwhile, whatever becomes of its cancel, and a run that dies',
  {
    points: points(['kill'], ['before', 'unheard']),
    fillAt: Array.from({ length: MOST_STEPS + 1 }, (_, n) => n),
    share: [0.5, 1],
    cancel: CANCELS,
    lists: ['answered', 'missing row'],
  },
  async (scene, { points: point, fillAt, share, cancel, lists }) => {
    const before = [entryOf('dip-1')];
    const after = [entryOf('dip-1', { priceLimit: '61000.00' as Decimal })];
    scene.begin(before);
    await scene.calmly(before);
    const { exchange } = scene.world;
    exchange.booking = 800;
    const [order] = exchange.orders;
    scene.meet({ cancel, list: lists });
    const dies = strikes(point);
    scene.apply(after, (step, moment, what) => {
      if (step === fillAt && moment === 'before' && order !== undefined) {
        scene.world.hit(share === 1 ? 'fill' : 'part of a fill');
        exchange.fill(order, share);
      }
      return dies(step, moment, what);
    });
    await scene.finish(after);
  },
);

const WAYS = ['killed', 'stands still', 'overtaken', 'beside'] as const;

const twoRuns = family(
  'two runs at once',
  'a second run begins at every point of the first, which dies, stands still, loses its lock, or just goes on',
  { points: points(['suspend']), way: WAYS, wire: SUBMIT, lists: ['answered', 'missing row'] },
  async (scene, { points: point, way, wire, lists }) => {
    const entries = [entryOf('dip-1')];
    scene.begin(entries);
    scene.meet({
      submit: (number) => (number === 1 ? wire : 'answered'),
      list: lists,
      stillness: way === 'overtaken' ? 30_000 : 3_000,
    });
    const { disk } = scene.world;
    scene.apply(entries, (step, moment) => {
      if (step !== point?.step || moment !== point.moment) return undefined;
      scene.world.hit('two runs at once');
      if (way === 'overtaken' && disk.journal !== undefined) {
        scene.world.hit('suspended past its lock');
        disk.journal.holder = undefined;
        disk.journal.fence += 1;
      }
      scene.apply(entries, undefined, 5_000);
      if (way === 'beside') return undefined;
      return way === 'killed' ? 'kill' : 'suspend';
    });
    await scene.finish(entries);
  },
);

const otherOrders = family(
  'a halt or a cancel at every point',
  'somebody halts, or cancels, at every point of a run with one order to send and one to replace',
  { points: points(['suspend']), what: ['halted', 'cancel'], scope: ['all', 'keys'], wire: SUBMIT },
  async (scene, { points: point, what, scope: kind, wire }) => {
    const before = [entryOf('dip-1')];
    const edited = entryOf('dip-1', { priceLimit: '61000.00' as Decimal });
    const after = [edited, entryOf('dip-2')];
    scene.begin(after);
    await scene.calmly(before);
    scene.meet({ submit: (number) => (number === 1 ? wire : 'answered') });
    const scope = kind === 'all' ? ({ kind } as const) : ({ kind, keys: [edited.key] } as const);
    scene.apply(after, (step, moment) => {
      if (step !== point?.step || moment !== point.moment) return undefined;
      scene.world.hit(what === 'halted' ? 'halt' : 'cancel');
      const draft = { type: 'halted', data: { scope, reason: 'stop' } } as const;
      scene.world.launch(what, (process) =>
        what === 'halted' ? scene.desk.note(process, draft) : scene.desk.cancel(process, scope),
      );
      return undefined;
    });
    await scene.finish(after);
  },
);

export const FAMILIES: readonly Family[] = [oneOrder, equalOrders, replaceAndFill, twoRuns, otherOrders];
