import { expect, it } from 'vitest';
import { fuzzVerdicts, verdictsText } from './verdicts/crew.ts';

/** `npm run simulate -- --verdicts 1000000` judges a million. */
const ANSWERS = 60_000;

it(
  'of random answers only listed ones prove anything, and of random lists nothing wrong is concluded',
  { timeout: 300_000 },
  async () => {
    const started = performance.now();
    const tally = await fuzzVerdicts({ seed: 1, answers: ANSWERS, workers: 2 });
    console.log(verdictsText(tally, (performance.now() - started) / 1000));
    expect(tally.wrong).toEqual([]);
    expect(tally.answers).toBe(ANSWERS);
    // Every verdict is reached, or nothing was tested.
    const answers = ['accepted', 'in-doubt', 'not-sent', 'rejected'];
    for (const word of [
      ...answers.map((verdict) => `Aquanow: ${verdict}`),
      ...['Aquanow: accepted, cancelled', 'Aquanow: accepted, filled'],
      ...answers.map((verdict) => `Volven: ${verdict}`),
      ...['list: whole', 'list: whole after all', 'list: less than there is, unseen', 'list: unknown'],
    ])
      expect([word, (tally.verdicts[word] ?? 0) > 20]).toEqual([word, true]);
  },
);

it.each([
  'a 5xx counts as refused',
  'a 200 that says nothing counts as refused',
  'an empty page counts as the end',
  'a broken list counts as an empty one',
  'the first of two matches is taken',
  'equal terms are taken for the same order',
  'an order in doubt does not hold up its account',
])('a planted fault is seen: %s', { timeout: 120_000 }, async (planted) => {
  const tally = await fuzzVerdicts({ seed: 1, answers: 1_000, lists: 500, workers: 1, planted });
  expect(tally.wrong).not.toEqual([]);
});
