import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Clock } from '../../lib/clock.ts';
import { type AquanowOptions, type Route, aquanowRoutes, isSubmission } from './aquanow/routes.ts';
import type { Call } from './call.ts';
import { CONTROLS, runControl } from './controls.ts';
import { takeFault } from './fault-queue.ts';
import { kindOf } from './faults.ts';
import { bringUpToNow } from './matching.ts';
import type { Moment } from './moment.ts';
import type { PricePath } from './price-path.ts';
import { NO_SUCH_ROUTE, type Reply, type Wire, message, written } from './reply.ts';
import { readSettings } from './settings.ts';
import type { Store } from './store.ts';
import type { VolvenCredentials } from './volven/credentials.ts';
import { type VolvenRoute, isCreate, volvenRoutes } from './volven/routes.ts';

export interface AppParts {
  readonly store: Store;
  readonly path: PricePath;
  readonly clock: Clock;
  readonly aquanow: AquanowOptions;
  readonly volven: VolvenCredentials;
}

/** Over TCP the Node adapter's request and response, in-process nothing. */
interface Env {
  Bindings: Partial<HttpBindings>;
}
export type PaperApp = Hono<Env>;

/** Marks a response that nobody gets. Its name is the one by which the Node adapter leaves a connection alone. */
export const DROPPED = 'x-hono-already-sent';

async function callOf(c: Context<Env>): Promise<Call> {
  const url = new URL(c.req.url);
  return {
    method: c.req.method,
    path: url.pathname,
    query: url.searchParams,
    headers: c.req.raw.headers,
    body: await c.req.text(),
  };
}

function send(c: Context<Env>, wire: Wire): Response {
  if (wire !== 'dropped') {
    const status = wire.status as ContentfulStatusCode;
    if (wire.text === '') return c.body(null, status, { ...wire.headers });
    return c.body(wire.text, status, { 'content-type': 'application/json', ...wire.headers });
  }
  c.env?.incoming?.socket.destroy();
  return new Response(null, { headers: { [DROPPED]: 'true' } });
}

/** The venue as it is now: everything that fell due since the last request has happened. Inside a transaction. */
export function momentOf({ store, path, clock }: AppParts): Moment {
  const wall = clock.now();
  const now = wall + Number(store.fact('offset'));
  const moment = { store, path, wall, now, settings: readSettings(store) };
  bringUpToNow(moment);
  return moment;
}

/** One request of the venue's protocol, with the fault that it meets. */
async function answer(parts: AppParts, route: Route | VolvenRoute, received: Call): Promise<Wire> {
  const { store, clock } = parts;
  const fault = store.transaction(() => {
    if (isSubmission(received)) store.count('submitsReceived');
    if (isCreate(received)) store.count('createsReceived');
    return takeFault(store, received);
  });
  const act = (call: Call): Reply => store.transaction(() => route.answer(momentOf(parts), call));
  if (!fault) return written(act(received));
  const kind = kindOf(fault.fault);
  if (kind.wait === 'before') await clock.sleep(fault.ms);
  if (kind.instead) return kind.instead(fault);
  const wire = written(act({ ...received, fault }));
  if (kind.wait === 'after') await clock.sleep(fault.ms);
  return kind.answer ? kind.answer(wire, fault) : wire;
}

/** Both halves of the paper venue: the protocol that it imitates, and its controls under `/paper/`. */
export function makeApp(parts: AppParts): PaperApp {
  const app = new Hono<Env>();
  for (const route of [...aquanowRoutes(parts.aquanow), ...volvenRoutes(parts.volven)])
    app.on([route.method].flat(), route.path, async (c) =>
      send(c, await answer(parts, route, await callOf(c))),
    );
  for (const control of CONTROLS)
    app.on(control.method, control.path, async (c) => {
      const call = await callOf(c);
      return send(c, written(parts.store.transaction(() => runControl(control, momentOf(parts), call))));
    });
  app.all('/paper/*', (c) =>
    send(c, written(message(404, `no such control: ${c.req.method} ${c.req.path}`))),
  );
  app.notFound((c) => send(c, written(NO_SUCH_ROUTE)));
  // A fault of the paper venue itself is told in full: it must not pass for one of the venue that it imitates.
  app.onError((error, c) =>
    send(c, written(message(500, `bug in the paper venue: ${error.stack ?? error.message}`))),
  );
  return app;
}
