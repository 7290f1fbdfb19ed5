import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import project from '../../../schemas/tradeform.schema.json' with { type: 'json' };
import smo from '../../../schemas/strategies/SMO.schema.json' with { type: 'json' };
import spec from '../../../schemas/spec.schema.json' with { type: 'json' };
import strategyType from '../../../schemas/strategy-type.schema.json' with { type: 'json' };
import { loadEntries, loadProject } from '../../../src/specs/load.ts';
import { type TypeSchema, combinedSpec } from '../../../src/specs/types/combine.ts';
import { PROJECT, folder, load, oneOrder, oneStrategy } from '../../support/specs.ts';

const ROOT = new URL('../../../', import.meta.url);
/** As an editor has it: the published schema, over values that YAML 1.2 core makes. */
const editor = (schema: object) =>
  new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);
const [specInEditor, projectInEditor] = [editor(spec), editor(project)];

/** Every schema within a schema. */
function* within(schema: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof schema !== 'object' || schema === null) return;
  if (!Array.isArray(schema)) yield schema as Readonly<Record<string, unknown>>;
  for (const value of Object.values(schema)) yield* within(value);
}

describe.each([
  ['spec', spec],
  ['tradeform', project],
  ['strategy-type', strategyType],
])('schemas/%s.schema.json', (_, schema) => {
  it('is a valid schema of 2020-12', () => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
  it('describes every map, and lets none in that it does not know', () => {
    const maps = [...within(schema)].filter((inner) => 'properties' in inner && inner['type'] === 'object');
    expect(maps.length).toBeGreaterThan(2);
    expect(maps.filter((map) => !('additionalProperties' in map))).toEqual([]);
    expect(maps.filter((map) => !('title' in map) && !('description' in map))).toEqual([]);
  });
  it('has examples that are valid', () => {
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false });
    ajv.addSchema(schema, 'schema');
    let count = 0;
    const wrong: unknown[] = [];
    for (const [name, definition] of Object.entries(
      schema.$defs as unknown as Readonly<Record<string, { examples?: unknown[] }>>,
    ))
      for (const example of definition.examples ?? []) {
        count++;
        if (!ajv.validate({ $ref: `schema#/$defs/${name}` }, example)) wrong.push({ name, example });
      }
    for (const example of schema.examples) expect(ajv.validate({ $ref: 'schema' }, example)).toBe(true);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(2);
  });
  it('has patterns that take no more than linear time', () => {
    const patterns = [...within(schema)].flatMap(({ pattern }) =>
      typeof pattern === 'string' ? [pattern] : [],
    );
    expect(patterns.length).toBeGreaterThan(1);
    // Nothing without bound within a repetition without bound: that is what backtracks.
    expect(patterns.filter((pattern) => /[+*]\)[+*]|,\}\)[+*]/.test(pattern))).toEqual([]);
    expect(patterns.filter((pattern) => !pattern.startsWith('^') || !pattern.endsWith('$'))).toEqual([]);
  });
});

describe('schemas/strategies/SMO.schema.json', () => {
  it('is a strategy type as a project may have one', () => expect(editor(strategyType)(smo)).toBe(true));
  it('has examples that its fields take', () => {
    const ajv = new Ajv2020({ strictTypes: false, keywords: ['x-tradeform'] });
    const fields = Object.entries(
      smo.properties as unknown as Readonly<Record<string, { examples?: unknown[] }>>,
    );
    expect(
      fields.filter(([, field]) => field.examples?.some((example) => !ajv.validate(field, example)) === true),
    ).toEqual([]);
  });
  it('is in the schema that editors use, field by field', () => {
    const inEditor = Object.keys(spec.$defs.strategy.properties);
    expect(inEditor).toEqual([
      ...Object.keys(spec.$defs.commonStrategy.properties),
      ...Object.keys(smo.properties),
    ]);
    expect(combinedSpec(spec, new Map([['SMO', smo as TypeSchema]]))).toEqual(spec);
  });
});

describe('what is generated', () => {
  it('is current', () => {
    const { status, stderr } = spawnSync(process.execPath, ['.ci/generate.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
  it('needs nothing at run time', async () => {
    const dir = await folder({
      'alone.mjs': readFileSync(new URL('src/specs/generated/validators.gen.js', ROOT)),
      'run.mjs': `import { validateSpecFile } from './alone.mjs'; console.log(validateSpecFile({ version: '1' }));`,
    });
    const { stdout } = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', join(dir, 'run.mjs')],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('true\n');
  });
});

/** Specs with what an editor and tradeform say of them. They differ only where the reader knows more than a schema can. */
describe('an editor and tradeform agree', () => {
  const agree: readonly (readonly [string, boolean])[] = [
    [oneOrder(), true],
    [oneOrder({ receiveQuantity: '0.50', priceLimit: '95000' }), true],
    [oneOrder({ receiveQuantity: '"0.50 BTC"' }), true],
    [
      oneOrder({
        strategy: 'LIMIT',
        notAfter: '2026-12-01T20:00:00Z',
        labels: '{ a: 0118, b: yes, c: true, d: 1.5 }',
      }),
      true,
    ],
    [
      oneOrder({
        usernameRef: '123',
        description: '12',
        protect: 'false',
        generation: '3',
        formerly: '[a, b]',
      }),
      true,
    ],
    [oneOrder({ override: '[{ limit: TF-L09, reason: x }]' }), true],
    ['version: 1\n', true],
    ['version: 1\norders: {}\n', true],
    ['version: 1\ndefaults: { orders: { account: treasury, labels: { a: b } } }\n', true],
    ['version: 2\n', false],
    ['orders: {}\n', false],
    ['version: 1\norders:\n', false],
    ['version: 1\nordres: {}\n', false],
    ['version: 1\ndefaults: { orders: { side: buy } }\n', false],
    ['version: 1\nstrategies: {}\n', true],
    ['version: 1\ndefaults: { strategies: { account: bybit-main, alwaysPassive: true } }\n', true],
    [oneOrder({ strategy: 'RFQ' }), true],
    [oneOrder({ strategy: 'FOK', priceLimit: undefined, tradePrice: '95000 USD' }), true],
    [oneOrder({ strategy: 'MARKET', priceLimit: undefined, priceGuard: '95000' }), true],
    [oneStrategy(), true],
    [
      oneStrategy({
        ...{ priceLimit: '95000', orderMaxSize: '0.03', aggressiveness: '0', triggerPrice: '"94000.50"' },
        ...{ useSpikeProtection: 'false', alwaysPassive: 'true', ignoreWarnings: 'true', run: 'paused' },
        ...{ notAfter: '2026-12-01T20:00:00Z', labels: '{ a: 0118 }', generation: '2', protect: 'true' },
      }),
      true,
    ],
    ['version: 1\nstrategies:\n', false],
    ['version: 1\ndefaults: { strategies: { size: 1 } }\n', false],
    ['version: 1\ndefaults: { strategies: { priceLimit: 1 } }\n', false],
    ['version: 1\ndefaults: { strategies: { run: paused } }\n', false],
    [oneOrder({ strategy: 'FOK' }), false],
    [oneOrder({ strategy: 'MARKET' }), false],
    [oneOrder({ strategy: 'MARKET', priceLimit: undefined }), false],
    [oneOrder({ tradePrice: '95000' }), false],
    [oneStrategy({ type: 'TWAP' }), false],
    [oneStrategy({ size: undefined }), false],
    [oneStrategy({ side: 'BUY' }), false],
    [oneStrategy({ size: '0' }), false],
    [oneStrategy({ size: '0.1 BTC' }), false],
    [oneStrategy({ aggressiveness: '1.1' }), false],
    [oneStrategy({ aggressiveness: '-0.1' }), false],
    [oneStrategy({ run: 'stopped' }), false],
    [oneStrategy({ autoRun: 'true' }), false],
    [oneStrategy({ alwaysPassive: 'yes' }), false],
    [oneStrategy({ minutes: '5' }), false],
    [oneOrder({ side: 'BUY' }), false],
    [oneOrder({ side: undefined }), false],
    [oneOrder({ priceLimit: undefined }), false],
    [oneOrder({ strategy: 'gtc' }), false],
    [oneOrder({ ticker: 'btc-usd' }), false],
    [oneOrder({ receiveQuantity: '0' }), false],
    [oneOrder({ receiveQuantity: '-1' }), false],
    [oneOrder({ receiveQuantity: '95,000' }), false],
    [oneOrder({ receiveQuantity: '0.5btc' }), false],
    [oneOrder({ receiveQuantity: undefined }), false],
    [oneOrder({ deliverQuantity: '1' }), false],
    [oneOrder({ expirationTime: '2027-02-15T21:00:00Z' }), false],
    [oneOrder({ notAfter: '2027-02-15' }), false],
    [oneOrder({ protect: 'yes' }), false],
    [oneOrder({ generation: '0' }), false],
    [oneOrder({ generation: '1024' }), false],
    [oneOrder({ generation: '1.5' }), false],
    [oneOrder({ usernameRef: 'a-b' }), false],
    [oneOrder({ labels: '{ a: }' }), false],
    [oneOrder({ labels: '{ 1a: b }' }), false],
    [oneOrder({ formerly: '[A]' }), false],
    [oneOrder({ override: '[{ limit: TF-L00, reason: x }]' }), false],
    [oneOrder({ priceLimits: '1' }), false],
  ];
  it.each(agree)('on a spec %j', async (text, valid) => {
    expect(specInEditor(parse(text))).toBe(valid);
    expect((await load({ 'a.yaml': text })).ok).toBe(valid);
  });

  const HEAD = 'version: 1\nproject: desk\n';
  const ACCOUNTS = 'accounts: { a: { venue: aquanow, id: CA1 } }\n';
  it.each([
    [PROJECT, true],
    [HEAD + ACCOUNTS, true],
    [`${HEAD}accounts: { a: { venue: volven, id: 99998 } }\n`, true],
    [
      `${HEAD}${ACCOUNTS}limits: { maxCancelShare: 30%, accounts: { a: { maxQuantity: { BTC: 5 } } } }\n`,
      true,
    ],
    [`${HEAD}${ACCOUNTS}requireUnits: false\nspecs: [a]\nexclude: [b]\n`, true],
    [HEAD, false],
    [`${HEAD}accounts: {}\n`, false],
    [`${HEAD}accounts: { a: { venue: aquanow } }\n`, false],
    [`${HEAD}accounts: { a: { venue: volven, id: x, exchangeCode: BYB, name: y } }\n`, false],
    [`${HEAD}accounts: { a: { venue: volven, id: x, name: y } }\n`, false],
    [`${HEAD}accounts: { a: { venue: volven, exchangeCode: BYB, name: y } }\n`, true],
    [`${HEAD}${ACCOUNTS}strategyTypes: types\n`, true],
    [`${HEAD}${ACCOUNTS}strategyTypes: ../types\n`, false],
    [`${HEAD}${ACCOUNTS}environments: { live: { venues: { volven: { url: "\${U}" } } } }\n`, false],
    [
      `${HEAD}${ACCOUNTS}environments: { live: { venues: { volven: { url: "\${U}", token: "\${T}" } } } }\n`,
      true,
    ],
    [`${HEAD}${ACCOUNTS}limits: { maxCancelShare: 30 }\n`, false],
    [`${HEAD}${ACCOUNTS}limits: { maxSubmitsPerApply: -1 }\n`, false],
    [`${HEAD}${ACCOUNTS}environments: { paper: { venues: {} } }\n`, false],
    [`${HEAD}${ACCOUNTS}environments: { live: { journal: { type: sqlite, url: x } } }\n`, false],
    [`${HEAD}${ACCOUNTS}environments: { live: { journal: { type: postgres } } }\n`, false],
    [`${HEAD}${ACCOUNTS}requireUnits: "no"\n`, false],
  ])('on a project %j', async (text, valid) => {
    expect(projectInEditor(parse(text))).toBe(valid);
    expect((await loadProject({ cwd: await folder({ 'tradeform.yaml': text }) })).ok).toBe(valid);
  });
});

describe('the example desk', () => {
  const files = readdirSync(new URL('specs/', ROOT), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );

  it.each(files)('%s names its schema, and an editor takes it', (name) => {
    const text = readFileSync(new URL(`specs/${name}`, ROOT), 'utf8');
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const target = new URL(path, new URL(`specs/${name}`, ROOT));
    const schema = JSON.parse(readFileSync(target, 'utf8')) as object;
    const validate = editor(schema);
    validate(parse(text));
    expect(validate.errors).toBeNull();
  });
  it.each(['paper', 'live'])('is valid in %s', async (environment) => {
    const loaded = await loadProject({ cwd: ROOT.pathname, environment });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const entries = await loadEntries(loaded.project);
    expect(entries).toMatchObject({ ok: true });
    expect(entries.ok && entries.entries.length).toBeGreaterThan(5);
    expect(entries.ok && entries.entries.every(({ labels }) => 'desk' in labels && 'ticket' in labels)).toBe(
      true,
    );
  });
});
