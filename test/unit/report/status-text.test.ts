import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { renderStatusMarkdown } from '../../../src/report/markdown/status.ts';
import { renderStatus } from '../../../src/report/status-text.ts';
import { PLAIN } from '../../../src/report/style.ts';
import {
  BYBIT,
  accountOf,
  attemptOf,
  entryOf,
  historyOf,
  inputOf,
  rowOf,
  snapshotOf,
  strategiesOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from '../../support/cases.ts';
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

describe('the status of a strategy of which its venue tells neither state nor fill', () => {
  const acc = strategyAttemptOf('acc');
  const id = 's-1' as VenueOrderId;
  const { plan, all } = makePlan(
    inputOf({
      entries: [strategyEntryOf('acc')],
      history: historyOf([MINUTE, acc.intent({ run: 'started' })], [MINUTE, acc.accepted(id)]),
      snapshots: [
        strategiesOf([strategyRowOf({ id, status: 'unknown', fillNotTold: true })], { tellsEnds: false }),
      ],
      accounts: [accountOf(BYBIT)],
    }),
  );

  it('says neither that it works, nor that nothing of it is filled', () => {
    for (const text of [renderStatus(plan, all, PLAIN), renderStatusMarkdown(plan, all)]) {
      expect(text).toContain('unknown s-1, its fill is not told');
      expect(text).not.toMatch(/rests as asked for|filled 0/);
      expect(text).toContain('its venue does not tell in full');
    }
  });
});
