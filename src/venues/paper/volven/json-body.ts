import { type Decimal, decimalOfJson } from '../../../model/decimal.ts';

/** A number of a request with the text that it was written with: a binary float would lose digits. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** Undefined where the exponent is beyond any amount. */
  get decimal(): Decimal | undefined {
    return decimalOfJson(this.source);
  }
}

export type JsonBody = Readonly<Record<string, unknown>>;

/** The JSON object of a request with exact numbers, or undefined for anything else: a trailing comma, a list, nothing. */
export function readJsonBody(text: string): JsonBody | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, each: unknown, { source }) =>
      typeof each === 'number' ? new JsonNumber(source ?? String(each)) : each,
    );
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !(value instanceof JsonNumber) ? (value as JsonBody) : undefined;
  } catch {
    return undefined;
  }
}

/** A field's value; `null` counts as absent, `constructor` and the like are no fields. */
export const fieldOf = (body: JsonBody, name: string): unknown =>
  Object.hasOwn(body, name) ? (body[name] ?? undefined) : undefined;

export function textOf(body: JsonBody, name: string): string | undefined {
  const value = fieldOf(body, name);
  return typeof value === 'string' ? value : undefined;
}
