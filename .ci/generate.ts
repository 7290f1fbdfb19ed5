/*
 * Writes what is made from schemas/: the types of validated files, and Ajv validators built ahead of time (compiling them at
 * start-up would cost more than reading a project). `--check` writes nothing and fails where a file is not current.
 *
 * The published schemas say what an editor sees; the reader sees text (`src/specs/types/as-text.ts`). The fields of the strategy
 * types that tradeform ships are written into the published spec.schema.json as well.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { type Schema, asText, isSchema } from '../src/specs/types/as-text.ts';
import { type TypeSchema, combinedSpec, entriesOf, specForReading } from '../src/specs/types/combine.ts';
import { newAjv } from '../src/specs/types/validation.ts';

const ROOT = new URL('..', import.meta.url);
const OUT = 'src/specs/generated/';
const BANNER = '/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */';
/** The strategy types that tradeform ships. */
const TYPES = ['SMO'] as const;

/** Validated by itself: orders and strategies one by one, after their defaults are merged in; these as their types are known. */
function fileAlone(spec: Schema): Schema {
  const properties = spec['properties'] as Readonly<Record<string, Schema>>;
  const defaults = properties['defaults']?.['properties'] as Schema;
  const open = (block: string): Schema => ({ ...properties[block], additionalProperties: {} });
  const alone = {
    ...spec,
    $defs: {},
    properties: {
      ...properties,
      defaults: { ...properties['defaults'], properties: { ...defaults, strategies: { type: 'object' } } },
      orders: open('orders'),
      strategies: open('strategies'),
    },
  };
  // Shared with the validators of entries.
  return JSON.parse(JSON.stringify(alone).replaceAll('"#/$defs/', '"spec#/$defs/')) as Schema;
}

function specValidators(spec: Schema, project: Schema): Promise<string> {
  const ajv = ahead()
    .addSchema(spec, 'spec')
    .addSchema(fileAlone(spec), 'file')
    .addSchema(project, 'project');
  const parts = {
    validateOrder: 'completeOrder',
    validateAnyStrategy: 'anyStrategy',
    validateStrategyDefaults: 'strategyDefaults',
    ...Object.fromEntries(TYPES.map((type) => [`validate${type}`, entriesOf(type)])),
  };
  for (const [name, definition] of Object.entries(parts))
    ajv.addSchema({ $ref: `spec#/$defs/${definition}` }, name);
  return sourceOf(ajv, {
    validateSpecFile: 'file',
    validateProjectFile: 'project',
    ...Object.fromEntries(Object.keys(parts).map((name) => [name, name])),
  });
}

const ahead = (): Ajv2020 => newAjv({ code: { source: true, esm: true, lines: true } });

async function sourceOf(ajv: Ajv2020, exported: Readonly<Record<string, string>>): Promise<string> {
  const make = (standalone as unknown as { default?: typeof standalone }).default ?? standalone;
  const source = (make as unknown as (a: Ajv2020, refs: typeof exported) => string)(ajv, exported);
  // Ajv's output still requires a runtime function of its own; bundled, the file needs nothing.
  const result = await build({
    stdin: { contents: source, resolveDir: ROOT.pathname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 200,
    banner: { js: BANNER },
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** Only what types can say: no conditions, and no names for plain texts. */
function forTypes(schema: unknown, definitions: Schema): unknown {
  if (Array.isArray(schema)) return schema.map((item) => forTypes(item, definitions));
  if (!isSchema(schema)) return schema;
  const {
    if: _if,
    then: _then,
    else: _else,
    oneOf: _oneOf,
    allOf: _allOf,
    not,
    propertyNames: _names,
    ...rest
  } = schema;
  if (not !== undefined) return { tsType: 'never', description: rest['description'] };
  const { $ref, ...beside } = rest;
  const target = typeof $ref === 'string' ? definitions[$ref.replace('#/$defs/', '')] : undefined;
  if (isSchema(target)) {
    return target['type'] === 'object' ? { $ref } : forTypes({ ...target, ...beside }, definitions);
  }
  const out = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, forTypes(value, definitions)]),
  );
  if (out['type'] === 'string') delete out['title'];
  if (isSchema(out['$defs']))
    out['$defs'] = Object.fromEntries(
      Object.entries(out['$defs']).filter(([, value]) => isSchema(value) && value['type'] === 'object'),
    );
  return out;
}

const types = (schema: Schema, name: string): Promise<string> =>
  compile(forTypes(structuredClone(schema), schema['$defs'] as Schema) as never, name, {
    bannerComment: BANNER,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    additionalProperties: false,
  });

const DECLARATIONS = `${BANNER}
import type { ErrorObject } from 'ajv';
import type { ProjectFile } from './project.gen.ts';
import type { Order, SpecFile, Strategy } from './spec.gen.ts';

/** Checks a value whose scalars are all source text. What it found stands in \`errors\` until the next call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ErrorObject[] | null;
}
/** A spec file; its orders, its strategies and their defaults are left to the others. */
export declare const validateSpecFile: Validator<SpecFile>;
/** An order with the defaults of its file merged in. */
export declare const validateOrder: Validator<
  Order & Required<Pick<Order, 'account' | 'strategy' | 'ticker'>>
>;
type CompleteStrategy = Strategy & Required<Pick<Strategy, 'account' | 'type' | 'productCode'>>;
/** A strategy of a type that nobody knows, with the defaults of its file merged in: the fields that every strategy has. */
export declare const validateAnyStrategy: Validator<CompleteStrategy>;
/** Defaults of strategies, where a project has no types of its own. */
export declare const validateStrategyDefaults: Validator<unknown>;
${TYPES.map((type) => `export declare const validate${type}: Validator<CompleteStrategy>;\n`).join('')}export declare const validateProjectFile: Validator<ProjectFile>;
`;

const TYPE_DECLARATIONS = `${BANNER}
import type { Validator } from './validators.gen.js';

/** The file of a project's own strategy type. By itself: few projects have one. */
export declare const validateStrategyType: Validator<unknown>;
`;

const path = (name: string): URL => new URL(`schemas/${name}.schema.json`, ROOT);
const load = async (name: string): Promise<Schema> =>
  JSON.parse(await readFile(path(name), 'utf8')) as Schema;

const builtIn = new Map(
  await Promise.all(
    TYPES.map(async (type) => [type, (await load(`strategies/${type}`)) as unknown as TypeSchema] as const),
  ),
);
const published = await load('spec');
const combined = combinedSpec(published, builtIn);
const spec = asText(specForReading(published, builtIn)) as Schema;
const project = asText(await load('tradeform')) as Schema;
const strategyType = asText(await load('strategy-type')) as Schema;
const files: Readonly<Record<string, string>> = {
  'spec.gen.ts': await types(asText(combined) as Schema, 'SpecFile'),
  'project.gen.ts': await types(project, 'ProjectFile'),
  'validators.gen.js': await specValidators(spec, project),
  'validators.gen.d.ts': DECLARATIONS,
  'type-validator.gen.js': await sourceOf(ahead().addSchema(strategyType, 'type'), {
    validateStrategyType: 'type',
  }),
  'type-validator.gen.d.ts': TYPE_DECLARATIONS,
};

if (process.argv.includes('--check')) {
  const stale: string[] = isDeepStrictEqual(published, combined) ? [] : ['schemas/spec.schema.json'];
  for (const [name, text] of Object.entries(files))
    if ((await readFile(new URL(OUT + name, ROOT), 'utf8').catch(() => '')) !== text) stale.push(OUT + name);
  if (stale.length > 0) {
    console.error(
      `Not current with schemas/: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`,
    );
    process.exitCode = 1;
  }
} else {
  // The strategy types' fields go into the published schema: an editor then needs one file.
  if (!isDeepStrictEqual(published, combined)) {
    await writeFile(path('spec'), JSON.stringify(combined));
    spawnSync('oxfmt', [path('spec').pathname], { stdio: 'inherit' });
  }
  await mkdir(new URL(OUT, ROOT), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(new URL(OUT + name, ROOT), text);
  console.log(`${OUT}: ${Object.keys(files).join(', ')}`);
}
