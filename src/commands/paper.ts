import { rm } from 'node:fs/promises';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { stopOnSignals } from '../lib/signals.ts';
import type { Project } from '../model/project.ts';
import type { Paper } from '../venues/paper/venue.ts';
import { DEFAULT_CREDENTIALS } from '../venues/paper/volven/credentials.ts';
import { openPaperOf } from '../venues/registry.ts';
import { hanging } from '../report/style.ts';
import { type Invocation, writeJson } from './invocation.ts';
import { stateDirOf } from './journal-store.ts';
import { projectOf } from './project.ts';

const usage = (message: string, remedy: string): TradeformError =>
  new TradeformError('usage/paper', message, { exitCode: EXIT.usage, remedy });

async function paperProject(inv: Invocation): Promise<Project> {
  const { env = 'paper' } = inv.options;
  const project = await projectOf({ ...inv, options: { ...inv.options, env } }, 'reads');
  if (project.environment.kind === 'paper') return project;
  throw usage(
    `Environment ${project.environment.name} is not a paper environment.`,
    'Leave --env out, or use --env paper.',
  );
}

async function withPaper(inv: Invocation, work: (paper: Paper) => Promise<ExitCode>): Promise<ExitCode> {
  const project = await paperProject(inv);
  const paper = await openPaperOf({
    environment: project.environment,
    stateDir: stateDirOf(project),
    clock: inv.clock,
  });
  try {
    return await work(paper);
  } finally {
    paper.close();
  }
}

/** Calls a control route of the venue in this process. */
async function control(paper: Paper, method: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await paper.fetch(`http://127.0.0.1${path}`, init);
  const answer = (await response.json()) as { readonly message?: string };
  if (response.ok) return answer;
  throw usage(
    `The paper venue refused: ${safeText(answer.message ?? String(response.status))}`,
    'See tradeform paper --help.',
  );
}

/** The result, as the chosen format has it. */
function tell(inv: Invocation, facts: object, text: string): ExitCode {
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...facts });
  else inv.out.write(`PAPER  ${text}\n`);
  return EXIT.done;
}

interface PaperFacts {
  readonly now: number;
  readonly prices: Readonly<Record<string, { readonly bid: string; readonly ask: string }>>;
}

/** What the simulated world looks like: its time, its prices, its ledger. */
export const show = (inv: Invocation): Promise<ExitCode> =>
  withPaper(inv, async (paper) => {
    const state = (await control(paper, 'GET', '/paper/state')) as PaperFacts;
    const { orders, strategies } = paper.ledger();
    if (inv.options.format === 'json') {
      writeJson(inv.out, { format: 1, ...state, orders, strategies });
      return EXIT.done;
    }
    const prices = Object.entries(state.prices).map(
      ([ticker, { bid, ask }]) => `  ${ticker.padEnd(10)} bid ${bid}  ask ${ask}`,
    );
    const row = (sequence: number, text: string): string =>
      `  ${String(sequence).padStart(4)}  ${hanging(safeText(text), inv.out.columns, 8)}`;
    const rows = orders.map((o) => {
      const price = o.priceLimit === null ? '' : ` at ${o.priceLimit}`;
      return row(
        o.sequence,
        `${o.orderId}  ${o.strategy} ${o.tradeSide} ${o.ticker} ${o.quantity}${price}  ${o.status}`,
      );
    });
    const ledger = rows.length === 0 ? ['  no orders yet'] : rows;
    const working = strategies.map((s) =>
      row(
        s.sequence,
        `${s.strategyId}  ${s.strategyType} ${s.side} ${s.productCode} ${s.size}  ${s.status}, ${s.filledSize} filled`,
      ),
    );
    inv.out.write(
      [
        'PAPER  ' + new Date(state.now).toISOString(),
        '',
        'prices',
        ...prices,
        '',
        'ledger',
        ...ledger,
        ...(working.length === 0 ? [] : ['', 'strategies', ...working]),
        '',
      ].join('\n'),
    );
    return EXIT.done;
  });

export const price = (inv: Invocation, ticker: string, value: string): Promise<ExitCode> =>
  withPaper(inv, async (paper) => {
    const body = value === 'free' ? { ticker, price: null } : { ticker, price: value };
    const set = (await control(paper, 'POST', '/paper/price', body)) as {
      readonly bid: string;
      readonly ask: string;
    };
    const prices = `bid ${set.bid}, ask ${set.ask}`;
    return tell(inv, { ticker, ...set }, `${safeText(ticker)}: ${prices}. What lies within that has traded.`);
  });

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function timeBody(value: string): unknown {
  const match = /^\+(\d{1,9})(ms|s|m|h|d)$/.exec(value);
  if (match === null) return { to: value };
  const unit = match[2] as keyof typeof UNITS;
  return { advanceMs: Number(match[1]) * UNITS[unit] };
}

export const time = (inv: Invocation, value: string): Promise<ExitCode> =>
  withPaper(inv, async (paper) => {
    const { now } = (await control(paper, 'POST', '/paper/time', timeBody(value))) as {
      readonly now: number;
    };
    return tell(inv, { now }, `it is now ${new Date(now).toISOString()} there. What fell due has happened.`);
  });

/** Forgets the simulated world and the journal of it. */
export async function reset(inv: Invocation): Promise<ExitCode> {
  const project = await paperProject(inv);
  await rm(stateDirOf(project), { recursive: true, force: true });
  return tell(inv, { reset: true }, 'reset: a new venue, and an empty journal.');
}

const { username, password, token } = DEFAULT_CREDENTIALS;
const volvenSignIn = `user "${username}", password "${password}", or token "${token}"`;

const STOPPING = { first: 'Stopping.', second: 'Stopped at once.' };

/** Serves the project's paper venue on loopback until it is stopped. */
export const serve = (inv: Invocation, { port }: { readonly port: string }): Promise<ExitCode> =>
  withPaper(inv, async (paper) => {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
      throw usage(`--port ${safeText(port)} is not a port.`, 'Give a number from 0 (any free one) to 65535.');
    const { servePaper } = await import('../venues/paper/serve.ts');
    const stop = stopOnSignals(inv.err.write, STOPPING);
    const served = await servePaper(paper, { port: Number(port) });
    try {
      tell(
        inv,
        { url: served.url },
        [
          `Aquanow and market data at ${served.url}   key "paper", secret "paper-secret"   Ctrl-C to stop`,
          `Volven at ${served.url}   ${volvenSignIn}`,
        ].join('\n       '),
      );
      const ended = Promise.withResolvers<undefined>();
      stop.signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });
      await ended.promise;
      return EXIT.done;
    } finally {
      await served.close();
      stop.dispose();
    }
  });
