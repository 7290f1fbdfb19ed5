import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { covers } from '../../../src/model/history.ts';
import {
  isStrategyKey,
  keyNamed,
  keysNamed,
  nameOfKey,
  orderKey,
  strategyKey,
} from '../../../src/model/ids.ts';
import {
  FINAL_STATUSES,
  LIVE_STATUSES,
  NO_FILL,
  filledOn,
  isFinal,
  runOf,
} from '../../../src/model/order.ts';
import { DESK, TREASURY } from '../../support/events.ts';

describe("an order's status", () => {
  it('is live or final, and live where no table knows it', () => {
    expect(LIVE_STATUSES.filter(isFinal)).toEqual([]);
    expect(FINAL_STATUSES.filter(isFinal)).toEqual([...FINAL_STATUSES]);
    expect(isFinal('unknown')).toBe(false);
  });

  it('tells whether a strategy works, where it says so', () => {
    const told = [...LIVE_STATUSES, ...FINAL_STATUSES].map((status) => [status, runOf(status)]);
    expect(told.filter(([, run]) => run !== undefined)).toEqual([
      ['pending', 'started'],
      ['open', 'started'],
      ['paused', 'paused'],
    ]);
    expect(runOf(undefined)).toBeUndefined();
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
    expect(strategyKey('btc')).toBe('strategy/btc');
    expect(nameOfKey(strategyKey('btc'))).toBe('btc');
    expect([orderKey('btc'), strategyKey('btc')].map(isStrategyKey)).toEqual([false, true]);
  });

  it('is one of two for a typed name: the one that is known, an order’s where none or both are', () => {
    expect(keysNamed('btc')).toEqual(['order/btc', 'strategy/btc']);
    const known = (...keys: readonly string[]) => keyNamed('btc', (key) => keys.includes(key));
    expect(known()).toBe('order/btc');
    expect(known('order/btc')).toBe('order/btc');
    expect(known('strategy/btc')).toBe('strategy/btc');
    expect(known('strategy/btc', 'order/btc')).toBe('order/btc');
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
