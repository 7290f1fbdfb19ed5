import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, shifted } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { keepSecret } from '../lib/scrub.ts';
import { Secret } from '../lib/secret.ts';
import type { AccountName } from '../model/ids.ts';
import type { AquanowSettings, Environment } from '../model/project.ts';
import type { Venue } from './venue.ts';

/** The venues of an environment, opened. */
export interface OpenVenues {
  /** The venue of each account that this version can trade on. */
  readonly byAccount: ReadonlyMap<AccountName, Venue>;
  /** The time that orders live in: a paper venue has its own. */
  readonly clock: Clock;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly environment: Environment;
  /** Where local state is kept: `.tradeform/ENVIRONMENT` of the project. */
  readonly stateDir: string;
  readonly clock: Clock;
  /** Reads the `${NAME}` references of a setting; throws TradeformError for a missing one. */
  readonly resolve: (text: string, what: string) => string;
}

/** The in-process paper venue answers at this address; nothing listens there. */
const PAPER_URL = 'http://127.0.0.1';
const PAPER_KEY = { apiKey: 'paper', apiSecret: 'paper-secret' };

export interface PaperState {
  readonly environment: Environment;
  readonly stateDir: string;
  readonly clock: Clock;
}

/** State is nobody's source: the folder keeps itself out of Git. */
function makeStateDir(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const ignore = join(dirname(dir), '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** Opens the paper venue whose state belongs to an environment. */
export async function openPaperOf({ environment, stateDir, clock }: PaperState) {
  const { openPaper } = await import('./paper/venue.ts');
  const { clock: start } = environment.paper;
  makeStateDir(stateDir);
  return openPaper({
    path: join(stateDir, 'venue.sqlite'),
    clock,
    accounts: [...environment.accounts.values()].map((account) => account.id),
    key: PAPER_KEY,
    // Whoever trades in this process is the only one: there is nobody to protect the venue from.
    rate: 'off',
    ...(start === undefined ? {} : { start }),
  });
}

async function paperVenues(options: OpenOptions): Promise<OpenVenues> {
  const { environment, clock } = options;
  const [{ createAquanow }, paper] = await Promise.all([
    import('./aquanow/aquanow.ts'),
    openPaperOf(options),
  ]);
  const settings = {
    ...{ url: PAPER_URL, marketUrl: PAPER_URL },
    apiKey: new Secret(PAPER_KEY.apiKey),
    apiSecret: new Secret(PAPER_KEY.apiSecret),
    // Its lists never lag, and it is in this process: there is nothing to spare.
    settle: 0,
    rate: { perSecond: 10_000, burst: 10_000 },
  };
  const aquanow = createAquanow({ settings, clock, fetch: paper.fetch });
  const accounts = [...environment.accounts.values()].filter((account) => account.venue === 'aquanow');
  return {
    byAccount: new Map(accounts.map((account) => [account.name, aquanow])),
    clock: shifted(clock, () => paper.now() - clock.now()),
    close: async () => {
      await aquanow.close();
      paper.close();
    },
  };
}

function secretsOf(settings: AquanowSettings, resolve: OpenOptions['resolve']) {
  const { settle, timeout, rate, cancel } = settings;
  const secret = (text: string, what: string): Secret => {
    const value = resolve(text, what);
    keepSecret(value);
    return new Secret(value);
  };
  return {
    url: resolve(settings.url, 'venues.aquanow.url'),
    marketUrl: resolve(settings.marketUrl, 'venues.aquanow.marketUrl'),
    apiKey: secret(settings.apiKey, 'venues.aquanow.apiKey'),
    apiSecret: secret(settings.apiSecret, 'venues.aquanow.apiSecret'),
    ...(settle === undefined ? {} : { settle }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(rate === undefined ? {} : { rate }),
    ...(cancel === undefined ? {} : { cancel }),
  };
}

async function liveVenues({ environment, clock, resolve }: OpenOptions): Promise<OpenVenues> {
  const accounts = [...environment.accounts.values()].filter((account) => account.venue === 'aquanow');
  if (accounts.length === 0) return { byAccount: new Map(), clock, close: () => Promise.resolve() };
  if (environment.aquanow === undefined)
    throw new TradeformError('project/no-venue', `Environment ${environment.name} has no venues.aquanow.`, {
      exitCode: EXIT.invalid,
      remedy: 'Add url, marketUrl, apiKey and apiSecret below environments in tradeform.yaml.',
    });
  const { createAquanow } = await import('./aquanow/aquanow.ts');
  const aquanow = createAquanow({ settings: secretsOf(environment.aquanow, resolve), clock });
  return {
    byAccount: new Map(accounts.map((account) => [account.name, aquanow])),
    clock,
    close: () => aquanow.close(),
  };
}

export const openVenues = (options: OpenOptions): Promise<OpenVenues> =>
  options.environment.kind === 'paper' ? paperVenues(options) : liveVenues(options);
