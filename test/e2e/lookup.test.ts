import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBothVenues } from '../support/both-venues.ts';
import type { Desk, Ended } from '../support/desk.ts';
import { Middle } from '../support/middle.ts';

/* What the venues offer, for people who write specs: shown for eyes and for programs, and wrong questions answered in kind. */

let desk: Desk;
beforeEach(async () => {
  desk = await openBothVenues();
});
afterEach(() => desk.close());

const lookup = (...args: readonly string[]): Promise<Ended> => desk.tcp('lookup', ...args);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
async function told(...args: readonly string[]): Promise<unknown> {
  const ended = await lookup(...args, '--format', 'json');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ended.stdout) as unknown;
}

describe('lookup accounts', () => {
  it('shows those of tradeform.yaml with their ids, and what their venues offer beside them', async () => {
    const { code, stdout, stderr } = await lookup('accounts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^TCP {2}e2e-desk\n/);
    expect(flat(stdout)).toContain('treasury aquanow CA1264810R');
    expect(flat(stdout)).toContain('bybit-main volven 99998 BYB Bybit yes yes');
    expect(flat(stdout)).toContain('- volven 99999 BIN Binance yes yes');
    expect(await told('accounts')).toMatchObject({
      ...{ format: 1, project: 'e2e-desk', environment: 'tcp', troubles: [] },
      accounts: [
        { account: 'treasury', venue: 'aquanow', id: 'CA1264810R' },
        { account: 'bybit-main', venue: 'volven', id: '99998', exchangeCode: 'BYB' },
        { venue: 'volven', id: '99999', exchangeCode: 'BIN' },
      ],
    });
  });
});

describe('lookup products', () => {
  it('shows what may be traded, with the digits of the venue, and which venue has no such list', async () => {
    const { code, stdout, stderr } = await lookup('products', '--search', 'btc');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(flat(stdout)).toContain('btcusdt BTC/USDT 0.000001 17000 0.000001 0.01 5');
    expect(flat(stdout)).toContain('btcusdt_f BTC/USDT 0.001 1190.000 0.001 0.10');
    expect(stdout).not.toContain('ethusdt');
    expect(stdout).toContain('treasury: aquanow has no list of products');
    expect(await told('products', '--search', 'luna')).toMatchObject({
      products: [{ account: 'bybit-main', products: [{ code: 'lunausdt', removed: true }] }],
      unlisted: [{ account: 'treasury', venue: 'aquanow' }],
    });
  });

  it('asks by exchange, whichever way that is written', async () => {
    for (const code of ['BYB', 'byb'])
      expect((await lookup('products', '--exchange', code)).stdout).toContain('ethusdt_f');
    const none = await lookup('products', '--exchange', 'OKX');
    expect(none).toMatchObject({ code: 64, stdout: '' });
    expect(none.stderr).toContain(
      'No account of tradeform.yaml is at exchange OKX.\n  Exchanges of its accounts: BYB',
    );
  });

  it('says that nothing fits', async () => {
    const { code, stdout } = await lookup('products', '--search', 'doge');
    expect(code).toBe(0);
    expect(stdout).toContain('No product has "doge" in its code, name or currencies.');
  });
});

describe('lookup quote', () => {
  it('prices either quantity, written as in a spec, digit for digit', async () => {
    const buy = await lookup('quote', 'BTC-USD', '--side', 'buy', '--receive', '0.10000000000000000001 BTC');
    expect(buy).toMatchObject({ code: 0, stderr: '' });
    expect(buy.stdout).toContain(
      'buy BTC-USD at 95010 USD: deliver 9501.00 USD, receive 0.10000000000000000001 BTC',
    );
    expect(buy.stdout).toContain('which nobody can execute');
    expect(await told('quote', 'BTC-USD', '--side', 'sell', '--deliver', '2')).toMatchObject({
      quote: { ticker: 'BTC-USD', side: 'sell', price: '94990', receiveQuantity: '189980.00' },
    });
    expect(desk.ledger()).toMatchObject({ quotes: [], orders: [], indicativeQuotes: 2 });
  });

  it('refuses what it can’t ask, and says how it is asked', async () => {
    const buy = ['quote', 'BTC-USD', '--side', 'buy'];
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['quote', 'btc/usd', '--side', 'buy', '--receive', '1'], 'Write BTC-USD.'],
      [['quote', 'bitcoin', '--side', 'buy', '--receive', '1'], 'such as BTC-USD'],
      [['quote', 'BTC-USD', '--receive', '1'], '--side'],
      [['quote', 'BTC-USD', '--side', 'hold', '--receive', '1'], 'buy, sell'],
      [['quote', 'BTC-USD', '--receive', '1'], '--side is missing.'],
      [buy, 'Give one of them: --receive in BTC, or --deliver in USD.'],
      [[...buy, '--receive', '1', '--deliver', '1'], '--receive and --deliver are both given.'],
      [[...buy, '--receive', '1e3'], 'Write 1000.'],
      [[...buy, '--receive', '95,000'], 'Write 95000.'],
      [[...buy, '--receive', '0'], 'above zero'],
      [[...buy, '--receive', '-1'], 'above zero'],
      [[...buy, '--receive', '1 USD'], '--receive of a buy of BTC-USD is in BTC, not USD.'],
      [
        [...buy, '--receive', '1', '--account', 'bybit-main'],
        'bybit-main is at volven, which gives no quotes.',
      ],
      [[...buy, '--receive', '1', '--account', 'nobody'], 'No account is called nobody.'],
    ];
    const ended = await Promise.all(wrong.map(([args]) => lookup(...args)));
    ended.forEach(({ code, stdout, stderr }, i) => {
      expect([wrong[i]?.[0], code, stdout]).toEqual([wrong[i]?.[0], 64, '']);
      expect(stderr).toContain(wrong[i]?.[1]);
    });
    expect(desk.ledger().indicativeQuotes).toBe(0);
  });

  it('passes on why the venue names no price, to programs too', async () => {
    const args = ['quote', 'BTC-XXX', '--side', 'buy', '--receive', '1'];
    const ended = await lookup(...args);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('Product Not Supported');
    const json = await lookup(...args, '--format', 'json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'venue/no-quote', exitCode: 1 } });
  });
});

describe('a venue that can’t be read', () => {
  it('is named once, leaves the other one’s answer alone, and makes it an error', async () => {
    const middle = await Middle.before(desk);
    middle.tricks = {
      instead: ({ path }) =>
        path.startsWith('/as/') ? { status: 400, text: '{"message":"no"}' } : undefined,
    };
    for (const what of ['accounts', 'products']) {
      const { code, stdout, stderr } = await lookup(what);
      expect(code).toBe(1);
      expect(stdout).toContain('treasury');
      expect(stderr.match(/^error: /gm)).toHaveLength(1);
      expect(stderr).toContain('error: bybit-main: the list of accounts');
      const json = await lookup(what, '--format', 'json');
      expect(JSON.parse(json.stdout)).toMatchObject({ troubles: [{ of: 'bybit-main' }] });
    }
    await middle.close();
  });

  it('is the settings’ fault where they mean no account of it', async () => {
    const project = await desk.read('tradeform.yaml');
    await desk.write('tradeform.yaml', project.replace('name: Bybit', 'name: Bibyt'));
    const { code, stderr } = await lookup('accounts');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: bybit-main: .*Bibyt/);
  });
});
