import { expect, it } from 'vitest';
import type { Sight, VenueSight } from '../../../src/execute/decide/sight.ts';
import { lastAttempt } from '../../../src/model/history.ts';
import { type VenueOrderId, orderKey } from '../../../src/model/ids.ts';
import { waysOn } from '../../../src/report/decision-text.ts';
import { renderEvidence } from '../../../src/report/evidence-text.ts';
import { NOW, SETTLE, attemptOf, historyOf, rowOf } from '../../support/cases.ts';

/* An order whose row can't be understood, and that may be the one in doubt: for a person to look at, and to tell apart. */

const UNCLEAR = { id: 'o-3' as VenueOrderId, reason: 'it has traded, but not how much' };

function sightOf(venue: Partial<VenueSight>): Sight {
  const dip = attemptOf('dip');
  const doubt = dip.about('in-doubt', { code: 'lost', message: 'the answer was lost' });
  const attempt = lastAttempt(historyOf([60_000, dip.intent()], [60_000, doubt]), orderKey('dip'));
  if (attempt === undefined) throw new Error('no attempt');
  const shown = { found: [], candidates: [], settle: SETTLE, ...venue };
  return { attempt, question: 'in-doubt', learned: [], readAt: NOW, venue: shown };
}
const textOf = (sight: Sight): string =>
  renderEvidence({ sight, sender: undefined, account: 'aquanow CA1' }, { width: 100, color: false });

it('is shown as what it is, beside what can be read', () => {
  expect(textOf(sightOf({ unclear: [UNCLEAR] }))).toContain(
    [
      '  candidates  1 order that may be it, as far as can be told; look at the venue:',
      '              o-3',
      '              it has traded, but not how much',
    ].join('\n'),
  );
  const both = textOf(sightOf({ unclear: [UNCLEAR], candidates: [{ row: rowOf() }] }));
  expect(both).toMatch(/candidates {2}1 order on the same terms[\s\S]*o-1\n[\s\S]*1 order that may be it/);
  expect(textOf(sightOf({}))).toContain('none: no order is on the same terms');
});

it('is not called gone where no look-up could have found it', () => {
  const dip = attemptOf('dip');
  const untagged = [dip.intent({ tagSent: false }), dip.accepted(), dip.about('vanished', { message: 'm' })];
  const attempt = lastAttempt(
    historyOf(...untagged.map((draft) => [60_000, draft] as const)),
    orderKey('dip'),
  );
  if (attempt === undefined) throw new Error('no attempt');
  expect(textOf({ ...sightOf({}), attempt, question: 'vanished' })).toContain(
    '? dip  not linked: accepted, and no look-up can tell which order it is; it counts as live\n',
  );
});

it('is told apart in the line to type, and not offered as the order itself', () => {
  const { advice, commands } = waysOn(sightOf({ unclear: [UNCLEAR] }), { environment: 'live' });
  expect(advice).toContain('The candidate may be it.');
  expect(commands).toEqual([
    'tradeform resolve dip --executed VENUE-ID --reason "…" --approver NAME --env live',
    'tradeform resolve dip --not-executed --other o-3 --reason "…" --approver NAME --env live',
  ]);
});
