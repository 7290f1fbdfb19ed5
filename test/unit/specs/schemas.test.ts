import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import project from '../../../schemas/tradeform.schema.json' with { type: 'json' };
import spec from '../../../schemas/spec.schema.json' with { type: 'json' };
import { loadEntries, loadProject } from '../../../src/specs/load.ts';
import { PROJECT, folder, load, oneOrder } from '../../support/specs.ts';

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
])('schemas/%s.schema.json', (_, schema) => {
  it('is a valid schema of 2020-12', () => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
  it('describes every map, and lets none in that it does not know', () => {
    const maps = [...within(schema)].filter((inner) => 'properties' in inner && inner['type'] === 'object');
    expect(maps.length).toBeGreaterThan(4);
    expect(maps.filter((map) => !('additionalProperties' in map))).toEqual([]);
    expect(maps.filter((map) => !('title' in map) && !('description' in map))).toEqual([]);
  });
  it('has examples that are valid', () => {
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false });
    ajv.addSchema(schema, 'schema');
    let count = 0;
    const wrong: unknown[] = [];
    for (const [name, definition] of Object.entries(
      schema.$defs as Readonly<Record<string, { examples?: unknown[] }>>,
    ))
      for (const example of definition.examples ?? []) {
        count++;
        if (!ajv.validate({ $ref: `schema#/$defs/${name}` }, example)) wrong.push({ name, example });
      }
    for (const example of schema.examples) expect(ajv.validate({ $ref: 'schema' }, example)).toBe(true);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(5);
  });
  it('has patterns that take no more than linear time', () => {
    const patterns = [...within(schema)].flatMap(({ pattern }) =>
      typeof pattern === 'string' ? [pattern] : [],
    );
    expect(patterns.length).toBeGreaterThan(5);
    // Nothing without bound within a repetition without bound: that is what backtracks.
    expect(patterns.filter((pattern) => /[+*]\)[+*]|,\}\)[+*]/.test(pattern))).toEqual([]);
    expect(patterns.filter((pattern) => !pattern.startsWith('^') || !pattern.endsWith('$'))).toEqual([]);
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
    ['version: 1\nstrategies: {}\n', false],
    [oneOrder({ side: 'BUY' }), false],
    [oneOrder({ side: undefined }), false],
    [oneOrder({ priceLimit: undefined }), false],
    [oneOrder({ strategy: 'RFQ' }), false],
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
