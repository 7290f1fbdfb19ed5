import type { Node } from 'yaml';
import { type AccountName, orderKey, strategyKey } from '../model/ids.ts';
import type { Entry, Place } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { RUNS } from '../model/terms.ts';
import type { Desk } from './desk.ts';
import { type Check, type Draft, timeOf } from './entry-checks.ts';
import type { Block, Ground } from './ground.ts';
import { type PlainMap, isPlainMap, nodeAt, pairIn } from './located.ts';
import { type OrderText, checkOrder, orderTerms } from './order-entry.ts';
import type { Source, Span } from './source.ts';
import { checkStrategy, strategyTerms, typeOf } from './strategy-entry.ts';
import type { StrategyText } from './types/strategy-type.ts';

export interface Defaults {
  readonly plain: PlainMap;
  readonly node: Node | null;
}

export type EntryResult =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Labels are merged by key; anything else is replaced. */
function withDefaults(own: PlainMap, defaults: PlainMap): PlainMap {
  const [a, b] = [defaults['labels'], own['labels']];
  return { ...defaults, ...own, ...(isPlainMap(a) && isPlainMap(b) ? { labels: { ...a, ...b } } : {}) };
}

/** One entry as it stands in its file. */
export interface Here {
  readonly name: string;
  readonly span: Span;
  /** Its fields, where the parser read them. */
  readonly node: Node | null;
  readonly place: () => Place;
}

/** One entry of `orders:` or `strategies:`, with its defaults, or everything that is wrong with it. */
export function readEntry(
  source: Source,
  desk: Desk,
  block: Block,
  { name, span, node, place }: Here,
  own: PlainMap,
  defaults: Defaults,
): EntryResult {
  const fields = withDefaults(own, defaults.plain);
  const ground: Ground = {
    source,
    kind: 'spec',
    block,
    roots: [node, defaults.node],
    name: span,
    value: fields,
  };
  const draft: Draft = { fields, desk, ground };
  const { valid, problems }: Check = block === 'orders' ? checkOrder(draft) : checkStrategy(draft);
  // Invalid and without a problem of its own: what is wrong has been told where it was read, such as an alias.
  if (!valid || problems.length > 0) return { ok: false, problems };
  const named = { name, place: Object.freeze(place()) };
  return { ok: true, entry: block === 'orders' ? orderOf(named, draft) : strategyOf(named, draft) };
}

interface Named {
  readonly name: string;
  readonly place: Entry['place'];
}

function orderOf({ name, place }: Named, { fields }: Draft): Entry {
  const order = fields as unknown as OrderText;
  return Object.freeze({
    key: orderKey(name),
    account: order.account as AccountName,
    terms: orderTerms(order),
    ...commonOf(order, orderKey),
    place,
  });
}

function strategyOf({ name, place }: Named, draft: Draft): Entry {
  const strategy = draft.fields as unknown as StrategyText;
  const type = typeOf(draft);
  if (type === undefined) throw new TypeError(`a validated strategy has an unknown type: ${name}`);
  return Object.freeze({
    key: strategyKey(name),
    account: strategy.account as AccountName,
    terms: strategyTerms(strategy, type),
    run: strategy.run ?? RUNS[0],
    kinds: type.kinds,
    ...commonOf(strategy, strategyKey),
    place,
  });
}

const NO_NAMES: readonly never[] = Object.freeze([]);
/** Labels that come from the defaults alone are the same object in every entry. */
const labelSets = new WeakMap<object, Entry['labels']>();
const NO_LABELS: Entry['labels'] = Object.freeze({});

function labelsOf(labels: Entry['labels'] | undefined): Entry['labels'] {
  if (labels === undefined) return NO_LABELS;
  const known = labelSets.get(labels) ?? Object.freeze({ ...labels });
  labelSets.set(labels, known);
  return known;
}

/** What every entry may say, whatever it asks for. */
type CommonText = Pick<
  OrderText & StrategyText,
  'generation' | 'formerly' | 'protect' | 'notAfter' | 'labels' | 'description' | 'override'
>;

function commonOf(
  text: CommonText,
  keyed: typeof orderKey,
): Omit<Entry, 'key' | 'account' | 'terms' | 'place'> {
  const { notAfter, description, override } = text;
  return {
    generation: Number(text.generation ?? 1),
    formerly: text.formerly === undefined ? NO_NAMES : Object.freeze(text.formerly.map(keyed)),
    protect: text.protect === 'true',
    ...(notAfter === undefined ? {} : { notAfter: timeOf(notAfter) }),
    labels: labelsOf(text.labels),
    ...(description === undefined ? {} : { description }),
    ...(override === undefined
      ? {}
      : { overrides: Object.freeze(override.map(({ limit, reason }) => Object.freeze({ limit, reason }))) }),
  };
}

/** The nodes of an entry's former names, in their order. */
export const formerNodes = (value: Node | null): readonly (Node | null | undefined)[] => {
  const list = pairIn(value, 'formerly')?.value ?? null;
  const count = list !== null && 'items' in list ? list.items.length : 0;
  return Array.from({ length: count }, (_, i) => nodeAt(list, [String(i)]));
};
