/*
 * The published schemas say what an editor sees: an amount is a number or a string. The reader sees text: every scalar is what
 * stands in the file, so that 0.10 is never a binary float. This turns the one into the other.
 */

/** A JSON Schema, or a part of one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const WHOLE = '^(?:0|[1-9]\\d{0,14})$';
const NUMBER = '^(?:0|[1-9]\\d{0,8})(?:\\.\\d{1,9})?$';
const MAPS = new Set(['properties', '$defs', 'patternProperties']);
/** For values, and for whoever prints a schema. */
const NOT_CHECKED = new Set(['type', 'examples', 'minimum', 'maximum', 'exclusiveMinimum']);

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same schema for values whose scalars are all text. Limits become texts too, and are compared exactly. */
export function asText(schema: unknown, root = schema): unknown {
  if (Array.isArray(schema)) return schema.map((item) => asText(item, root));
  if (!isSchema(schema)) return schema;
  const out: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (NOT_CHECKED.has(keyword)) continue;
    if (keyword === 'const') out['const'] = String(value);
    else if (keyword === 'enum' && Array.isArray(value)) out['enum'] = value.map(String);
    else if (MAPS.has(keyword) && isSchema(value))
      out[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, asText(inner, root)]),
      );
    // In place: Ajv loses the property's name in the errors of a reference.
    else if (keyword === 'propertyNames') out[keyword] = asText(definition(value, root), root);
    else out[keyword] = asText(value, root);
  }
  return { ...out, ...typeAsText(schema) };
}

function typeAsText(schema: Schema): Schema {
  const { type, pattern = type === 'integer' ? WHOLE : NUMBER } = schema;
  const title = schema['title'] ?? (type === 'integer' ? 'whole number' : 'number');
  switch (type) {
    case undefined:
      // Beside a reference.
      return limitsAsText(schema);
    case 'boolean':
      return { type: 'string', enum: ['true', 'false'] };
    case 'integer':
    case 'number':
      return { type: 'string', title, pattern, ...limitsAsText(schema) };
    default:
      // A number where text is taken as well: the pattern says everything there.
      return { type: Array.isArray(type) ? 'string' : type };
  }
}

const LIMITS = { minimum: 'atLeast', exclusiveMinimum: 'moreThan', maximum: 'atMost' } as const;

const limitsAsText = (schema: Schema): Schema =>
  Object.fromEntries(
    Object.entries(LIMITS).flatMap(([keyword, asTexts]) => {
      const limit = schema[keyword];
      return typeof limit === 'number' || typeof limit === 'string' ? [[asTexts, String(limit)]] : [];
    }),
  );

function definition(schema: unknown, root: unknown): unknown {
  const [ref, definitions] = isSchema(schema) && isSchema(root) ? [schema['$ref'], root['$defs']] : [];
  return typeof ref === 'string' && isSchema(definitions) ? definitions[ref.replace('#/$defs/', '')] : schema;
}
