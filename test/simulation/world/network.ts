import type { About, Fate, FateName, Page } from './fates.ts';
import { fateOf } from './fates.ts';
import { type Call, type Reply, answer } from './exchange-api.ts';
import type { Dice } from './dice.ts';
import type { Exchange } from './exchange.ts';
import type { Process } from './process.ts';
import type { Trace } from './trace.ts';
import type { WorldTime } from './world-time.ts';

/** How long the adapter waits for an answer. */
export const TIMEOUT = 15_000;

const SUBMITS: ReadonlySet<string> = new Set([
  '/trades/v2/order',
  '/trades/v2/market',
  '/trades/v2/executeQuote',
]);

export function aboutOf(method: string, path: string): About {
  if (method === 'POST' && SUBMITS.has(path)) return 'submit';
  if (method === 'DELETE') return 'cancel';
  return method === 'GET' && path === '/trades/v2/order' ? 'list' : 'any';
}

export interface NetworkParts {
  readonly time: WorldTime;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly exchange: Exchange;
  /** Decides what becomes of a request. */
  readonly fateOf: (about: About, process: Process, path: string) => FateName;
  /** How long a late one travels. */
  readonly lateness: () => number;
  readonly hit: (name: FateName) => void;
  readonly witness: Sendings;
}

/** Told of every order that is about to be sent. */
export interface Sendings {
  leaves(process: Process, nonce: string): void;
}

function failure(code: string, syscall: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) });
}

/** What Node's fetch and ky's timer throw. */
const FAILURES = {
  reset: () => failure('ECONNRESET', 'read'),
  refused: () => failure('ECONNREFUSED', 'connect'),
  nothing: () => new DOMException('timed out', 'TimeoutError'),
};

const HTML = '<html><body>502 Bad Gateway</body></html>';

type Listed = { readonly data?: unknown; readonly pagination?: { readonly startsAfter?: string | null } };

/** A list's page, or the one order of a search by id, as the fate leaves it. */
function altered(
  { body, status }: Reply,
  alter: NonNullable<Fate['page']>,
  token: string | undefined,
): Reply {
  const { data, pagination } = body as Listed;
  if (status !== 200 || typeof data !== 'object' || data === null) return { status, body };
  const isList = Array.isArray(data);
  const rows = isList ? data : [data];
  const page: Page = alter({ rows, next: pagination?.startsAfter ?? null }, token);
  if (!isList) return { status, body: { data: page.rows[0] ?? {} } };
  return { status, body: { data: page.rows, pagination: { startsAfter: page.next } } };
}

/** Written once: which answer a fate lets come home. */
function textOf(
  fate: Fate,
  reply: Reply | undefined,
  token: string | undefined,
): { status: number; text: string } {
  const { comesBack } = fate;
  if (typeof comesBack === 'object')
    return { status: comesBack.status, text: JSON.stringify(comesBack.body) };
  if (reply === undefined) throw new TypeError('an answer to a request that never arrived');
  const { status, body } = fate.page ? altered(reply, fate.page, token) : reply;
  const text = JSON.stringify(body);
  if (comesBack === 'half') return { status, text: text.slice(0, text.length >> 1) };
  return { status, text: comesBack === 'html' ? HTML : text };
}

const encoder = new TextEncoder();
const NO_HEADERS = new Headers();

/** As much of a Response as the client reads. A whole one costs more than everything else that happens to a request here. */
function responseOf(status: number, text: string): Response {
  const chunks = [encoder.encode(text)];
  const read = async (): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> => {
    const value = chunks.pop();
    return { done: value === undefined, value };
  };
  return { status, headers: NO_HEADERS, body: { getReader: () => ({ read }) } } as unknown as Response;
}

/** Modelled sockets: the global `fetch` of one process. */
export class Network {
  readonly #of: NetworkParts;
  /** Requests that have left, and that the venue has not seen. */
  #onTheWay = 0;

  constructor(of: NetworkParts) {
    this.#of = of;
  }

  get isQuiet(): boolean {
    return this.#onTheWay === 0;
  }

  fetchOf(process: Process): typeof fetch {
    return async (input, init) => {
      const request = input as Request;
      const url = new URL(request.url);
      const { method } = request;
      const body = init?.body ? await new Response(init.body).text() : '';
      const call = { method, path: url.pathname, query: url.searchParams, body, sender: process.name };
      return this.#send(process, {
        ...call,
        nonce: request.headers.get('x-nonce') ?? undefined,
        cancelEnd: 'works',
      });
    };
  }

  #send(process: Process, call: Call): Promise<Response> {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const about = aboutOf(call.method, call.path);
    if (about === 'submit') this.#of.witness.leaves(process, call.nonce ?? '');
    const what = `${call.method} ${call.path}`;
    const forget = process.whenDead(() => reject(FAILURES.reset()));
    process.step(what, (step) => {
      const { time, trace, dice, hit } = this.#of;
      const name = this.#of.fateOf(about, process, call.path);
      const fate = fateOf(name);
      if (name !== 'answered') hit(name);
      trace.note(
        time.now,
        `${process.name} sends ${what} ${call.nonce ?? ''} ${name}`,
        `${call.query.toString()} ${call.body}`,
      );
      const home = (delay: number, act: () => void): void =>
        process.deliver(delay, () => {
          forget();
          act();
        });
      const { comesBack } = fate;
      if (comesBack === 'nothing') home(TIMEOUT, () => reject(FAILURES.nothing()));
      if (comesBack === 'refused') return home(1, () => reject(FAILURES.refused()));
      const way =
        fate.arrives === 'late' ? this.#of.lateness() : dice.whole(2, dice.chance(0.05) ? 2_000 : 40);
      this.#onTheWay += 1;
      time.in(way, () => {
        this.#onTheWay -= 1;
        const reply = fate.arrives === 'never' ? undefined : this.#act(call, fate);
        process.reaches(step, 'unheard', what);
        if (comesBack === 'nothing') return;
        const back = dice.whole(2, 40);
        if (comesBack === 'reset') return home(back, () => reject(FAILURES.reset()));
        const { status, text } = textOf(fate, reply, call.query.get('startsAfter') ?? undefined);
        home(back, () => {
          trace.note(time.now, `${process.name} hears ${status}`, text);
          resolve(responseOf(status, text));
        });
      });
      process.reaches(step, 'under-way', what);
    });
    return promise;
  }

  #act(call: Call, fate: Fate): Reply {
    const { exchange, dice } = this.#of;
    const before = exchange.orders.length;
    const cancelEnd = fate.cancelEnd ?? (call.method === 'DELETE' ? exchange.race() : 'works');
    if (fate.cancelEnd === undefined && cancelEnd !== 'works')
      this.#of.hit(cancelEnd === 'loses' ? 'cancel loses to a fill' : 'cancel after a part');
    const reply = answer(exchange, { ...call, cancelEnd });
    if (fate.echoes) for (const order of exchange.orders.slice(before)) exchange.repeat(order);
    if (fate.hides)
      for (const order of exchange.orders.slice(before))
        order.visibleAt += dice.whole(1, 3 * Math.max(exchange.lag, 2_000));
    return reply;
  }
}
