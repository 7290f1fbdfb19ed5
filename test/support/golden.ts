import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restrainBy } from '../../src/execute/limits.ts';
import type { JournalEvent } from '../../src/model/event.ts';
import { fold } from '../../src/model/fold.ts';
import { type History, emptyHistory } from '../../src/model/history.ts';
import { type AccountName, type JournalId, type Key, orderKey, strategyKey } from '../../src/model/ids.ts';
import type { Entry } from '../../src/model/order.ts';
import type { PlanQuote } from '../../src/model/plan.ts';
import type { Product } from '../../src/model/product.ts';
import type { Project } from '../../src/model/project.ts';
import type { Reference, Snapshot } from '../../src/model/snapshot.ts';
import { encodeTag, scopeOf } from '../../src/model/tag.ts';
import { observe } from '../../src/plan/observe.ts';
import type { PlanInput } from '../../src/plan/input.ts';
import { type Judged, makePlan } from '../../src/plan/plan.ts';
import { loadEntries, loadProject } from '../../src/specs/load.ts';
import { FREE } from './cases.ts';

/*
 * A golden folder is a plan's inputs and outputs as files: `orders.yaml` (through the real reader), `journal.json` (events without
 * their envelope), `venue.json` (now, prices, quotes, and what each account shows), `plan.txt` and `plan.json`.
 * `$tag:NAME/GENERATION/ATTEMPT` in the JSON files stands for that attempt's tag; `strategy/NAME` names a strategy wherever a name
 * of an order may stand.
 */

const PROJECT = `version: 1
project: treasury-desk
accounts:
  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }
  reserve: { venue: aquanow, id: CA1000051R, tag: usernameRef }
  bybit: { venue: volven, id: "99998" }
environments:
  paper: {}
`;
export const SCOPE = scopeOf('treasury-desk', 'paper');
const JOURNAL = '00000000-0000-4000-8000-000000000001' as JournalId;

interface VenueFile {
  readonly now: string;
  readonly references?: Readonly<Record<string, { readonly bid: string; readonly ask: string }>>;
  /** Indicative quotes by name; `unknown` says why there is none. */
  readonly quotes?: Readonly<Record<string, PlanQuote>>;
  readonly accounts: Readonly<Record<string, Record<string, unknown>>>;
  /** Whether its lines are held to limits: to those that hold where a paper desk has set none. */
  readonly limited?: true;
}

type EventFile = readonly (Pick<JournalEvent, 'type' | 'data'> & {
  readonly time: string;
  readonly name?: string;
  readonly generation?: number;
  readonly attempt?: number;
  readonly account?: string;
})[];

/** `dip` is an order, `strategy/dip` a strategy. */
const keyOf = (name: string): Key =>
  name.startsWith('strategy/') ? strategyKey(name.slice('strategy/'.length)) : orderKey(name);

const tagged = (text: string): string =>
  text.replaceAll(
    /\$tag:((?:strategy\/)?[a-z0-9-]+)\/(\d+)\/(\d+)/g,
    (_, name: string, generation: string, attempt: string) =>
      encodeTag(SCOPE, keyOf(name), Number(generation), Number(attempt)),
  );

async function json<T>(folder: string, file: string): Promise<T> {
  return JSON.parse(tagged(await readFile(join(folder, file), 'utf8'))) as T;
}

const ECHOED = ['ticker', 'side', 'strategy', 'priceLimit'];
const IDS: Readonly<Record<string, string>> = {
  treasury: 'CA1264810R',
  reserve: 'CA1000051R',
  bybit: '99998',
};
const isVolven = (account: string): boolean => account === 'bybit';
const identityOf = (account: string): string =>
  `${isVolven(account) ? 'volven volven.example' : 'aquanow api.aquanow.io'} ${IDS[account] ?? account}`;

function historyOf(events: EventFile): History {
  const full = events.map((event, index) => {
    const { type, data, name, generation = 1, attempt = 1, account = 'treasury' } = event;
    const key = name === undefined ? undefined : keyOf(name);
    const about = key === undefined ? {} : { key, generation, attempt };
    const subject = { account, accountId: IDS[account] ?? account, ...about };
    const envelope = { sequence: index + 1, time: Date.parse(event.time), hash: `hash-${index + 1}` };
    return { ...envelope, type, data, subject } as unknown as JournalEvent;
  });
  return fold(emptyHistory(JOURNAL), full);
}

const productsOf = (all: readonly Product[]): ReadonlyMap<string, Product> =>
  new Map(all.map((product) => [product.code, product]));

function snapshotsOf(venue: VenueFile): Map<AccountName, Snapshot> {
  const base = { settle: 10_000, readAt: Date.parse(venue.now) };
  return new Map(
    Object.entries(venue.accounts).map(([name, facts]) => {
      const accountId = IDS[name] ?? name;
      const { products, ...told } = facts;
      const known = {
        state: 'known',
        identity: identityOf(name),
        echoes: isVolven(name) ? [] : ECHOED,
        live: [],
        looks: [],
      };
      const snapshot = {
        ...base,
        ...{ account: name, accountId, venue: isVolven(name) ? 'volven' : 'aquanow' },
        ...('unknown' in told ? { state: 'unknown' } : known),
        ...(products === undefined ? {} : { products: productsOf(products as readonly Product[]) }),
        ...told,
      };
      return [name as AccountName, snapshot as unknown as Snapshot];
    }),
  );
}

export interface Golden {
  readonly input: PlanInput;
  readonly judged: Judged;
}

async function read(
  orders: string,
): Promise<{ readonly project: Project; readonly entries: readonly Entry[] }> {
  const dir = await mkdtemp(join(tmpdir(), 'tradeform-golden-'));
  try {
    await writeFile(join(dir, 'tradeform.yaml'), PROJECT);
    await writeFile(join(dir, 'orders.yaml'), orders);
    const project = await loadProject({ cwd: dir });
    if (!project.ok) throw new Error(JSON.stringify(project.problems));
    const entries = await loadEntries(project.project);
    if (!entries.ok) throw new Error(JSON.stringify(entries.problems));
    return { project: project.project, entries: entries.entries };
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Runs the planner over a folder's inputs. */
export async function planFolder(folder: string): Promise<Golden> {
  const { project, entries } = await read(await readFile(join(folder, 'orders.yaml'), 'utf8'));
  const venue = await json<VenueFile>(folder, 'venue.json');
  const recorded = historyOf(await json<EventFile>(folder, 'journal.json'));
  const snapshots = snapshotsOf(venue);
  const now = Date.parse(venue.now);
  const drafts = observe(recorded, snapshots, SCOPE);
  const learned = drafts.map(
    (draft) =>
      ({ sequence: recorded.sequence, hash: recorded.hash, time: now, ...draft }) as unknown as JournalEvent,
  );
  const told = [...snapshots.keys()].flatMap((account) =>
    Object.entries(venue.references ?? {}).map(
      ([ticker, price]) =>
        [`${account} ${ticker}`, { ticker, at: now, ...price } as unknown as Reference] as const,
    ),
  );
  const references = new Map(told);
  const input: PlanInput = {
    project: project.name,
    environment: 'paper',
    scope: SCOPE,
    entries,
    accounts: project.environment.accounts,
    history: fold(recorded, learned),
    snapshots,
    learned: drafts,
    references,
    quotes: new Map(Object.entries(venue.quotes ?? {}).map(([name, quote]) => [keyOf(name), quote])),
    now,
    ...(venue.limited === true
      ? { restrain: restrainBy(FREE, { now, entries, snapshots, references, submits: 0 }) }
      : {}),
    commit: '4f2c9abd3e0f4c1b8a7d6e5f4a3b2c1d0e9f8a7b',
    dirty: false,
  };
  return { input, judged: makePlan(input) };
}
