import { type Decimal, ZERO, compare, decimal } from '../../../model/decimal.ts';
import { type JsonBody, JsonNumber, fieldOf } from './json-body.ts';
import type { Violation } from './problem.ts';

/* The body of a create request, read field by field; the words are the seed's where it has some, else in their style. */

const TEXTS = ['strategyType', 'productCode', 'accountId', 'side'] as const;
const AMOUNTS = ['size', 'priceLimit', 'orderMaxSize', 'aggressiveness', 'triggerPrice'] as const;
const FLAGS = ['useSpikeProtection', 'alwaysPassive', 'autoRun', 'ignoreWarnings'] as const;
const REQUIRED: ReadonlySet<string> = new Set(['strategyType', 'productCode', 'accountId', 'side', 'size']);
const ONE = decimal('1');

type Text = (typeof TEXTS)[number];
type Amount = (typeof AMOUNTS)[number];
type Flag = (typeof FLAGS)[number];

/** What could be read of a request: the fields that have a value of their type. */
export type Draft = { readonly [Name in Text]?: string } & { readonly [Name in Amount]?: Decimal } & {
  readonly [Name in Flag]?: boolean;
};

/** What is wrong with a request: the first thing of each field. */
export class Violations {
  readonly #byField = new Map<string, Violation>();
  readonly #body: JsonBody;

  constructor(body: JsonBody) {
    this.#body = body;
  }

  add(field: string, description: string): void {
    if (this.#byField.has(field)) return;
    const value = fieldOf(this.#body, field);
    this.#byField.set(field, {
      field,
      description,
      ...(value === undefined ? {} : { rejected: written(value) }),
    });
  }

  has(field: string): boolean {
    return this.#byField.has(field);
  }

  get list(): readonly Violation[] {
    return [...this.#byField.values()];
  }
}

function written(value: unknown): string {
  if (value instanceof JsonNumber) return value.source;
  return typeof value === 'string' ? value : (JSON.stringify(value, sourceTexts) ?? '');
}
const sourceTexts = (_: string, value: unknown): unknown =>
  value instanceof JsonNumber ? JSON.rawJSON(value.source) : value;

function readTexts(body: JsonBody, violations: Violations): Draft {
  const found: { [Name in Text]?: string } = {};
  for (const name of TEXTS) {
    const value = fieldOf(body, name);
    if (typeof value === 'string') found[name] = value;
    else if (value !== undefined) violations.add(name, 'must be a string');
  }
  return found;
}

function readAmounts(body: JsonBody, violations: Violations): Draft {
  const found: { [Name in Amount]?: Decimal } = {};
  for (const name of AMOUNTS) {
    const value = fieldOf(body, name);
    if (value === undefined) continue;
    const amount = value instanceof JsonNumber ? value.decimal : undefined;
    if (amount === undefined) violations.add(name, 'must be a number');
    else found[name] = amount;
  }
  return found;
}

function readFlags(body: JsonBody, violations: Violations): Draft {
  const found: { [Name in Flag]?: boolean } = {};
  for (const name of FLAGS) {
    const value = fieldOf(body, name);
    if (typeof value === 'boolean') found[name] = value;
    else if (value !== undefined) violations.add(name, 'must be a boolean');
  }
  return found;
}

function checkRanges(draft: Draft, violations: Violations): void {
  if (draft.strategyType !== undefined && draft.strategyType !== 'SMO')
    violations.add('strategyType', 'must match "SMO"');
  if (draft.side !== undefined && draft.side !== 'BUY' && draft.side !== 'SELL')
    violations.add('side', 'must match "BUY|SELL"');
  for (const name of ['size', 'priceLimit', 'orderMaxSize'] as const) {
    const amount = draft[name];
    if (amount !== undefined && compare(amount, ZERO) <= 0) violations.add(name, 'must be greater than 0');
  }
  const { aggressiveness } = draft;
  if (aggressiveness !== undefined && (compare(aggressiveness, ZERO) < 0 || compare(aggressiveness, ONE) > 0))
    violations.add('aggressiveness', 'must be between 0 and 1');
}

const KNOWN: ReadonlySet<string> = new Set([...TEXTS, ...AMOUNTS, ...FLAGS]);

/** Reads every field for itself; what is wrong with any of them joins `violations`. */
export function readDraft(body: JsonBody, unknownFields: 'ignore' | 'refuse', violations: Violations): Draft {
  for (const name of REQUIRED)
    if (fieldOf(body, name) === undefined) violations.add(name, 'must not be null');
  const draft = {
    ...readTexts(body, violations),
    ...readAmounts(body, violations),
    ...readFlags(body, violations),
  };
  checkRanges(draft, violations);
  if (unknownFields === 'refuse')
    for (const name of Object.keys(body)) if (!KNOWN.has(name)) violations.add(name, 'unknown field');
  return draft;
}

const shown = (value: unknown): unknown => (value instanceof JsonNumber ? value.source : value);

/** The parameters as the request had them, for the venue's own form: numbers as texts, with their digits. */
export function parametersOf(body: JsonBody): Readonly<Record<string, { readonly value: unknown }>> {
  return Object.fromEntries(
    [...KNOWN]
      .map((name) => [name, fieldOf(body, name)] as const)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { value: shown(value) }]),
  );
}
