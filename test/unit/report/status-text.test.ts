import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { renderStatusMarkdown } from '../../../src/report/markdown/status.ts';
import { renderStatus } from '../../../src/report/status-text.ts';
import { PLAIN } from '../../../src/report/style.ts';
import { accountOf, attemptOf, entryOf, historyOf, inputOf, rowOf, snapshotOf } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';

const MINUTE = 60_000;
const DIP = attemptOf('dip');

describe('the status of an order whose entry was edited', () => {
  const { plan, all } = makePlan(
    inputOf({
      entries: [entryOf('dip', { terms: termsOf({ priceLimit: decimal('95500.00') }) })],
      history: historyOf([MINUTE, DIP.intent()], [MINUTE, DIP.accepted()], [MINUTE, DIP.linked()]),
      snapshots: [snapshotOf([rowOf({ reference: DIP.tag })])],
      accounts: [accountOf()],
    }),
  );

  it('says what rests in its place: the price that was edited, and the one that it becomes', () => {
    const [line] = all;
    const [change] = line?.changes ?? [];
    const told = `priceLimit ${change?.from} → 95500.00: `;
    expect(renderStatus(plan, all, PLAIN)).toContain(`    edited: ${told}`);
    expect(renderStatusMarkdown(plan, all)).toContain(`: ${told}`);
    expect(change?.from).not.toBe('95500.00');
  });
});
