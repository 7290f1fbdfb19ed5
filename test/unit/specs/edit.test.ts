import * as fc from '../../support/fast-check.ts';
import { chmod, readFile, readdir, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { type AccountName, nameOfKey } from '../../../src/model/ids.ts';
import type { Entry } from '../../../src/model/order.ts';
import type { OrderTerms, StrategyTerms } from '../../../src/model/terms.ts';
import { type EntryText, entryLines, entryText } from '../../../src/specs/edit/entry-lines.ts';
import { insertEntries } from '../../../src/specs/edit/insert.ts';
import { entryReader, faultOfEdit, unchanged } from '../../../src/specs/edit/read-back.ts';
import { placeEntries } from '../../../src/specs/edit/place.ts';
import { removeEntries } from '../../../src/specs/edit/remove.ts';
import { namedFile, readSpecText, writeSpecText } from '../../../src/specs/edit/spec-text.ts';
import { specFilesOf } from '../../../src/specs/load.ts';
import { PROJECT, entriesOf, folder, loadFrom, oneOrder } from '../../support/specs.ts';

const sourceOf = (text: string) => ({ file: 'a.yaml', text });
const TREASURY = 'treasury' as AccountName;

const terms = (over: Partial<OrderTerms> = {}): OrderTerms => ({
  strategy: 'GTC',
  ticker: 'BTC-USD',
  side: 'buy',
  receiveQuantity: decimal('0.2'),
  priceLimit: decimal('50000'),
  ...over,
});
const hand = (name = 'hand-1', over: Partial<OrderTerms> = {}): EntryText =>
  entryText(name, TREASURY, terms(over), 1);

function inserted(text: string, ...entries: readonly EntryText[]): string {
  const edit = insertEntries(sourceOf(text), entries.length === 0 ? [hand()] : entries);
  if (!edit.ok) throw new Error(edit.reason);
  return edit.text;
}
const removed = (text: string, ...names: readonly string[]): string | undefined =>
  removeEntries(sourceOf(text), new Set(names))?.text;

const BYBIT = 'bybit-main' as AccountName;
const strategyTerms = (over: Partial<StrategyTerms> = {}): StrategyTerms => ({
  strategyType: 'SMO',
  productCode: 'btcusdt_f',
  side: 'buy',
  size: decimal('0.10'),
  priceLimit: decimal('95000'),
  parameters: { orderMaxSize: decimal('0.03'), aggressiveness: decimal('0'), alwaysPassive: true },
  ...over,
});
const smo = (name = 'smo-1', over: Partial<StrategyTerms> = {}): EntryText =>
  entryText(name, BYBIT, strategyTerms(over), 1);

const SMO = `  smo-1:
    type: SMO
    account: bybit-main
    productCode: btcusdt_f
    side: buy
    size: 0.10
    priceLimit: 95000
    orderMaxSize: 0.03
    aggressiveness: 0
    alwaysPassive: true
`;

const HAND = `  hand-1:
    strategy: GTC
    account: treasury
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.2 BTC
    priceLimit: 50000 USD
`;

const FIELDS = `    strategy: GTC
    account: treasury
    ticker: BTC-USD
    side: buy
    receiveQuantity: 0.50 BTC
    priceLimit: 95000.00
`;

describe('an entry that is put behind the others', () => {
  it('leaves every other byte where it was', () => {
    const text = `# head\nversion: 1   # the format\norders:\n  btc-1:   # first\n${FIELDS}  # foot\n\n# end\n`;
    expect(inserted(text)).toBe(text.replace('  # foot\n', `${HAND}  # foot\n`));
  });

  it('follows the indentation of its file, and its blank lines', () => {
    const deep = `version: 1\norders:\n      a:\n         side: buy\n\n      # of b\n      b:\n         side: buy\n`;
    const lines = ['', ...entryLines(hand(), 6, 3), ''].join('\n');
    expect(inserted(deep)).toBe(deep + lines);
  });

  it('goes before what stands below the orders', () => {
    const text = `version: 1\norders:\n  btc-1:\n${FIELDS}    # of btc-1\n\ndefaults: {}\n`;
    expect(inserted(text)).toBe(text.replace('of btc-1\n', `of btc-1\n${HAND}`));
  });

  it('goes behind a text of several lines', () => {
    const text = `version: 1\norders:\n  btc-1:\n${FIELDS}    description: |\n      one\n      # no comment\n`;
    expect(inserted(text)).toBe(text + HAND);
  });

  it.each([
    ['orders: {}', 'orders:'],
    ['orders:   { } # none yet', 'orders: # none yet'],
    ['orders: {}\n# foot', 'orders:', '\n# foot'],
  ])('takes the place of braces without orders: %j', (before, after, foot = '') => {
    expect(inserted(`version: 1\n${before}\n`)).toBe(
      `version: 1\n${after}\n${HAND}${foot.slice(1)}${foot && '\n'}`,
    );
  });

  it.each(['version: 1\n', 'version: 1'])('makes `orders:` where there is none: %j', (text) => {
    expect(inserted(text)).toBe(`version: 1\norders:\n${HAND}`);
  });

  it('is not put into what is no spec file', () => {
    for (const text of ['', 'version: [', '- a\n'])
      expect(insertEntries(sourceOf(text), [hand()])).toEqual({ ok: false, reason: "it can't be read" });
  });

  it('keeps the line breaks of a file from Windows', () => {
    const text = `version: 1\norders:\n  btc-1:\n${FIELDS}`.replaceAll('\n', '\r\n');
    expect(inserted(text)).toBe(text + HAND.replaceAll('\n', '\r\n'));
  });

  it('ends a last line that had no end', () => {
    const text = `version: 1\norders:\n  btc-1:\n${FIELDS}`.trimEnd();
    expect(inserted(text)).toBe(`${text}\n${HAND}`);
  });

  it('does not say again what the defaults of the file say', () => {
    const head = 'version: 1\ndefaults:\n  orders: { account: treasury, strategy: GTC, ticker: ETH-USD }\n';
    expect(inserted(`${head}orders: {}\n`)).toBe(
      `${head}orders:\n  hand-1:\n    ticker: BTC-USD\n    side: buy\n    receiveQuantity: 0.2 BTC\n    priceLimit: 50000 USD\n`,
    );
  });

  it.each([
    '{ version: 1, orders: {} }',
    'version: 1\norders: { a: { side: buy } }',
    'version: 1\norders: {\n  # note\n}\n',
  ])('is left to a person in %j', (text) => {
    expect(insertEntries(sourceOf(text), [hand()])).toEqual({
      ok: false,
      reason: 'its orders are written in braces',
    });
  });
});

describe('a strategy that is put behind the others', () => {
  it('goes to its own block, which is made where there is none', () => {
    const orders = `version: 1\norders:\n  btc-1:\n${FIELDS}`;
    expect(inserted(orders, smo())).toBe(`${orders}strategies:\n${SMO}`);
    const both = `version: 1\nstrategies:\n  s: { type: SMO } # first\n\norders:\n  btc-1:\n${FIELDS}`;
    expect(inserted(both, smo())).toBe(both.replace('# first\n', `# first\n${SMO}`));
  });
  it('goes with orders in one edit', () => {
    expect(inserted('version: 1\n', smo(), hand())).toBe(`version: 1\nstrategies:\n${SMO}orders:\n${HAND}`);
  });
  it('does not say again what the defaults of its block say', () => {
    const head =
      'version: 1\ndefaults:\n  orders: { account: x }\n  strategies: { account: bybit-main, type: SMO, alwaysPassive: true }\n';
    const own = SMO.replace('    type: SMO\n    account: bybit-main\n', '').replace(
      '    alwaysPassive: true\n',
      '',
    );
    expect(inserted(`${head}strategies: {}\n`, smo())).toBe(`${head}strategies:\n${own}`);
  });
  it('is left to a person where strategies are written in braces', () =>
    expect(insertEntries(sourceOf('version: 1\nstrategies: { s: { type: SMO } }\n'), [smo()])).toEqual({
      ok: false,
      reason: 'its strategies are written in braces',
    }));
});

describe('an entry that is taken out', () => {
  const three = `version: 1
orders:
  # of a
  a: # the first
    side: buy
    # within a
  # of b, line one
  # of b, line two
  b: { side: buy } # one line

  # a note that stands alone

  # of c
  c:
    description: |
      text
      # no comment
# at the end
`;

  it('takes its own comments with it and leaves the others', () => {
    expect(removed(three, 'b')).toBe(
      three.replace('  # of b, line one\n  # of b, line two\n  b: { side: buy } # one line\n', ''),
    );
    expect(removed(three, 'a')).toBe(
      three.replace('  # of a\n  a: # the first\n    side: buy\n    # within a\n', ''),
    );
    expect(removed(three, 'c')).toBe(three.slice(0, three.indexOf('  # of c')) + '# at the end\n');
  });

  it('tells which lines go', () => {
    expect(removeEntries(sourceOf(three), new Set(['a', 'b', 'none']))?.removals).toEqual([
      { name: 'a', from: 3, to: 6 },
      { name: 'b', from: 7, to: 9 },
    ]);
  });

  it('leaves `orders: {}` behind the last one', () => {
    expect(removed(three, 'a', 'b', 'c')).toBe(
      'version: 1\norders: {}\n\n  # a note that stands alone\n\n# at the end\n',
    );
    expect(removed('version: 1\norders: # all\n  a: { side: buy }\n', 'a')).toBe(
      'version: 1\norders: {} # all\n',
    );
  });

  it('leaves no blank line twice', () => {
    const spaced = 'version: 1\norders:\n  a: { side: buy }\n\n  b: { side: buy }\n\n  c: { side: buy }\n';
    expect(removed(spaced, 'a')).toBe('version: 1\norders:\n  b: { side: buy }\n\n  c: { side: buy }\n');
    expect(removed(spaced, 'b')).toBe('version: 1\norders:\n  a: { side: buy }\n\n  c: { side: buy }\n');
    expect(removed(spaced, 'c')).toBe('version: 1\norders:\n  a: { side: buy }\n\n  b: { side: buy }\n');
    expect(removed(spaced, 'b', 'c')).toBe('version: 1\norders:\n  a: { side: buy }\n');
    expect(removed(spaced, 'a', 'b')).toBe('version: 1\norders:\n  c: { side: buy }\n');
  });

  it('is found in either block, and neither is left without a map', () => {
    const both =
      'version: 1\nstrategies:\n  # of s\n  s: { type: SMO }\n\norders:\n  a: { side: buy }\n  b: { side: buy }\n';
    expect(removed(both, 's')).toBe(
      'version: 1\nstrategies: {}\norders:\n  a: { side: buy }\n  b: { side: buy }\n',
    );
    expect(removed(both, 'a', 'b')).toBe(
      'version: 1\nstrategies:\n  # of s\n  s: { type: SMO }\n\norders: {}\n',
    );
    expect(removed(both, 's', 'a', 'b')).toBe('version: 1\nstrategies: {}\norders: {}\n');
    expect(removeEntries(sourceOf(both), new Set(['b', 's']))?.removals).toEqual([
      { name: 's', from: 3, to: 4 },
      { name: 'b', from: 8, to: 8 },
    ]);
  });

  it('works between braces, on one line and on several', () => {
    const one = 'version: 1\norders: { a: { side: buy }, b: { side: buy }, c: { side: buy } }\n';
    expect(removed(one, 'a')).toBe('version: 1\norders: { b: { side: buy }, c: { side: buy } }\n');
    expect(removed(one, 'b')).toBe('version: 1\norders: { a: { side: buy }, c: { side: buy } }\n');
    expect(removed(one, 'c')).toBe('version: 1\norders: { a: { side: buy }, b: { side: buy } }\n');
    expect(removed(one, 'a', 'b', 'c')).toBe('version: 1\norders: {  }\n');
    const several = 'version: 1\norders: {\n  # of a\n  a: { side: buy }, # a\n  b: { side: buy },\n}\n';
    expect(removed(several, 'a')).toBe('version: 1\norders: {\n  b: { side: buy },\n}\n');
    expect(removed(several, 'b')).toBe('version: 1\norders: {\n  # of a\n  a: { side: buy }, # a\n}\n');
  });

  it('does not take a heading that stands further left, nor one above a blank line', () => {
    const text =
      'version: 1\norders:\n# --- ladder ---\n  a: { side: buy }\n  # heading\n\n  b: { side: buy }\n';
    expect(removed(text, 'a', 'b')).toBe('version: 1\norders: {}\n# --- ladder ---\n  # heading\n');
  });
});

/** The lines of a text that say something. */
const told = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/* Any file of entries in any of these styles. */
const aFile = fc
  .array(
    fc.record({
      comment: fc.constantFrom('', '  # of it\n', '# heading\n', '  # one\n  # two\n', '\n', '\n  # of it\n'),
      body: fc.constantFrom(
        ` # note\n${FIELDS}`,
        `\n${FIELDS}    # within\n`,
        `\n${FIELDS}    description: |\n      # text\n\n      more\n`,
        ' { strategy: GTC, account: treasury, ticker: BTC-USD, side: buy, receiveQuantity: 1, priceLimit: 2 }\n',
        `\n${FIELDS}    labels: { a: b } # c\n\n`,
      ),
      gone: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .chain((parts) =>
    fc.record({
      parts: fc.constant(parts),
      foot: fc.constantFrom('', '# foot\n', '  # foot\n', 'defaults: {}\n', '\n\n'),
      newline: fc.constantFrom('\n', '\r\n'),
    }),
  )
  .map(({ parts, foot, newline }) => ({
    names: parts.flatMap(({ gone }, i) => (gone ? [`e${i}`] : [])),
    text: `version: 1\norders:\n${parts.map(({ comment, body }, i) => `${comment}  e${i}:${body}`).join('')}${foot}`.replaceAll(
      '\n',
      newline,
    ),
  }));

async function readBack(text: string): Promise<ReadonlyMap<string, unknown>> {
  const entries = await entriesOf({ 'a.yaml': text });
  return new Map(entries.map(({ place: _place, ...entry }) => [nameOfKey(entry.key), entry]));
}

describe('edits of any file', () => {
  it('take out what was asked for and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(aFile, async ({ text, names }) => {
        const before = await readBack(text);
        const after = await readBack(removed(text, ...names) ?? '');
        expect(after).toEqual(new Map([...before].filter(([name]) => !names.includes(name))));
      }),
      { numRuns: 150 },
    );
  });

  it('take out only whole lines, and every comment of those that stay is still there', () => {
    fc.assert(
      fc.property(aFile, ({ text, names }) => {
        const lines = (removed(text, ...names) ?? '').split('\n');
        const rest = text.split('\n');
        for (const line of lines) {
          if (line.startsWith('orders: {}')) continue;
          const at = rest.indexOf(line);
          expect(at).toBeGreaterThanOrEqual(0);
          rest.splice(0, at + 1);
        }
      }),
    );
  });

  it('put in what was asked for and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(aFile, async ({ text }) => {
        const before = await readBack(text);
        const after = await readBack(inserted(text));
        expect([...after.keys()]).toEqual([...before.keys(), 'hand-1']);
        for (const [name, entry] of before) expect(after.get(name)).toEqual(entry);
      }),
      { numRuns: 150 },
    );
  });

  it('undo each other, but for blank lines', () => {
    fc.assert(
      fc.property(aFile, ({ text }) => {
        expect(told(removed(inserted(text), 'hand-1') ?? '')).toEqual(told(text));
      }),
    );
  });
});

const project = async (files: Readonly<Record<string, string>>) => {
  const dir = await folder({ 'tradeform.yaml': PROJECT, ...files });
  const loaded = await loadFrom(dir);
  if (!loaded.ok) throw new Error('the files have problems');
  return { dir, ...loaded };
};

describe('an entry as text', () => {
  it.each<[string, Partial<OrderTerms>]>([
    ['a plain one', {}],
    ['a date', { strategy: 'GTD', expirationTime: Date.UTC(2027, 1, 15, 21, 0, 0, 123) }],
    ['a reference that YAML would take for nothing', { usernameRef: 'null' }],
    ['a reference of digits', { usernameRef: '0118' }],
    ['a long amount', { receiveQuantity: decimal('2.4643104026041307') }],
  ])('reads back as the terms that it was made of: %s', async (_, over) => {
    const { project: of } = await project({});
    const read = (await entryReader(of))(hand('null', over));
    expect(read).toMatchObject({ key: 'order/null', account: 'treasury', generation: 1 });
    expect((read as Entry).terms).toEqual(terms(over));
  });

  it.each<[string, Partial<OrderTerms>]>([
    ['RFQ', { strategy: 'RFQ' }],
    [
      'FOK',
      {
        strategy: 'FOK',
        priceLimit: undefined,
        tradePrice: decimal('50000'),
      } as unknown as Partial<OrderTerms>,
    ],
    [
      'MARKET',
      {
        strategy: 'MARKET',
        priceLimit: undefined,
        priceGuard: decimal('50000'),
      } as unknown as Partial<OrderTerms>,
    ],
  ])('reads back whatever its strategy: %s', async (_, over) => {
    const { project: of } = await project({});
    const read = (await entryReader(of))(hand('x', over));
    expect((read as Entry).terms).toEqual(JSON.parse(JSON.stringify(terms(over))));
  });

  it.each<[string, Partial<StrategyTerms>]>([
    ['a plain one', {}],
    ['one at any price', { priceLimit: undefined } as unknown as Partial<StrategyTerms>],
    ['one without fields of its own', { parameters: {} }],
    ['a sell', { side: 'sell', size: decimal('2.4643104026041307') }],
  ])('reads back as the strategy that it was made of: %s', async (_, over) => {
    const { project: of } = await project({});
    const read = (await entryReader(of))(smo('null', over));
    expect(read).toMatchObject({
      key: 'strategy/null',
      account: 'bybit-main',
      generation: 1,
      run: 'started',
    });
    expect((read as Entry).terms).toEqual(JSON.parse(JSON.stringify(strategyTerms(over))));
  });

  it('says that a strategy is paused, and which generation it is', async () => {
    const { project: of } = await project({});
    const text = entryText('x', BYBIT, strategyTerms(), 3, 'paused');
    expect(text.fields.slice(-2)).toEqual([
      ['run', 'paused'],
      ['generation', '3'],
    ]);
    expect((await entryReader(of))(text)).toMatchObject({ run: 'paused', generation: 3 });
  });

  it('names its currencies, so that every environment takes it', () => {
    const sell = {
      side: 'sell',
      receiveQuantity: undefined,
      deliverQuantity: decimal('1'),
    } as unknown as OrderTerms;
    expect(entryText('x', TREASURY, { ...terms(), ...sell }, 2).fields).toContainEqual([
      'deliverQuantity',
      '1 BTC',
    ]);
  });

  it('says what is wrong where the reader would not take it', async () => {
    const { project: of } = await project({});
    expect((await entryReader(of))(hand('x', { ticker: 'btc' }))).toContain('`btc` is not a valid ticker');
  });
});

describe('a file for new entries', () => {
  const wanted = (text: EntryText, account: AccountName) => ({ text, account, fits: () => true });
  it('is the one whose defaults are for the account, in the block of the entry', async () => {
    const { project: of, entries } = await project({
      'a.yaml': 'version: 1\ndefaults: { orders: { account: treasury } }\n',
      'b.yaml': 'version: 1\ndefaults: { strategies: { account: bybit-main } }\n',
    });
    const placed = await placeEntries(of, entries, [wanted(smo(), BYBIT), wanted(hand(), TREASURY)]);
    expect([...placed.unplaced]).toEqual([]);
    expect([...placed.places].map(([name, { file }]) => [name, file])).toEqual([
      ['smo-1', 'b.yaml'],
      ['hand-1', 'a.yaml'],
    ]);
  });
  it('is a new one where none fits', async () => {
    const { project: of, entries } = await project({});
    const placed = await placeEntries(of, entries, [wanted(smo(), BYBIT), wanted(hand(), TREASURY)]);
    expect(placed.edits.map(({ of: { name }, text }) => [name, text])).toEqual([
      ['imported.yaml', `version: 1\nstrategies:\n${SMO}orders:\n${HAND}`],
    ]);
  });
});

describe('an edit before it is written', () => {
  it('is refused where the reader finds anything but what was meant', async () => {
    const { project: of, entries } = await project({ 'a.yaml': oneOrder() });
    const fault = (text: string): Promise<string | undefined> =>
      faultOfEdit(of, new Map([['a.yaml', text]]), unchanged(entries));
    expect(await fault(oneOrder())).toBeUndefined();
    expect(await fault(`# a comment\n${oneOrder()}`)).toBeUndefined();
    expect(await fault(oneOrder({ priceLimit: '95000.01' }))).toBe('`order/btc-1` would read otherwise');
    expect(await fault('version: 1\norders: {}\n')).toBe('the edited files would hold other entries');
    expect(await fault('version: 1\norders: [\n')).toContain('would not be valid (a.yaml:');
    expect(await faultOfEdit(of, new Map([['b.yaml', oneOrder()]]), unchanged(entries))).toContain(
      'is used twice',
    );
  });
});

describe('a spec file that is written', () => {
  it('is replaced in one step, byte order mark and mode kept', async () => {
    const { dir, project: of } = await project({ 'a.yaml': `\uFEFF${oneOrder()}` });
    const [found] = specFilesOf(of).files;
    if (found === undefined) throw new Error('no file');
    await chmod(join(dir, 'a.yaml'), 0o640);
    const text = await readSpecText(of, found);
    expect(text.text).toBe(oneOrder());
    await writeSpecText(text, `${text.text}# more\n`);
    expect(await readFile(join(dir, 'a.yaml'), 'utf8')).toBe(`\uFEFF${oneOrder()}# more\n`);
    expect((await stat(join(dir, 'a.yaml'))).mode & 0o777).toBe(0o640);
    expect((await readdir(dir)).sort()).toEqual(['a.yaml', 'tradeform.yaml']);
  });

  it('is left alone where somebody else changed it meanwhile', async () => {
    const { dir, project: of } = await project({ 'a.yaml': oneOrder() });
    const text = await readSpecText(of, { path: join(dir, 'a.yaml'), name: 'a.yaml' });
    await writeFile(join(dir, 'a.yaml'), `# theirs\n${oneOrder()}`);
    await expect(writeSpecText(text, '')).rejects.toThrow('it was changed at the same time');
    expect(await readFile(join(dir, 'a.yaml'), 'utf8')).toBe(`# theirs\n${oneOrder()}`);
    const fresh = await readSpecText(of, { path: join(dir, 'new.yaml'), name: 'new.yaml' });
    await writeFile(join(dir, 'new.yaml'), '# theirs\n');
    await expect(writeSpecText(fresh, '')).rejects.toThrow('it was changed at the same time');
    expect((await readdir(dir)).sort()).toEqual(['a.yaml', 'new.yaml', 'tradeform.yaml']);
  });

  it('is what a link leads to: the link stays one', async () => {
    const { dir } = await project({ 'drafts/real.yaml': oneOrder() });
    await symlink('drafts/real.yaml', join(dir, 'a.yaml'));
    const loaded = await loadFrom(dir);
    if (!loaded.ok) throw new Error('the files have problems');
    const of = { ...loaded.project, exclude: ['drafts'] };
    const [found] = specFilesOf(of).files;
    if (found === undefined) throw new Error('no file');
    expect(found.name).toBe('a.yaml');
    await writeSpecText(await readSpecText(of, found), '# edited\n');
    expect(await readFile(join(dir, 'drafts/real.yaml'), 'utf8')).toBe('# edited\n');
    expect(await readlink(join(dir, 'a.yaml'))).toBe('drafts/real.yaml');
  });

  it('must be one that the project would read', async () => {
    const { dir, project: of } = await project({ 'a.yaml': oneOrder() });
    const { files } = specFilesOf(of);
    expect(namedFile(of, dir, 'a.yaml', files)).toEqual(files[0]);
    expect(namedFile(of, dir, 'new/b.yaml', files)).toMatchObject({ name: 'new/b.yaml' });
    const unfit = (file: string): unknown => namedFile(of, dir, file, files);
    expect(unfit('../b.yaml')).toHaveProperty('unfit');
    expect(unfit('b.txt')).toHaveProperty('unfit');
    expect(unfit('tradeform.yaml')).toHaveProperty('unfit');
    expect(unfit('.github/b.yaml')).toHaveProperty('unfit');
    const fussy = { ...of, exclude: ['drafts'], environment: { ...of.environment, specs: ['orders'] } };
    expect(namedFile(fussy, dir, 'drafts/b.yaml', files)).toHaveProperty('unfit');
    expect(namedFile(fussy, dir, 'other/b.yaml', files)).toHaveProperty('unfit');
    expect(namedFile(fussy, dir, 'orders/b.yaml', files)).not.toHaveProperty('unfit');
  });
});
