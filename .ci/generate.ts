/*
 * Writes what is made from schemas/: the types of validated files, and Ajv validators built ahead of time (compiling them at
 * start-up would cost more than reading a project). `--check` writes nothing and fails where a file is not current.
 *
 * The published schemas say what an editor sees: an amount is a number or a string. The reader sees text: every scalar is what
 * stands in the file, so that 0.10 is never a binary float. `asText` turns the one into the other.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { _ } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';

type Schema = { readonly [keyword: string]: unknown };

const ROOT = new URL('..', import.meta.url);
const OUT = 'src/specs/generated/';
const BANNER = '/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */';

const WHOLE = '^(?:0|[1-9]\\d{0,14})$';
const NUMBER = '^(?:0|[1-9]\\d{0,8})(?:\\.\\d{1,9})?$';
const MAPS = new Set(['properties', '$defs', 'patternProperties']);

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same schema for values whose scalars are all text. */
function asText(schema: unknown, root = schema): unknown {
  if (Array.isArray(schema)) return schema.map((item) => asText(item, root));
  if (!isObject(schema)) return schema;
  const { type, minimum, maximum, exclusiveMinimum, examples: _examples, ...rest } = schema;
  const out: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rest)) {
    if (keyword === 'const') out['const'] = String(value);
    else if (keyword === 'enum' && Array.isArray(value)) out['enum'] = value.map(String);
    else if (MAPS.has(keyword) && isObject(value))
      out[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, asText(inner, root)]),
      );
    // In place: Ajv loses the property's name in the errors of a reference.
    else if (keyword === 'propertyNames') out[keyword] = asText(definition(value, root), root);
    else out[keyword] = asText(value, root);
  }
  switch (type) {
    case undefined:
      return out;
    case 'boolean':
      return { ...out, type: 'string', enum: ['true', 'false'] };
    case 'integer':
    case 'number':
      return {
        ...out,
        type: 'string',
        title: type === 'integer' ? 'whole number' : 'number',
        pattern: type === 'integer' ? WHOLE : NUMBER,
        ...(minimum === undefined ? {} : { atLeast: minimum }),
        ...(exclusiveMinimum === undefined ? {} : { moreThan: exclusiveMinimum }),
        ...(maximum === undefined ? {} : { atMost: maximum }),
      };
    default:
      // A number where text is taken as well: the pattern says everything there.
      return { ...out, type: Array.isArray(type) ? 'string' : type };
  }
}

function definition(schema: unknown, root: unknown): unknown {
  const [ref, definitions] = isObject(schema) && isObject(root) ? [schema['$ref'], root['$defs']] : [];
  return typeof ref === 'string' && isObject(definitions) ? definitions[ref.replace('#/$defs/', '')] : schema;
}

/** The file without its orders, which are validated one by one, after their defaults are merged in. */
function withoutOrders(spec: Schema): Schema {
  const properties = spec['properties'] as Schema;
  const orders = properties['orders'] as Schema;
  return { ...spec, properties: { ...properties, orders: { ...orders, additionalProperties: {} } } };
}

async function validators(spec: Schema, project: Schema): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    // Errors carry the schema they come from: its allowed values and descriptions are what people are told.
    verbose: true,
    inlineRefs: false,
    strictRequired: false,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
  });
  const bound = (keyword: string, fails: (value: unknown, limit: unknown) => ReturnType<typeof _>): void => {
    ajv.addKeyword({
      keyword,
      type: 'string',
      schemaType: 'number',
      code: (cxt) => cxt.fail(fails(cxt.data, cxt.schemaCode)),
    });
  };
  bound('atLeast', (value, limit) => _`Number(${value as string}) < ${limit as number}`);
  bound('atMost', (value, limit) => _`Number(${value as string}) > ${limit as number}`);
  bound('moreThan', (value, limit) => _`Number(${value as string}) <= ${limit as number}`);
  ajv.addSchema(spec, 'spec').addSchema(withoutOrders(spec), 'file').addSchema(project, 'project');
  ajv.addSchema({ $ref: 'spec#/$defs/completeOrder' }, 'order');
  const make = (standalone as unknown as { default?: typeof standalone }).default ?? standalone;
  const source = (make as unknown as (a: Ajv2020, refs: Record<string, string>) => string)(ajv, {
    validateSpecFile: 'file',
    validateOrder: 'order',
    validateProjectFile: 'project',
  });
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
  if (!isObject(schema)) return schema;
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
  if (isObject(target)) {
    return target['type'] === 'object' ? { $ref } : forTypes({ ...target, ...beside }, definitions);
  }
  const out = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, forTypes(value, definitions)]),
  );
  if (out['type'] === 'string') delete out['title'];
  if (isObject(out['$defs']))
    out['$defs'] = Object.fromEntries(
      Object.entries(out['$defs']).filter(([, value]) => isObject(value) && value['type'] === 'object'),
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
import type { Order, SpecFile } from './spec.gen.ts';

/** Checks a value whose scalars are all source text. What it found stands in \`errors\` until the next call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ErrorObject[] | null;
}
/** A spec file; its orders are left to \`validateOrder\`. */
export declare const validateSpecFile: Validator<SpecFile>;
/** An order with the defaults of its file merged in. */
export declare const validateOrder: Validator<
  Order & Required<Pick<Order, 'account' | 'strategy' | 'ticker'>>
>;
export declare const validateProjectFile: Validator<ProjectFile>;
`;

const load = async (name: string): Promise<Schema> =>
  JSON.parse(await readFile(new URL(`schemas/${name}.schema.json`, ROOT), 'utf8')) as Schema;

const [spec, project] = [
  asText(await load('spec')) as Schema,
  asText(await load('tradeform')) as Schema,
] as const;
const files: Readonly<Record<string, string>> = {
  'spec.gen.ts': await types(spec, 'SpecFile'),
  'project.gen.ts': await types(project, 'ProjectFile'),
  'validators.gen.js': await validators(spec, project),
  'validators.gen.d.ts': DECLARATIONS,
};

if (process.argv.includes('--check')) {
  const stale: string[] = [];
  for (const [name, text] of Object.entries(files))
    if ((await readFile(new URL(OUT + name, ROOT), 'utf8').catch(() => '')) !== text) stale.push(OUT + name);
  if (stale.length > 0) {
    console.error(
      `Not current with schemas/: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`,
    );
    process.exitCode = 1;
  }
} else {
  await mkdir(new URL(OUT, ROOT), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(new URL(OUT + name, ROOT), text);
  console.log(`${OUT}: ${Object.keys(files).join(', ')}`);
}
