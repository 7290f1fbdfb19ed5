import { expect, it } from 'vitest';
import { renderHalts } from '../../../src/report/halt-text.ts';

const REASON =
  'the venue quotes prices that nobody else has seen since noon, and its desk does not pick up the telephone';

it('fits the screen, but for the line that is to be typed', () => {
  const next =
    'tradeform unhalt --account treasury --approver NAME --dir desks/treasury/specs --env production';
  const text = renderHalts(
    'production',
    'treasury-desk',
    {
      message: 'No new order is sent on account treasury until somebody lifts this.',
      lifted: [],
      halts: [{ scope: { kind: 'all' }, reason: REASON }],
      next,
    },
    { color: false, width: 80 },
  );
  const lines = text.trimEnd().split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([`To lift it: ${next}`]);
  expect(text.replaceAll(/\s+/g, ' ')).toContain(`halted: everything: ${REASON}`);
});
