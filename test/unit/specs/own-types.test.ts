import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import spec from '../../../schemas/spec.schema.json' with { type: 'json' };
import type { Problem } from '../../../src/model/problem.ts';
import { loadEntries, loadProject } from '../../../src/specs/load.ts';
import { combinedSpec, limitsAsNumbers } from '../../../src/specs/types/combine.ts';
import { ownTypes } from '../../../src/specs/types/own-types.ts';
import { SHIPPED } from '../../../src/specs/types/strategy-type.ts';
import { PROJECT, brief, folder, loadFrom, oneOrder, oneStrategy, pointed } from '../../support/specs.ts';

const OWN = PROJECT.replace('project: desk', 'project: desk\nstrategyTypes: types');
/** A made-up type of a desk's own. */
const DRIP = {
  description: "The desk's own: one slice after another.",
  type: 'object',
  additionalProperties: false,
  required: ['sliceSize'],
  properties: {
    priceLimit: { type: 'number', 'x-tradeform': { kind: 'price' } },
    sliceSize: { type: 'number', 'x-tradeform': { kind: 'size' } },
    minutes: { type: 'number', minimum: 1, maximum: 60, 'x-tradeform': { kind: 'number' } },
    mode: { type: 'string', enum: ['calm', 'brisk'] },
    note: { type: 'string' },
    aggressiveness: { type: 'number', exclusiveMinimum: 0, 'x-tradeform': { kind: 'number' } },
    mayPause: { type: 'boolean' },
  },
};

const text = (schema: unknown): string => JSON.stringify(schema, null, 2);
const drip = (fields: Parameters<typeof oneStrategy>[0] = {}): string =>
  oneStrategy({ type: 'DRIP', sliceSize: '0.01', ...fields });
const desk = (types: Readonly<Record<string, string>>, specs: Readonly<Record<string, string>> = {}) =>
  folder({
    'tradeform.yaml': OWN,
    ...Object.fromEntries(Object.entries(types).map(([name, content]) => [`types/${name}`, content])),
    ...specs,
  });

async function problemsIn(dir: string): Promise<readonly Problem[]> {
  const loaded = await loadFrom(dir);
  return loaded.ok ? [] : loaded.problems;
}
const messages = async (dir: string): Promise<readonly string[]> => brief(await problemsIn(dir));
/** What is wrong with a type's file that differs from {@link DRIP}. */
const typeProblems = async (content: string | object): Promise<readonly Problem[]> =>
  problemsIn(await desk({ 'DRIP.schema.json': typeof content === 'string' ? content : text(content) }));
const field = (name: string, schema: object) => ({
  ...DRIP,
  properties: { ...DRIP.properties, [name]: schema },
});

describe("a project's own strategy type", () => {
  it('is read as it says, digit for digit', async () => {
    const fields = { priceLimit: '95000.00', sliceSize: '0.010', minutes: '5.0', mode: 'calm', note: '0118' };
    const dir = await desk(
      { 'DRIP.schema.json': text(DRIP) },
      { 'a.yaml': drip({ ...fields, mayPause: 'true' }) },
    );
    const loaded = await loadFrom(dir);
    if (!loaded.ok) throw new Error(brief(loaded.problems).join('\n'));
    expect(loaded.entries).toMatchObject([
      {
        key: 'strategy/smo-1',
        terms: {
          strategyType: 'DRIP',
          size: '0.1',
          priceLimit: '95000.00',
          parameters: {
            ...{ sliceSize: '0.010', minutes: '5.0', mode: { text: 'calm' } },
            ...{ note: { text: '0118' }, mayPause: true },
          },
        },
        kinds: { size: 'size', priceLimit: 'price', sliceSize: 'size' },
      },
    ]);
  });
  it('stands beside those that tradeform ships', async () => {
    const dir = await desk(
      { 'DRIP.schema.json': text(DRIP), 'README.md': '#' },
      { 'a.yaml': drip(), 'b.yaml': oneStrategy().replace('smo-1', 'b'), 'c.yaml': oneOrder() },
    );
    const loaded = await loadFrom(dir);
    expect(loaded.ok && loaded.entries.map(({ key }) => key)).toEqual([
      'strategy/smo-1',
      'strategy/b',
      'order/btc-1',
    ]);
  });
  it('may be indented with tabs, and have a folder below', async () => {
    const tabs = JSON.stringify(DRIP, null, '\t');
    const dir = await folder({
      'tradeform.yaml': OWN.replace('types\n', 'conf/types/\n'),
      'conf/types/DRIP.schema.json': tabs,
      'a.yaml': drip(),
    });
    expect(await messages(dir)).toEqual([]);
  });
  it.each([
    [{ sliceSize: undefined }, '3:3 spec/missing-field `sliceSize` is missing'],
    [{ sliceSize: '0' }, '9:16 spec/amount `0` is zero'],
    [
      { sliceSize: '0.1 BTC' },
      "9:16 spec/units `0.1 BTC` names a currency: a strategy's amounts have none, its product tells it",
    ],
    [
      { minutes: '0.99999999999999999999' },
      '10:14 spec/range `0.99999999999999999999` is out of range: minutes is at least 1',
    ],
    [
      { minutes: '60.00000000000000000001' },
      '10:14 spec/range `60.00000000000000000001` is out of range: minutes is at most 60',
    ],
    [{ minutes: '1e1' }, '10:14 spec/number `1e1` is not a valid number'],
    [{ aggressiveness: '0' }, '10:21 spec/range `0` is out of range: aggressiveness is more than 0'],
    [{ mode: 'fast' }, '10:11 spec/value `fast` is not a valid mode'],
    [{ mayPause: 'yes' }, '10:15 spec/value `yes` is neither true nor false'],
    [{ note: '""' }, '10:11 spec/no-value `note` is empty'],
    [{ orderMaxSize: '1' }, '10:5 spec/unknown-field unknown field `orderMaxSize` of DRIP'],
    [{ minutes: '[1]' }, '10:14 spec/type `minutes` is a list; it must be a text'],
  ])('checks its entries: %j', async (fields, message) =>
    expect(
      await messages(await desk({ 'DRIP.schema.json': text(DRIP) }, { 'a.yaml': drip(fields) })),
    ).toEqual([`a.yaml:${message}`]),
  );
  it("has defaults but for what is each entry's own", async () => {
    const defaults = 'version: 1\ndefaults: { strategies: { minutes: 5, sliceSize: 1, mode: calm } }\n';
    const dir = await desk(
      { 'DRIP.schema.json': text(DRIP) },
      { 'a.yaml': drip().replace('version: 1\n', defaults) },
    );
    expect(await messages(dir)).toEqual([
      "a.yaml:2:39 spec/never-default `sliceSize` is never a default: it is each strategy's own",
    ]);
  });
  it('says why a default reaches an entry that has no such field', async () => {
    const defaults = 'version: 1\ndefaults: { strategies: { minutes: 5 } }\n';
    const dir = await desk(
      { 'DRIP.schema.json': text(DRIP) },
      { 'a.yaml': oneStrategy().replace('version: 1\n', defaults) },
    );
    const [problem, ...rest] = await problemsIn(dir);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      message: 'unknown field `minutes` of SMO',
      place: { line: 2, column: 27 },
    });
    expect(problem?.remedy).toMatch(
      /^Defaults hold for every entry of the file: write it in those that take it/,
    );
  });
});

describe('the file of a type', () => {
  it.each([
    ['', '1:1 type/json this is not JSON: unexpected end of JSON input'],
    ['type: object\nproperties: {}\n', "1:1 type/json this is not JSON: unexpected token 'y'"],
    [
      '{\n  "type": "object",\n  "properties": {},\n}\n',
      '4:1 type/json this is not JSON: expected double-quoted property name',
    ],
    [
      '{\n  "type": \'object\',\n  "properties": {}\n}\n',
      "2:11 type/json this is not JSON: unexpected token '''",
    ],
    ['[]', '1:1 yaml/no-map the file is not a map'],
    ['{}', '1:1 type/missing-field `type` is missing'],
    ['{ "type": "array", "properties": {} }', '1:11 type/value `type` is always `object` here, not `array`'],
    ['{ "type": "object" }', '1:3 type/missing-field `properties` is missing'],
    ['{ "type": "object", "properties": [] }', '1:35 type/type `properties` is a list; it must be a map'],
    [
      '{ "type": "object", "type": "object", "properties": {} }',
      '1:21 yaml/duplicate-key `type` stands here twice',
    ],
    [
      '{ "type": "object", "properties": {}, "additionalProperties": true }',
      '1:63 type/value `additionalProperties` is always `false` here, not `true`',
    ],
    [
      '{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {} }',
      '1:14 type/value `$schema` is always `https://json-schema.org/draft/2020-12/schema` here, not `http://json-schema.org/draft-07/schema#`',
    ],
    [
      '{ "type": "object", "properties": { "__proto__": { "type": "boolean" } } }',
      '1:37 yaml/key `__proto__` is no key',
    ],
  ])('%j is a problem', async (content, message) =>
    expect(brief(await typeProblems(content))).toContain(`types/DRIP.schema.json:${message}`),
  );
  it.each([
    ['$ref', 'https://example.com/evil.json'],
    ['$ref', '#/properties/minutes'],
    ['$defs', {}],
    ['$dynamicRef', '#x'],
    ['$id', 'https://example.com/'],
  ])('has no %s: nothing is loaded, nothing refers', async (keyword, value) => {
    const [problem, ...rest] = await typeProblems({ ...DRIP, [keyword]: value });
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ code: 'type/unknown-field', message: `unknown field \`${keyword}\`` });
    expect(problem?.remedy).toContain('Write each field out, by itself.');
  });
  it('has no reference in a field', async () => {
    const found = await typeProblems(field('x', { $ref: 'https://example.com/evil.json' }));
    expect(brief(found).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'type/missing-field `type` is missing',
      'type/unknown-field unknown field `$ref`',
    ]);
  });
  it.each(['pattern', 'allOf', 'oneOf', 'if', 'not', 'items', 'format', 'default', 'const'])(
    'has no %s in a field',
    async (keyword) => {
      const [problem] = await typeProblems(field('note', { type: 'string', [keyword]: '(a+)+$' }));
      expect(problem).toMatchObject({ code: 'type/unknown-field', message: `unknown field \`${keyword}\`` });
    },
  );
  it.each([
    [{ type: 'number' }, 'type/missing-field `x-tradeform` is missing'],
    [{ type: 'number', 'x-tradeform': {} }, 'type/missing-field `kind` is missing'],
    [{ type: 'number', 'x-tradeform': { kind: 'amount' } }, 'type/value `amount` is not a valid kind'],
    [{ type: 'number', 'x-tradeform': 'size' }, 'type/type `x-tradeform` is a text; it must be a map'],
    [{ type: 'integer' }, 'type/value `integer` is not a valid type'],
    [{ type: ['number', 'string'] }, 'type/type `type` is a list; it must be a text'],
    [
      { type: 'boolean', 'x-tradeform': { kind: 'size' } },
      'type/not-here `x-tradeform` says what a number counts',
    ],
    [{ type: 'string', maximum: 3 }, 'type/not-here `maximum` is for numbers'],
    [{ type: 'boolean', enum: ['true'] }, 'type/not-here `enum` is for texts'],
    [{ type: 'string', enum: [] }, 'type/count `enum` is empty'],
    [
      { type: 'number', minimum: '1e3', 'x-tradeform': { kind: 'number' } },
      'type/number `1e3` is not a valid number',
    ],
    [
      { type: 'number', minimum: 2, maximum: 1, 'x-tradeform': { kind: 'number' } },
      'type/field no number fits `x`',
    ],
  ])('may not hold the field %j', async (schema, message) => {
    const found = brief(await typeProblems(field('x', schema)));
    expect(found.map((line) => line.replace(/^\S+ /, ''))).toContain(message);
  });
  it.each(['type', 'size', 'side', 'account', 'run', 'labels', 'autoRun', 'accountId', 'strategyType'])(
    'leaves %s out: every strategy has it',
    async (name) => {
      const [problem, ...rest] = await typeProblems(field(name, { type: 'boolean' }));
      expect(rest).toEqual([]);
      expect(problem).toMatchObject({
        code: 'type/field',
        message: `\`${name}\` is a field of every strategy, whatever its type`,
      });
      expect(pointed(problem ?? { code: '', message: '', remedy: '' })).toBe(`"${name}"`);
    },
  );
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('has no field called %s', async (name) =>
    expect(await typeProblems(field(name, { type: 'boolean' }))).toMatchObject([{ code: 'type/field' }]),
  );
  it.each(['Size', 'slice-size', 'a b', ''])('has no field called %j', async (name) =>
    expect(await typeProblems(field(name, { type: 'boolean' }))).toMatchObject([{ code: 'type/field-name' }]),
  );
  it('may call priceLimit nothing but the worst price', async () =>
    expect(await typeProblems(field('priceLimit', { type: 'boolean' }))).toMatchObject([
      { code: 'type/field', message: '`priceLimit` is the worst price that a strategy takes' },
    ]));
  it('requires fields that it has', async () => {
    const [problem] = await typeProblems({ ...DRIP, required: ['slicesize'] });
    expect(problem).toMatchObject({
      code: 'type/required',
      message: '`slicesize` is required, and no field of this type',
    });
    expect(problem?.remedy).toMatch(/^did you mean sliceSize\?/);
    expect(pointed(problem ?? { code: '', message: '', remedy: '' })).toBe('"slicesize"');
  });
  it('with a mistake keeps none of its entries from being read as a mistake of theirs', async () => {
    const broken = text({ ...DRIP, type: 'array' });
    const defaults = 'version: 1\ndefaults: { strategies: { minutes: 5 } }\n';
    const dir = await desk(
      { 'DRIP.schema.json': broken },
      { 'a.yaml': drip().replace('version: 1\n', defaults) },
    );
    expect((await problemsIn(dir)).map(({ place }) => place?.file)).toEqual(['types/DRIP.schema.json']);
  });
});

describe('files made to hurt', () => {
  it.each([
    ['more than 256 KiB', `{ "type": "object",\n${'"a": 1,\n'.repeat(40_000)}"b": 1 }`, 'type/too-large'],
    ['more than 5 MiB', ' \n'.repeat(2_700_000), 'file/too-large'],
    ['50,000 brackets', `${'[\n'.repeat(50_000)}${']\n'.repeat(50_000)}`, 'yaml/too-deep'],
    ['50,000 brackets that stay open', '[\n'.repeat(50_000), 'type/json'],
    ['one endless line', `{ "type": "${'x'.repeat(10_000)}" }`, 'file/long-line'],
    ['bytes that are no text', '{ "type": "obj\u0000ect" }', 'file/invisible'],
  ])('%s: one clear problem', async (_, content, code) =>
    expect(await typeProblems(content)).toMatchObject([{ code, place: { file: 'types/DRIP.schema.json' } }]),
  );
  it('101 fields are too many', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 101 }, (_, i) => [`f${i}`, { type: 'boolean' }]),
    );
    expect(await typeProblems({ type: 'object', properties })).toMatchObject([
      { code: 'type/count', message: '`properties` has more than 100 items' },
    ]);
  });
  it('101 types are too many', async () => {
    const types = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`T${i}.schema.json`, '{}']));
    expect(await messages(await desk(types))).toEqual([
      'tradeform.yaml:3:1 type/folder `types` has more than 100 JSON files',
    ]);
  });
});

describe('the folder of types', () => {
  it.each([
    ['__proto__.schema.json', '`__proto__` is not a valid strategy type'],
    ['a b.schema.json', '`a b` is not a valid strategy type'],
    ['.schema.json', '`` is not a valid strategy type'],
    ['SMO.schema.json', 'strategy type `SMO` is one that tradeform ships'],
    ['smo.schema.json', 'strategy type `smo` is one that tradeform ships'],
    ['DRIP.json', 'a JSON file that is no strategy type'],
  ])('may not hold %s', async (name, message) =>
    expect(await messages(await desk({ [name]: text(DRIP) }))).toEqual([
      `types/${name}:1:1 type/name ${message}`,
    ]),
  );
  it('may not hold one type in two spellings', async () =>
    expect(
      await messages(await desk({ 'DRIP.schema.json': text(DRIP), 'Drip.schema.json': text(DRIP) })),
    ).toEqual(['types/Drip.schema.json:1:1 type/name strategy type `Drip` is called like DRIP.schema.json']));
  it('may be empty', async () => expect(await messages(await desk({ 'README.md': '' }))).toEqual([]));
  it('must be there', async () =>
    expect(await messages(await desk({}))).toEqual([
      "tradeform.yaml:3:1 type/folder the folder `types` of strategy types can't be read (ENOENT)",
    ]));
  it('must be a folder', async () =>
    expect(await messages(await desk({}, { types: '' }))).toEqual([
      "tradeform.yaml:3:1 type/folder the folder `types` of strategy types can't be read (ENOTDIR)",
    ]));
  it('stands in the project, whatever links say', async () => {
    const [dir, other] = [await desk({}), await folder({ 'DRIP.schema.json': text(DRIP) })];
    await symlink(other, join(dir, 'types'));
    expect(await messages(dir)).toEqual([
      "tradeform.yaml:3:1 type/folder `types` leads out of the project's folder",
      "types:1:1 file/link a symbolic link that leads out of the project's folder",
    ]);
  });
  it('and so do its files', async () => {
    const [dir, other] = [await desk({ 'README.md': '' }), await folder({ 'x.json': text(DRIP) })];
    await symlink(join(other, 'x.json'), join(dir, 'types', 'DRIP.schema.json'));
    await symlink('nowhere', join(dir, 'types', 'GONE.schema.json'));
    expect(await messages(dir)).toEqual([
      "types/DRIP.schema.json:1:1 type/folder a symbolic link that leads out of the project's folder",
      'types/GONE.schema.json:1:1 type/folder a symbolic link that leads nowhere',
    ]);
  });
  it('may link to files of the project', async () => {
    const dir = await desk({ 'README.md': '' }, { 'a.yaml': drip() });
    await mkdir(join(dir, '.data'));
    await writeFile(join(dir, '.data', 'x'), text(DRIP));
    await symlink('../.data/x', join(dir, 'types', 'DRIP.schema.json'));
    expect(await messages(dir)).toEqual([]);
  });
  it('with a mistake is none of those who read the project file alone, as a cancel does', async () => {
    const dir = await desk({ 'DRIP.schema.json': '{' });
    const loaded = await loadProject({ cwd: dir });
    if (!loaded.ok) throw new Error('the project file has no problem');
    expect(loaded.project.strategyTypes).toEqual({
      folder: 'types',
      place: { file: 'tradeform.yaml', line: 3, column: 1 },
    });
    expect(await loadEntries(loaded.project)).toMatchObject({ ok: false });
  });
});

describe('the schema for editors', () => {
  const combined = async (types: Readonly<Record<string, object>>): Promise<object> => {
    const files = Object.entries(types).map(([name, schema]) => [`${name}.schema.json`, text(schema)]);
    const dir = await desk(Object.fromEntries(files) as Readonly<Record<string, string>>);
    const loaded = await loadProject({ cwd: dir });
    if (!loaded.ok || loaded.project.strategyTypes === undefined) throw new Error('no types');
    const { schemas, problems } = await ownTypes(loaded.project, loaded.project.strategyTypes);
    expect(problems).toEqual([]);
    const whole = combinedSpec(spec, new Map([...SHIPPED, ...schemas]));
    return JSON.parse(JSON.stringify(whole, limitsAsNumbers)) as object;
  };
  const editor = (schema: object) => {
    const validate = new Ajv2020({ strictTypes: false, strictRequired: false }).compile(schema);
    return (yaml: string): boolean => validate(parse(yaml));
  };

  it('has the types of the project', async () => {
    const takes = editor(await combined({ DRIP }));
    expect(takes(drip({ minutes: '5', mode: 'calm' }))).toBe(true);
    expect(takes(oneStrategy({ aggressiveness: '0' }))).toBe(true);
    expect(takes(oneOrder())).toBe(true);
    // Its type may come from the defaults, so that any type's fields are taken.
    expect(takes(drip({ type: undefined, orderMaxSize: '1' }))).toBe(true);
    expect(
      takes('version: 1\ndefaults: { strategies: { type: DRIP, minutes: 5, alwaysPassive: true } }\n'),
    ).toBe(true);
  });
  it('tells types apart where an entry names its own', async () => {
    const takes = editor(await combined({ DRIP }));
    expect(takes(drip({ type: 'TWAP' }))).toBe(false);
    expect(takes(drip({ orderMaxSize: '1' }))).toBe(false);
    expect(takes(drip({ sliceSize: undefined }))).toBe(false);
    expect(takes(oneStrategy({ minutes: '5' }))).toBe(false);
    // Both have it, and mean different things by it.
    expect(takes(oneStrategy({ aggressiveness: '2' }))).toBe(false);
    expect(takes(drip({ aggressiveness: '2' }))).toBe(true);
    expect(takes(drip({ aggressiveness: '0' }))).toBe(false);
    expect(takes(drip({ minutes: '61' }))).toBe(false);
    expect(takes('version: 1\ndefaults: { strategies: { sliceSize: 1 } }\n')).toBe(false);
  });
  it('keeps limits digit for digit', async () => {
    const exact =
      '{ "type": "object", "properties": { "x": { "type": "number", "maximum": 0.30000000000000000001, "x-tradeform": { "kind": "number" } } } }';
    const dir = await desk({ 'X.schema.json': exact });
    const loaded = await loadProject({ cwd: dir });
    if (!loaded.ok || loaded.project.strategyTypes === undefined) throw new Error('no types');
    const { schemas } = await ownTypes(loaded.project, loaded.project.strategyTypes);
    expect(JSON.stringify(combinedSpec(spec, schemas), limitsAsNumbers)).toContain(
      '"maximum":0.30000000000000000001',
    );
  });
});
