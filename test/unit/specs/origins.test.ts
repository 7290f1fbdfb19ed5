import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { originsOf, placeOfField } from '../../../src/specs/origins.ts';
import { PROJECT, folder, loadFrom } from '../../support/specs.ts';

const TEXT = `version: 1
defaults:
  orders: { account: treasury, strategy: GTC, ticker: BTC-USD, labels: { desk: a } }
  strategies:
    type: SMO
    account: bybit-main
    aggressiveness: 0.5
orders:
  btc-1: { side: buy, receiveQuantity: 1 BTC, priceLimit: 95000, ticker: ETH-BTC }
strategies:
  smo-1:
    productCode: btcusdt_f
    side: buy
    size: 0.1
    orderMaxSize:
      0.03
    run: paused
`.replace('receiveQuantity: 1 BTC', 'receiveQuantity: 1 ETH');

const read = async (text = TEXT) => {
  const dir = await folder({ 'tradeform.yaml': PROJECT, 'x/a.yaml': text });
  const loaded = await loadFrom(dir);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [order, strategy] = loaded.entries;
  if (order === undefined || strategy === undefined) throw new Error('no entries');
  return { dir, project: loaded.project, order, strategy };
};
const at = (line: number, column: number) => ({ file: 'x/a.yaml', line, column });

describe('where a field stands', () => {
  it.each([
    ['priceLimit', 9, 59],
    ['receiveQuantity', 9, 40],
    ['ticker', 9, 74],
    ['account', 3, 22],
    ['strategy', 3, 42],
  ])('of an order: %s', async (field, line, column) => {
    const { project, order } = await read();
    expect(await placeOfField(project, order, field)).toEqual(at(line, column));
  });
  it.each([
    ['size', 14, 11],
    ['orderMaxSize', 16, 7],
    ['aggressiveness', 7, 21],
    ['accountId', 6, 14],
    ['strategyType', 5, 11],
    ['autoRun', 17, 10],
  ])("of a strategy, by its name or by the venue's: %s", async (field, line, column) => {
    const { project, strategy } = await read();
    expect(await placeOfField(project, strategy, field)).toEqual(at(line, column));
  });
  it.each(['triggerPrice', 'generation', 'constructor', '__proto__', ''])(
    'is the entry where the file says nothing of it: %j',
    async (field) => {
      const { project, strategy } = await read();
      expect(await placeOfField(project, strategy, field)).toEqual(strategy.place);
    },
  );
  it('is the entry where the file was changed since, or is gone', async () => {
    const { dir, project, order } = await read();
    await writeFile(join(dir, 'x/a.yaml'), TEXT.replace('btc-1:', 'btc-2:'));
    expect(await placeOfField(project, order, 'account')).toEqual(order.place);
    await writeFile(join(dir, 'x/a.yaml'), '{');
    expect(await placeOfField(project, order, 'account')).toEqual(order.place);
    await rm(join(dir, 'x/a.yaml'));
    expect(await placeOfField(project, order, 'account')).toEqual(order.place);
  });
});

describe('where each value comes from', () => {
  it('of a strategy, in the order of the guide', async () => {
    const { project, strategy } = await read();
    expect(await originsOf(project, strategy)).toEqual([
      { field: 'type', value: 'SMO', from: 'defaults', place: at(5, 5) },
      { field: 'account', value: 'bybit-main', from: 'defaults', place: at(6, 5) },
      { field: 'productCode', value: 'btcusdt_f', from: 'entry', place: at(12, 5) },
      { field: 'side', value: 'buy', from: 'entry', place: at(13, 5) },
      { field: 'size', value: '0.1', from: 'entry', place: at(14, 5) },
      { field: 'orderMaxSize', value: '0.03', from: 'entry', place: at(15, 5) },
      { field: 'aggressiveness', value: '0.5', from: 'defaults', place: at(7, 5) },
      { field: 'run', value: 'paused', from: 'entry', place: at(17, 5) },
    ]);
  });
  it('of an order, its labels one by one', async () => {
    const { project, order } = await read();
    const origins = await originsOf(project, order);
    expect(origins?.map(({ field, from }) => `${field} ${from}`)).toEqual([
      'strategy defaults',
      'account defaults',
      'ticker entry',
      'side entry',
      'receiveQuantity entry',
      'priceLimit entry',
      'labels defaults',
    ]);
    expect(origins?.at(-1)).toMatchObject({ label: 'desk', value: 'a', place: at(3, 74) });
  });
});
