import type { FakeClock } from '../aquanow/desk.ts';
import type { Account, FinalStatus, LiveStatus } from '../../../src/model/order.ts';
import type { Millis, VenueOrderId } from '../../../src/model/ids.ts';
import { type Run, type Terms, instrumentOf, quantityOf, strategyOf } from '../../../src/model/terms.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import type { Venue } from '../../../src/venues/venue.ts';

/*
 * What the contract of a venue needs to know of one: examples of every strategy and field, how its calls look on the wire, and a rig of
 * an adapter that speaks to a simulated venue over real HTTP, whose private ledger judges.
 */

export interface Call {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string;
  /** By the rig's clock. */
  readonly at: Millis;
}

/** Which calls: a method, and a path that may have a `*` for one of its parts. */
export interface Match {
  readonly method: string;
  readonly path: string;
}

/** One way to ask for an order: a strategy with some of its fields. */
export interface Example {
  readonly name: string;
  readonly terms: Terms;
  /** Strategies: whether it is to begin at once. */
  readonly run?: Run;
  /** Its own fields that are counted in the product's increments. */
  readonly kinds?: Readonly<Record<string, 'size' | 'price'>>;
  /** The status in which it rests, or the one in which its answer says that it has ended. */
  readonly becomes: LiveStatus | FinalStatus;
  /** The call that makes the order. */
  readonly sent: Match;
  /** What of its terms is on the wire, digit for digit, in the call that says the terms. */
  readonly wire: readonly string[];
  /** An edit of its terms but not of its quantity, where it rests. */
  readonly edited?: Terms;
  /** A part of its quantity, for a partial fill. */
  readonly part?: string;
}

/** An order that the simulated venue has accepted. */
export interface Accepted {
  readonly id: VenueOrderId;
  readonly isLive: boolean;
  /** All of `usernameRef`, where the venue has a place for it. */
  readonly reference?: string;
  /** The terms as they arrived. */
  readonly request: string;
  /** How much of it has traded, on the leg that it names. */
  readonly filled: string;
  readonly quantity: string;
  /** When it was accepted, and when it came to be as it is. */
  readonly at: Millis;
  readonly updatedAt: Millis;
}

/** Changes an answer on its way back. */
export type Tamper = (call: Call, text: string) => string;

/** What the wire has seen, and a hand on it. */
export interface Wire {
  readonly calls: Call[];
  tamper: Tamper | undefined;
}

export interface Rig {
  readonly account: Account;
  readonly clock: FakeClock;
  readonly wire: Wire;
  /** The adapter, as another process would make it. */
  connect(): Venue;
  /** Every order that the venue has accepted, in arrival order. */
  ledger(): readonly Accepted[];
  /** Requests for an order that have reached the venue, faults included. */
  requests(): number;
  fault(name: FaultName, more?: object): Promise<void>;
  clearFaults(): Promise<void>;
  /** A cancel takes effect only so much later. */
  delayCancels(ms: Millis): Promise<void>;
  /** Trades a part of a resting order, or all that is left of it. */
  fill(order: Accepted, quantity?: string): Promise<void>;
  close(): Promise<void>;
}

export interface RigOptions {
  /** Orders on one page of the list, where it has pages. */
  readonly pageSize?: number;
  readonly rate?: { readonly perSecond: number; readonly burst: number };
}

/** All that the contract has to know of a venue. */
export interface VenueCase {
  readonly name: string;
  readonly examples: readonly Example[];
  /** Whether its rows tell which attempt they are, so that an order whose answer was lost is found. */
  readonly findsByTag: boolean;
  /** Every call that only reads, quotes that nobody can execute among them. */
  readonly reads: readonly Match[];
  readonly list: Match;
  readonly cancel: Match;
  /** Start and pause, where the venue has strategies to start and to pause. */
  readonly setRun?: Match;
  /** Faults of its list after which nobody may rely on it. */
  readonly brokenLists: readonly (readonly [fault: FaultName, more: object])[];
  /** Changes of a row of the list that leave it without a meaning. */
  readonly brokenRows: readonly (readonly [what: string, change: (list: string) => string])[];
  make(options?: RigOptions): Promise<Rig>;
}

/** An example that rests, and that may be edited. */
export function editableOf({ name, examples }: VenueCase): Example {
  const found = examples.find(({ edited }) => edited !== undefined);
  if (found === undefined) throw new Error(`${name} has no example that may be edited`);
  return found;
}

/** The first example of each kind, for what depends on nothing else of it. */
export function onePer(
  examples: readonly Example[],
  kindOf: (example: Example) => string,
): readonly Example[] {
  const kinds = new Map<string, Example>();
  for (const example of examples) {
    const kind = kindOf(example);
    if (!kinds.has(kind)) kinds.set(kind, example);
  }
  return [...kinds.values()];
}

/** What is traded, in which direction, and by which leg it is counted. */
export const marketOf = ({ terms, run }: Example): string =>
  [strategyOf(terms), instrumentOf(terms), terms.side, quantityOf(terms).leg, run].join(' ');

const parts = (path: string): readonly string[] => path.replace(/\?.*/, '').split('/');

export function isCall({ method, path }: Call, wanted: Match): boolean {
  const [is, of] = [parts(path), parts(wanted.path)];
  return (
    method === wanted.method &&
    is.length === of.length &&
    of.every((part, i) => part === '*' || part === is[i])
  );
}

export const callsOf = ({ calls }: Wire, wanted: Match): readonly Call[] =>
  calls.filter((call) => isCall(call, wanted));

/** A `fetch` over the network that keeps what it sees. */
export function recordingFetch(clock: FakeClock): { readonly fetch: typeof fetch; readonly wire: Wire } {
  const wire: Wire = { calls: [], tamper: undefined };
  return {
    wire,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const body = await request.clone().text();
      const call: Call = { method: request.method, path: pathname + search, body, at: clock.now() };
      wire.calls.push(call);
      const answer = await fetch(request);
      if (wire.tamper === undefined) return answer;
      const text = wire.tamper(call, await answer.text());
      const headers = { 'content-type': 'application/json' };
      return new Response(text, { status: answer.status, headers });
    },
  };
}

/** A list's text with one thing of it changed. */
export const changed =
  (find: RegExp, put: string) =>
  (list: string): string =>
    list.replace(find, put);
