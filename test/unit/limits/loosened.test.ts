import { describe, expect, it } from 'vitest';
import { loosened } from '../../../src/limits/loosened.ts';

type Json = Readonly<Record<string, unknown>>;
const text = (overall: Json, own?: Json): string =>
  JSON.stringify(own === undefined ? overall : { ...overall, accounts: { treasury: own } });
/** What is looser in `is`; of one account, and of the environment where its name is the first word. */
const own = (was: Json, is: Json, denies = true): readonly string[] =>
  loosened(text({}, was), text({}, is), () => denies);

describe('limits of the environment', () => {
  it.each<[string, Json, Json, readonly string[]]>([
    [
      'an older price is taken',
      { referenceMaxAge: '5s' },
      { referenceMaxAge: '30s' },
      ['referenceMaxAge: 5s → 30s'],
    ],
    ['a younger one is', { referenceMaxAge: '5s' }, { referenceMaxAge: '500ms' }, []],
    ['the same in another unit', { referenceMaxAge: '60s' }, { referenceMaxAge: '1m' }, []],
    ['older than what holds unless given', {}, { referenceMaxAge: '6s' }, ['referenceMaxAge: none → 6s']],
    ['younger than that', {}, { referenceMaxAge: '4s' }, []],
    ['removed, where it was younger', { referenceMaxAge: '4s' }, {}, ['referenceMaxAge: 4s → none']],
    ['removed, where it was older', { referenceMaxAge: '6s' }, {}, []],
    [
      'more submits',
      { maxSubmitsPerApply: '9' },
      { maxSubmitsPerApply: '10' },
      ['maxSubmitsPerApply: 9 → 10'],
    ],
    ['fewer submits', { maxSubmitsPerApply: '10' }, { maxSubmitsPerApply: '9' }, []],
    ['any number of submits', { maxSubmitsPerApply: '10' }, {}, ['maxSubmitsPerApply: 10 → none']],
    ['a limit that was none', {}, { maxSubmitsPerApply: '10' }, []],
    ['faster', { maxSubmitsPerSecond: '2' }, { maxSubmitsPerSecond: '3' }, ['maxSubmitsPerSecond: 2 → 3']],
    ['more cancels', { maxCancelShare: '30%' }, { maxCancelShare: '30.5%' }, ['maxCancelShare: 30% → 30.5%']],
    [
      'more failures',
      { consecutiveFailures: '3' },
      { consecutiveFailures: '4' },
      ['consecutiveFailures: 3 → 4'],
    ],
    ['something that nobody knows', { newRule: '1' }, { newRule: '0' }, ['newRule: 1 → 0']],
    ['something new that nobody knows', {}, { newRule: { a: '1' } }, ['newRule a: none → 1']],
    [
      'a time that can not be read',
      { referenceMaxAge: '5s' },
      { referenceMaxAge: 'soon' },
      ['referenceMaxAge: 5s → soon'],
    ],
    [
      'something that can not be read',
      { maxSubmitsPerApply: '9' },
      { maxSubmitsPerApply: 'many' },
      ['maxSubmitsPerApply: 9 → many'],
    ],
    [
      'something of another shape',
      { maxSubmitsPerApply: '9' },
      { maxSubmitsPerApply: ['9'] },
      ['maxSubmitsPerApply: 9 → 9'],
    ],
    ['nothing', { maxSubmitsPerApply: '9' }, { maxSubmitsPerApply: '9' }, []],
  ])('%s', (_what, was, is, expected) => expect(loosened(text(was), text(is))).toEqual(expected));
});

describe('limits of an account', () => {
  it.each<[string, Json, Json, readonly string[]]>([
    [
      'a larger order',
      { maxNotional: { USD: '250000' } },
      { maxNotional: { USD: '500000' } },
      ['treasury maxNotional USD: 250000 → 500000'],
    ],
    ['a smaller order', { maxNotional: { USD: '250000' } }, { maxNotional: { USD: '249999.99' } }, []],
    [
      'by the last of thirty digits',
      { maxQuantity: { BTC: '1234567890123456789.01234567891' } },
      { maxQuantity: { BTC: '1234567890123456789.01234567892' } },
      ['treasury maxQuantity BTC: 1234567890123456789.01234567891 → 1234567890123456789.01234567892'],
    ],
    [
      'a currency without its limit',
      { maxNotional: { USD: '1', CAD: '2' } },
      { maxNotional: { USD: '1' } },
      ['treasury maxNotional CAD: 2 → none'],
    ],
    [
      'all currencies without their limit',
      { maxOpenNotional: { USD: '1' } },
      {},
      ['treasury maxOpenNotional USD: 1 → none'],
    ],
    [
      'more open',
      { maxOpenNotional: { USD: '1' }, maxOpenOrders: '5' },
      { maxOpenNotional: { USD: '2' }, maxOpenOrders: '6' },
      ['treasury maxOpenNotional USD: 1 → 2', 'treasury maxOpenOrders: 5 → 6'],
    ],
    ['a limit of what is open that was none', {}, { maxOpenNotional: { USD: '1' } }, []],
    [
      'more a day',
      { maxDailyNotional: { USD: '1' } },
      { maxDailyNotional: { USD: '2' } },
      ['treasury maxDailyNotional USD: 1 → 2'],
    ],
    ['a wider collar', { priceCollar: '2%' }, { priceCollar: '2.5%' }, ['treasury priceCollar: 2% → 2.5%']],
    ['a narrower collar', { priceCollar: '2%' }, { priceCollar: '1.9%' }, []],
    ['no collar', { priceCollar: '2%' }, {}, ['treasury priceCollar: 2% → none']],
    ['farther away', { maxDistance: '40%' }, { maxDistance: '50%' }, ['treasury maxDistance: 40% → 50%']],
    ['resting longer', { maxResting: '24h' }, { maxResting: '2d' }, ['treasury maxResting: 24h → 2d']],
    ['resting as long', { maxResting: '24h' }, { maxResting: '1d' }, []],
    [
      'no end',
      { allowNoExpiry: 'false' },
      { allowNoExpiry: 'true' },
      ['treasury allowNoExpiry: false → true'],
    ],
    ['an end again', { allowNoExpiry: 'true' }, {}, []],
    [
      'a shorter window',
      { duplicateWindow: '24h' },
      { duplicateWindow: '23h' },
      ['treasury duplicateWindow: 24h → 23h'],
    ],
    ['a longer window', { duplicateWindow: '24h' }, { duplicateWindow: '2d' }, []],
    ['no window', { duplicateWindow: '24h' }, {}, ['treasury duplicateWindow: 24h → none']],
    ['crossing', { selfCross: 'deny' }, { selfCross: 'allow' }, ['treasury selfCross: deny → allow']],
    ['crossing, unsaid', { selfCross: 'deny' }, {}, ['treasury selfCross: deny → none']],
    ['no crossing', { selfCross: 'allow' }, { selfCross: 'deny' }, []],
    ['crossing, said at last', {}, { selfCross: 'allow' }, []],
    [
      'a new instrument',
      { allow: { instruments: ['A', 'B'] } },
      { allow: { instruments: ['A', 'C', 'D'] } },
      ['treasury allow instruments with C, D'],
    ],
    ['an instrument less', { allow: { instruments: ['A', 'B'] } }, { allow: { instruments: ['A'] } }, []],
    [
      'a new strategy',
      { allow: { strategies: ['GTC'] } },
      { allow: { strategies: ['GTC', 'MARKET'] } },
      ['treasury allow strategies with MARKET'],
    ],
    [
      'no list of instruments',
      { allow: { instruments: ['A'] } },
      { allow: {} },
      ['treasury allow instruments: A → none'],
    ],
    [
      'a label less',
      { requireLabels: ['desk', 'ticket'] },
      { requireLabels: ['desk'] },
      ['treasury requireLabels without ticket'],
    ],
    ['no labels', { requireLabels: ['desk'] }, {}, ['treasury requireLabels without desk']],
    ['labels at last', {}, { requireLabels: ['desk'] }, []],
    ['a label more', { requireLabels: ['desk'] }, { requireLabels: ['desk', 'ticket'] }, []],
    [
      'balances that only warn',
      { balanceCheck: 'refuse' },
      { balanceCheck: 'warn' },
      ['treasury balanceCheck: refuse → warn'],
    ],
    ['balances that nobody looks at', { balanceCheck: 'warn' }, {}, ['treasury balanceCheck: warn → none']],
    ['balances that are looked at', { balanceCheck: 'off' }, { balanceCheck: 'refuse' }, []],
    [
      'orders that nothing bounds',
      {},
      { allowUnboundedMarket: 'true' },
      ['treasury allowUnboundedMarket: none → true'],
    ],
    ['orders that something bounds', { allowUnboundedMarket: 'true' }, { allowUnboundedMarket: 'false' }, []],
    [
      'a minute more',
      { hours: { days: 'mon-fri', from: '08:00', to: '17:00' } },
      { hours: { days: 'mon-fri', from: '08:00', to: '17:01' } },
      ['treasury hours: mon-fri 08:00 17:00 → mon-fri 08:00 17:01'],
    ],
    [
      'other hours',
      { hours: { days: 'mon-fri', from: '08:00', to: '17:00' } },
      { hours: { days: 'sat', from: '08:00', to: '09:00' } },
      ['treasury hours: mon-fri 08:00 17:00 → sat 08:00 09:00'],
    ],
    [
      'shorter hours',
      { hours: { days: 'mon-fri', from: '08:00', to: '17:00' } },
      { hours: { days: 'mon-thu', from: '09:00', to: '17:00' } },
      [],
    ],
    [
      'hours within hours over midnight',
      { hours: { days: 'sun', from: '22:00', to: '02:00' } },
      { hours: { days: 'mon', from: '00:00', to: '02:00' } },
      [],
    ],
    [
      'no hours',
      { hours: { days: 'mon', from: '08:00', to: '17:00' } },
      {},
      ['treasury hours: mon 08:00 17:00 → none'],
    ],
    ['hours that were none', {}, { hours: { days: 'mon', from: '08:00', to: '17:00' } }, []],
    [
      'hours that can not be read',
      { hours: { days: 'mon', from: '08:00', to: '17:00' } },
      { hours: { days: 'moon', from: '08:00', to: '17:00' } },
      ['treasury hours: mon 08:00 17:00 → moon 08:00 17:00'],
    ],
    [
      'hours of another shape',
      { hours: { days: 'mon', from: '08:00', to: '17:00' } },
      { hours: 'always' },
      ['treasury hours: mon 08:00 17:00 → always'],
    ],
    [
      'another time zone',
      { timezone: 'UTC' },
      { timezone: 'Asia/Tokyo' },
      ['treasury timezone: UTC → Asia/Tokyo'],
    ],
    [
      'another source of a price',
      { reference: { x: 'aquanow/BTC-USD' } },
      { reference: { x: 'aquanow/BTC-USDT' } },
      ['treasury reference x: aquanow/BTC-USD → aquanow/BTC-USDT'],
    ],
    [
      'a smaller size',
      { instruments: { X: { minSize: '1' } } },
      { instruments: { X: { minSize: '0.9' } } },
      ['treasury instruments X minSize: 1 → 0.9'],
    ],
    [
      'no smallest size',
      { instruments: { X: { minSize: '1', maxSize: '2' } } },
      { instruments: { X: { maxSize: '2' } } },
      ['treasury instruments X minSize: 1 → none'],
    ],
    [
      'a larger size',
      { instruments: { X: { maxSize: '1' } } },
      { instruments: { X: { maxSize: '1.1' } } },
      ['treasury instruments X maxSize: 1 → 1.1'],
    ],
    [
      'a smaller worth, a lower price',
      { instruments: { X: { minNotional: '10', minPrice: '1' } } },
      { instruments: { X: { minNotional: '9', minPrice: '0.9' } } },
      ['treasury instruments X minNotional: 10 → 9', 'treasury instruments X minPrice: 1 → 0.9'],
    ],
    [
      'finer steps',
      { instruments: { X: { sizeIncrement: '0.02' } } },
      { instruments: { X: { sizeIncrement: '0.01' } } },
      ['treasury instruments X sizeIncrement: 0.02 → 0.01'],
    ],
    [
      'coarser steps',
      { instruments: { X: { sizeIncrement: '0.01' } } },
      { instruments: { X: { sizeIncrement: '0.02' } } },
      [],
    ],
    [
      'other steps',
      { instruments: { X: { priceIncrement: '0.02' } } },
      { instruments: { X: { priceIncrement: '0.03' } } },
      ['treasury instruments X priceIncrement: 0.02 → 0.03'],
    ],
    [
      'no steps',
      { instruments: { X: { priceIncrement: '0.02' } } },
      {},
      ['treasury instruments X priceIncrement: 0.02 → none'],
    ],
    [
      'steps of nothing',
      { instruments: { X: { priceIncrement: '0.02' } } },
      { instruments: { X: { priceIncrement: '0' } } },
      ['treasury instruments X priceIncrement: 0.02 → 0'],
    ],
    ['steps that were none', {}, { instruments: { X: { priceIncrement: '0.02' } } }, []],
    [
      'steps that can not be read',
      { instruments: { X: { priceIncrement: '0.02' } } },
      { instruments: { X: { priceIncrement: 'x' } } },
      ['treasury instruments X priceIncrement: 0.02 → x'],
    ],
    [
      'something that nobody knows',
      {},
      { maxSomething: { USD: '1' } },
      ['treasury maxSomething USD: none → 1'],
    ],
  ])('%s', (_what, was, is, expected) => expect(own(was, is)).toEqual(expected));

  it('what was denied for want of a limit is looser with one; in paper it is tighter', () => {
    const now = { allow: { instruments: ['A'] }, maxQuantity: { BTC: '5' }, maxNotional: { USD: '1' } };
    expect(own({}, now)).toEqual([
      'treasury allow instruments: none → A',
      'treasury maxNotional USD: none → 1',
      'treasury maxQuantity BTC: none → 5',
    ]);
    expect(own({}, now, false)).toEqual([]);
    expect(own({ allowUnboundedMarket: 'false' }, {}, false)).toEqual([
      'treasury allowUnboundedMarket: false → none',
    ]);
    expect(own({ allowUnboundedMarket: 'false' }, {})).toEqual([]);
  });
});

describe('accounts', () => {
  const one = text({}, { maxOpenOrders: '5' });
  it('that are new may send; those that are gone may not, but in paper', () => {
    expect(loosened('{}', one)).toEqual(['account treasury is new: it may send orders']);
    expect(loosened('{}', one, () => false)).toEqual([]);
    expect(loosened(one, '{"accounts":{}}')).toEqual([]);
    expect(loosened(one, '{}', () => false)).toEqual(['all limits of account treasury were removed']);
  });
});

describe('texts that are none', () => {
  it('are told, as nobody can compare them', () => {
    const cannot = ['the limits under which orders were last sent can’t be read'];
    for (const odd of ['', '[]', 'null', '"x"', '{']) expect(loosened(odd, '{}')).toEqual(cannot);
    expect(loosened('{}', '[]')).toEqual(cannot);
    expect(loosened('odd', 'odd')).toEqual([]);
  });
  it('with the names of something else', () =>
    expect(loosened('{"constructor":"1"}', '{}')).toEqual(['constructor: 1 → none']));
});
