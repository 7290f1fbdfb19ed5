import { isDeepStrictEqual } from 'node:util';
import type { Schema } from './as-text.ts';

/*
 * A strategy has the fields that every strategy has, and those of its type. The former stand in spec.schema.json, the latter in a
 * file for each type. Here they are put together: for editors, which look at an entry before its defaults are merged in, and for
 * the reader, which looks at it whole.
 */

/** What a number counts; a switch; a text. */
export type FieldKind = 'size' | 'price' | 'number' | 'switch' | 'text';

/** One field as the file of its type gives it. Limits may be texts, so that no digit is lost. */
export interface FieldSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type: 'number' | 'boolean' | 'string';
  readonly 'x-tradeform'?: { readonly kind: 'size' | 'price' | 'number' };
  readonly minimum?: string | number;
  readonly exclusiveMinimum?: string | number;
  readonly maximum?: string | number;
  readonly enum?: readonly string[];
}

/** What TYPE.schema.json holds. */
export interface TypeSchema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
}

export type TypeSchemas = ReadonlyMap<string, TypeSchema>;

export function kindOf(field: FieldSchema): FieldKind {
  switch (field.type) {
    case 'boolean':
      return 'switch';
    case 'string':
      return 'text';
    case 'number':
      return field['x-tradeform']?.kind ?? 'number';
  }
}

/** Each entry's own: a reviewer finds them in the entry itself. */
const isOwn = (kind: FieldKind): boolean => kind === 'size' || kind === 'price';
const OWN_FIELDS: ReadonlySet<string> = new Set([
  'side',
  'size',
  'run',
  'generation',
  'formerly',
  'override',
]);

const only = (field: FieldSchema, ...names: readonly (keyof FieldSchema)[]): Schema =>
  Object.fromEntries(names.flatMap((name) => (field[name] === undefined ? [] : [[name, field[name]]])));

const LIMITS = ['minimum', 'exclusiveMinimum', 'maximum'] as const;

/** For JSON.stringify: limits that are kept as texts are numbers to whoever reads the schema, digit for digit. */
export const limitsAsNumbers = (keyword: string, value: unknown): unknown =>
  typeof value === 'string' && (LIMITS as readonly string[]).includes(keyword) ? JSON.rawJSON(value) : value;

function fieldSchema(field: FieldSchema): Schema {
  const words = only(field, 'title', 'description');
  switch (kindOf(field)) {
    case 'size':
    case 'price':
      return { $ref: '#/$defs/bareAmount', ...words, ...only(field, ...LIMITS) };
    case 'number':
      return { $ref: '#/$defs/exactNumber', ...words, ...only(field, ...LIMITS) };
    case 'switch':
      return { ...words, type: 'boolean' };
    case 'text':
      return field.enum === undefined
        ? { $ref: '#/$defs/text', ...words }
        : { ...words, type: 'string', enum: field.enum };
  }
}

type Fields = Readonly<Record<string, Schema>>;
const fieldsOf = ({ properties }: TypeSchema, takes: (kind: FieldKind) => boolean = () => true): Fields =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) =>
      takes(kindOf(field)) ? [[name, fieldSchema(field)]] : [],
    ),
  );

/** Fields of any type. One that two types describe differently is left open: its type decides. */
function union(types: TypeSchemas, takes?: (kind: FieldKind) => boolean): Fields {
  const out: Record<string, Schema> = {};
  for (const [type, schema] of types)
    for (const [name, field] of Object.entries(fieldsOf(schema, takes)))
      out[name] =
        out[name] === undefined || isDeepStrictEqual(out[name], field)
          ? field
          : { description: `A field of several types, ${type} among them.` };
  return out;
}

interface Common extends Schema {
  readonly required: readonly string[];
  readonly properties: Fields;
}
const commonOf = (spec: Schema): Common =>
  (spec['$defs'] as Readonly<Record<string, Common>>)['commonStrategy'] as Common;

const typeNames = (spec: Schema, types: TypeSchemas): Schema => ({
  ...commonOf(spec).properties['type'],
  description: [...types]
    .map(([name, { description }]) => `${name}: ${description ?? 'no description.'}`)
    .join(' '),
  enum: [...types.keys()],
});

/** What holds in an entry that names its type. */
function conditions(types: TypeSchemas, all: Fields): readonly Schema[] {
  return [...types].flatMap(([name, type]) => {
    const own = fieldsOf(type);
    const narrowed = Object.keys(all).flatMap((field): readonly (readonly [string, unknown])[] => {
      const strict = own[field];
      if (strict === undefined) return [[field, false]];
      return isDeepStrictEqual(strict, all[field]) ? [] : [[field, strict]];
    });
    const required = type.required ?? [];
    if (narrowed.length === 0 && required.length === 0) return [];
    return [
      {
        if: { required: ['type'], properties: { type: { const: name } } },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: {
          ...(required.length === 0 ? {} : { required }),
          ...(narrowed.length === 0 ? {} : { properties: Object.fromEntries(narrowed) }),
        },
      },
    ];
  });
}

/** spec.schema.json with these strategy types in it, as editors see it. */
export function combinedSpec(spec: Schema, types: TypeSchemas): Schema {
  const { properties, ...common } = commonOf(spec);
  const all = union(types);
  const rules = conditions(types, all);
  const defaults = Object.entries(properties).filter(([name]) => !OWN_FIELDS.has(name));
  const type = typeNames(spec, types);
  return {
    ...spec,
    $defs: {
      ...(spec['$defs'] as Schema),
      strategy: {
        ...common,
        properties: { ...properties, type, ...all },
        ...(rules.length === 0 ? {} : { allOf: rules }),
      },
      strategyDefaults: {
        title: 'Strategy defaults',
        description: "Never side, size, a price, run or generation: these are each strategy's own.",
        type: 'object',
        additionalProperties: false,
        properties: {
          ...Object.fromEntries(defaults),
          type,
          ...union(types, (kind) => !isOwn(kind)),
        },
        examples: [{ account: 'bybit-main', type: 'SMO', labels: { desk: 'treasury' } }],
      },
    },
  };
}

/** Where the definition of a type's entries stands in {@link specForReading}. */
export const entriesOf = (type: string): string => `strategy:${type}`;

/**
 * As {@link combinedSpec}, with what an entry of each type must be once the defaults of its file are merged in. An entry of a type
 * that nobody knows is judged by `anyStrategy`.
 */
export function specForReading(spec: Schema, types: TypeSchemas): Schema {
  const combined = combinedSpec(spec, types);
  const { title, type, properties, required } = commonOf(spec);
  const strategy = { title, type, required: ['account', 'type', 'productCode', ...required] };
  const whole = [...types].map(([name, own]) => [
    entriesOf(name),
    {
      ...strategy,
      required: [...strategy.required, ...(own.required ?? [])],
      additionalProperties: false,
      properties: { ...properties, ...fieldsOf(own) },
    },
  ]);
  return {
    ...combined,
    $defs: {
      ...(combined['$defs'] as Schema),
      ...Object.fromEntries(whole),
      anyStrategy: { ...strategy, properties },
    },
  };
}
