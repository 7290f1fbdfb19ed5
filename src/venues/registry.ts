import { join } from 'node:path';
import { type Clock, shifted } from '../lib/clock.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { keepSecret } from '../lib/scrub.ts';
import { Secret } from '../lib/secret.ts';
import { makeStateFolder } from '../lib/state-folder.ts';
import type { AccountName } from '../model/ids.ts';
import type { Account, VenueName } from '../model/order.ts';
import type { AquanowSettings, Environment, VolvenSettings } from '../model/project.ts';
import type { AquanowVenueSettings } from './aquanow/aquanow.ts';
import type { AccountTrouble, Venue } from './venue.ts';
import { unopened } from './unopened.ts';
import type { VolvenVenueSettings } from './volven/volven.ts';

/** The venues of an environment, opened. */
export interface OpenVenues {
  /** The venue of each account. */
  readonly byAccount: ReadonlyMap<AccountName, Venue>;
  /** The accounts of tradeform.yaml, each with its id at its venue. */
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** Accounts that their venue could not tell, or told to be wrong. */
  readonly troubles: ReadonlyMap<AccountName, AccountTrouble>;
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
  /** Asks a person for a one-time password, where a venue wants one and no secret makes them. */
  readonly askOtp?: () => Promise<string | undefined>;
  /** A venue that can't be opened holds up no other one, unless none of them can: a cancel goes on at the rest. */
  readonly goOn?: true;
}

/** The in-process paper venue answers at this address; nothing listens there. */
const PAPER_URL = 'http://127.0.0.1';
const PAPER_KEY = { apiKey: 'paper', apiSecret: 'paper-secret' };
const PAPER_TOKEN = 'paper-token';
// Its lists never lag, and it is in this process: there is nothing to spare.
const PAPER_PACE = { settle: 0, rate: { perSecond: 10_000, burst: 10_000 } };

export interface PaperState {
  readonly environment: Environment;
  readonly stateDir: string;
  readonly clock: Clock;
}

const accountsAt = ({ accounts }: Environment, venue: VenueName): readonly Account[] =>
  [...accounts.values()].filter((account) => account.venue === venue);

/** Opens the paper venue whose state belongs to an environment. */
export async function openPaperOf({ environment, stateDir, clock }: PaperState) {
  const { openPaper } = await import('./paper/venue.ts');
  const { clock: start } = environment.paper;
  makeStateFolder(stateDir);
  return openPaper({
    path: join(stateDir, 'venue.sqlite'),
    clock,
    accounts: accountsAt(environment, 'aquanow').map((account) => account.id),
    volvenAccounts: accountsAt(environment, 'volven').map(({ id, lookup }) => lookup ?? { id }),
    key: PAPER_KEY,
    // Whoever trades in this process is the only one: there is nobody to protect the venue from.
    rate: 'off',
    ...(start === undefined ? {} : { start }),
  });
}

type ByName = Readonly<Partial<Record<VenueName, Venue>>>;

async function paperVenues(options: OpenOptions): Promise<OpenVenues> {
  const { environment, clock } = options;
  const paper = await openPaperOf(options);
  const { fetch } = paper;
  const aquanow = async (): Promise<Venue> => {
    const { createAquanow } = await import('./aquanow/aquanow.ts');
    const apiKey = new Secret(PAPER_KEY.apiKey);
    const apiSecret = new Secret(PAPER_KEY.apiSecret);
    const settings = { url: PAPER_URL, marketUrl: PAPER_URL, apiKey, apiSecret, ...PAPER_PACE };
    return createAquanow({ settings, clock, fetch });
  };
  const volven = async (): Promise<Venue> => {
    const { createVolven } = await import('./volven/volven.ts');
    const { PAPER_STATES } = await import('./paper/volven/words.ts');
    const settings = { url: PAPER_URL, token: new Secret(PAPER_TOKEN), ...PAPER_PACE, ...PAPER_STATES };
    return createVolven({ settings, clock, fetch });
  };
  const venues = await venuesUsed(environment, { aquanow, volven });
  const open = await told(
    environment,
    venues,
    shifted(clock, () => paper.now() - clock.now()),
  );
  return {
    ...open,
    close: async () => {
      await open.close();
      paper.close();
    },
  };
}

/** Only what some account is at is opened. */
async function venuesUsed(
  environment: Environment,
  open: Readonly<Record<VenueName, () => Promise<Venue>>>,
): Promise<ByName> {
  const names = [...new Set([...environment.accounts.values()].map(({ venue }) => venue))];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await open[name]()] as const)),
  );
}

type Openers = Readonly<Record<VenueName, () => Promise<Venue>>>;

/** The openers, with one that fails giving a venue of which nothing is known. Where all fail, that is an error. */
function goingOn(environment: Environment, open: Openers): Openers {
  const used = new Set([...environment.accounts.values()].map(({ venue }) => venue)).size;
  let failed = 0;
  const orUnopened = (name: VenueName) => async (): Promise<Venue> => {
    try {
      return await open[name]();
    } catch (error) {
      if (!(error instanceof TradeformError) || ++failed === used) throw error;
      return unopened(error);
    }
  };
  return { aquanow: orUnopened('aquanow'), volven: orUnopened('volven') };
}

/** Asks each venue which accounts the settings mean. */
async function told(environment: Environment, venues: ByName, clock: Clock): Promise<OpenVenues> {
  const troubles = new Map<AccountName, AccountTrouble>();
  const find = async (account: Account): Promise<Account> => {
    const found = await venues[account.venue]?.findAccount?.(account);
    if (found === undefined) return account;
    if (found.kind === 'found') return found.account;
    if (found.kind === 'unknown') {
      const { reason, remedy } = found;
      troubles.set(account.name, { reason, remedy });
    } else troubles.set(account.name, { reason: found.message, remedy: found.remedy, invalid: true });
    return account;
  };
  const accounts = await Promise.all([...environment.accounts.values()].map(find));
  return {
    accounts: new Map(accounts.map((account) => [account.name, account])),
    byAccount: new Map(
      accounts.flatMap(({ name, venue }) => {
        const at = venues[venue];
        return at === undefined ? [] : [[name, at] as const];
      }),
    ),
    troubles,
    clock,
    close: async () => void (await Promise.all(Object.values(venues).map((venue) => venue.close()))),
  };
}

type Resolve = OpenOptions['resolve'];

/** Texts of a venue's settings with their references read; secrets are known to the scrubber from here on. */
function secretOf(resolve: Resolve, text: string, what: string): Secret {
  const value = resolve(text, what);
  keepSecret(value);
  return new Secret(value);
}

function aquanowSettings(settings: AquanowSettings, resolve: Resolve): AquanowVenueSettings {
  const { url, marketUrl, apiKey, apiSecret, ...rest } = settings;
  return {
    ...rest,
    url: resolve(url, 'venues.aquanow.url'),
    marketUrl: resolve(marketUrl, 'venues.aquanow.marketUrl'),
    apiKey: secretOf(resolve, apiKey, 'venues.aquanow.apiKey'),
    apiSecret: secretOf(resolve, apiSecret, 'venues.aquanow.apiSecret'),
  };
}

function volvenSettings(settings: VolvenSettings, resolve: Resolve): VolvenVenueSettings {
  const { url, username, token, password, totpSecret, ...rest } = settings;
  const secret = (name: string, text: string | undefined): { readonly [name: string]: Secret } =>
    text === undefined ? {} : { [name]: secretOf(resolve, text, `venues.volven.${name}`) };
  return {
    ...rest,
    url: resolve(url, 'venues.volven.url'),
    ...(username === undefined ? {} : { username: resolve(username, 'venues.volven.username') }),
    ...secret('token', token),
    ...secret('password', password),
    ...secret('totpSecret', totpSecret),
  };
}

const unset = (environment: Environment, venue: VenueName): TradeformError =>
  new TradeformError('project/no-venue', `Environment ${environment.name} has no venues.${venue}.`, {
    exitCode: EXIT.invalid,
    remedy: `Add venues.${venue} below environments in tradeform.yaml: see specs/README.md.`,
  });

async function liveVenues(options: OpenOptions): Promise<OpenVenues> {
  const { environment, clock, resolve, askOtp, goOn } = options;
  const aquanow = async (): Promise<Venue> => {
    if (environment.aquanow === undefined) throw unset(environment, 'aquanow');
    const { createAquanow } = await import('./aquanow/aquanow.ts');
    return createAquanow({ settings: aquanowSettings(environment.aquanow, resolve), clock });
  };
  const volven = async (): Promise<Venue> => {
    if (environment.volven === undefined) throw unset(environment, 'volven');
    const { createVolven } = await import('./volven/volven.ts');
    const settings = volvenSettings(environment.volven, resolve);
    return createVolven({ settings, clock, ...(askOtp === undefined ? {} : { askOtp }) });
  };
  const openers = { aquanow, volven };
  const open = goOn === true ? goingOn(environment, openers) : openers;
  return told(environment, await venuesUsed(environment, open), clock);
}

export const openVenues = (options: OpenOptions): Promise<OpenVenues> =>
  options.environment.kind === 'paper' ? paperVenues(options) : liveVenues(options);
