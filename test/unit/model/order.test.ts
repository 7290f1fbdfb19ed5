import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { covers } from '../../../src/model/history.ts';
import { type Key, nameOfKey, orderKey } from '../../../src/model/ids.ts';
import { FINAL_STATUSES, LIVE_STATUSES, NO_FILL, filledOn, isFinal } from '../../../src/model/order.ts';
import { DESK, TREASURY } from '../../support/events.ts';

describe("an order's status", () => {
  it('is live or final, and live where no table knows it', () => {
    expect(LIVE_STATUSES.filter(isFinal)).toEqual([]);
    expect(FINAL_STATUSES.filter(isFinal)).toEqual([...FINAL_STATUSES]);
    expect(isFinal('unknown')).toBe(false);
  });
});

describe('a fill', () => {
  it('has a leg for what was received and one for what was delivered', () => {
    const fill = { received: decimal('0.1'), delivered: decimal('9500') };
    expect([filledOn(fill, 'receive'), filledOn(fill, 'deliver')]).toEqual(['0.1', '9500']);
    expect([filledOn(NO_FILL, 'receive'), filledOn(NO_FILL, 'deliver')]).toEqual(['0', '0']);
  });
});

describe('a key', () => {
  it('is the name of an entry with its kind before it', () => {
    expect(orderKey('btc-dip-1')).toBe('order/btc-dip-1');
    expect(nameOfKey(orderKey('btc-dip-1'))).toBe('btc-dip-1');
    expect(nameOfKey('strategy/btc' as Key)).toBe('btc');
  });
});

describe('what a halt or a cancel covers', () => {
  it('is everything, an account, or some keys', () => {
    const a = orderKey('a');
    expect(covers({ kind: 'all' }, TREASURY, a)).toBe(true);
    expect(covers({ kind: 'account', account: TREASURY }, TREASURY, a)).toBe(true);
    expect(covers({ kind: 'account', account: DESK }, TREASURY, a)).toBe(false);
    expect(covers({ kind: 'keys', keys: [orderKey('b'), a] }, TREASURY, a)).toBe(true);
    expect(covers({ kind: 'keys', keys: [orderKey('ab')] }, TREASURY, a)).toBe(false);
    expect(covers({ kind: 'keys', keys: [a] }, TREASURY, undefined)).toBe(false);
  });
});
