import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/model/ids.ts';
import { ACCOUNT_ROWS, account, fakeClock, json, routed, venueOf } from './desk.ts';

const byName = (exchangeCode: string, name: string) =>
  account({ id: '' as AccountId, lookup: { exchangeCode, name } });
const found = async (rows: unknown, which = account()) => {
  const { fetch } = routed({ accounts: () => json(rows) });
  return venueOf({ fetch }).findAccount?.(which);
};
const LISTED = "this user's accounts: 99998 (BYB Bybit), 99999 (BIN Binance)";

describe('an account', () => {
  it('is found by its id, or by exchange and name', async () => {
    expect(await found(ACCOUNT_ROWS)).toEqual({ kind: 'found', account: account() });
    const named = byName('BIN', 'Binance');
    expect(await found(ACCOUNT_ROWS, named)).toEqual({ kind: 'found', account: { ...named, id: '99999' } });
  });

  it.each([
    ['another id', account({ id: '1' as AccountId }), 'Volven knows no account that has the id 1'],
    ['another name', byName('BYB', 'bybit'), 'Volven knows no account that is bybit at BYB'],
    ['another exchange', byName('BIN', 'Bybit'), 'Volven knows no account that is Bybit at BIN'],
  ])('with %s is none, and those there are are listed', async (_, which, said) => {
    expect(await found(ACCOUNT_ROWS, which)).toEqual({
      kind: 'invalid',
      message: `account bybit-main: ${said}; ${LISTED}`,
      remedy: 'Write the id of the right one below accounts.bybit-main in tradeform.yaml.',
    });
  });

  it('is none where the user has none', async () => {
    const none = await found([]);
    expect(none).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('this user has no account'),
    });
  });

  it('that could be two is neither, and both are listed', async () => {
    const twin = { ...ACCOUNT_ROWS[0], id: '77777' };
    const answer = await found([...ACCOUNT_ROWS, twin], byName('BYB', 'Bybit'));
    expect(answer).toMatchObject({
      kind: 'invalid',
      message:
        "account bybit-main: more than one account is Bybit at BYB; this user's accounts: 99998 (BYB Bybit), 77777 (BYB Bybit)",
    });
  });

  it('is used while one of its two parts is active, and not when both are off', async () => {
    const [off, on] = [{ isActive: false }, { isActive: true }];
    for (const parts of [
      { spot: on, futures: off },
      { spot: off, futures: on },
      { spot: on, futures: null },
    ])
      expect(await found([{ ...ACCOUNT_ROWS[0], ...parts }])).toMatchObject({ kind: 'found' });
    for (const parts of [
      { spot: off, futures: off },
      { spot: { isActive: 'true' }, futures: undefined },
    ])
      expect(await found([{ ...ACCOUNT_ROWS[0], ...parts }])).toMatchObject({
        kind: 'invalid',
        message:
          'account bybit-main: 99998 (BYB Bybit) is switched off at Volven: neither spot nor futures is active',
      });
  });

  it('has the exchange of its `exchange` where `exchangeCode` is missing', async () => {
    const { exchangeCode: _, ...row } = ACCOUNT_ROWS[0] ?? {};
    expect(await found([row], byName('BYB', 'Bybit'))).toMatchObject({ kind: 'found' });
  });

  it.each<[string, unknown]>([
    ['no list', { data: [] }],
    ['a row that is none', [...ACCOUNT_ROWS, null]],
    ['a row without an id', [...ACCOUNT_ROWS, { name: 'x' }]],
  ])('is unknown when the answer is %s', async (_, rows) => {
    expect(await found(rows)).toMatchObject({ kind: 'unknown' });
  });

  it('is read once, whatever is asked; a failure is not kept', async () => {
    let isUp = false;
    const { fetch, seen } = routed({ accounts: () => (isUp ? json(ACCOUNT_ROWS) : json({}, 400)) });
    const venue = venueOf({ fetch, clock: fakeClock() });
    expect(await venue.findAccount?.(account())).toMatchObject({
      kind: 'unknown',
      reason: 'the list of accounts: volven.example answered 400',
    });
    isUp = true;
    expect(await venue.findAccount?.(account())).toMatchObject({ kind: 'found' });
    await Promise.all([venue.findAccount?.(byName('BIN', 'Binance')), venue.reader.products(account())]);
    expect(seen.filter(({ url }) => url.pathname === '/as/v3/accounts')).toHaveLength(2);
  });
});
