import type { AccountId, AccountName, JournalId } from '../model/ids.ts';
import type { Account, OrderStatus, Place } from '../model/order.ts';
import type { AquanowSettings, Environment, JournalSettings, VolvenSettings } from '../model/project.ts';
import type {
  Account as AccountText,
  AquanowSettings as AquanowText,
  Journal,
  ProjectFile,
  VolvenSettings as VolvenText,
} from './generated/project.gen.ts';
import { limitsOf } from './limits.ts';
import { parseDuration, parseTime } from './time.ts';

type EnvironmentText = NonNullable<ProjectFile['environments']>[string];
export const PAPER = 'paper';

/** Where a key of the project file stands. */
export type PlaceOf = (path: readonly string[]) => Place;

function accountOf(name: AccountName, text: AccountText, place: Place): Account {
  const { venue, id = '', tag, exchangeCode, name: called } = text;
  const base = { name, venue, id: id as AccountId, place };
  // Nothing that Volven shows again would carry a tag.
  if (venue === 'volven') {
    const lookup =
      exchangeCode === undefined || called === undefined ? {} : { lookup: { exchangeCode, name: called } };
    return { ...base, ...lookup, tag: 'none' };
  }
  return { ...base, ...(tag === undefined ? {} : { tag }) };
}

function accountsOf(
  texts: ProjectFile['accounts'],
  path: readonly string[],
  placeOf: PlaceOf,
): Environment['accounts'] {
  return new Map(
    Object.entries(texts).map(([key, text]) => {
      const name = key as AccountName;
      return [name, accountOf(name, text, placeOf([...path, key]))];
    }),
  );
}

const durations = <Field extends 'settle' | 'timeout' | 'acceptanceHorizon'>(
  texts: { readonly [F in Field]?: string },
  fields: readonly Field[],
): { readonly [F in Field]?: number } =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = parseDuration(texts[field] ?? '');
      return value === undefined ? [] : [[field, value]];
    }),
  ) as { readonly [F in Field]?: number };

const numbers = (texts: object): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, Number(text)]));

function aquanowOf(text: AquanowText): AquanowSettings {
  const { url, marketUrl, apiKey, apiSecret, rate, cancel, quoteAttempts, quoteExpiryIsProof } = text;
  return {
    ...{ url, marketUrl, apiKey, apiSecret },
    ...durations(text, ['settle', 'timeout', 'acceptanceHorizon']),
    ...(rate === undefined ? {} : { rate: numbers(rate) }),
    ...(cancel === undefined ? {} : { cancel }),
    ...(quoteExpiryIsProof === undefined ? {} : { quoteExpiryIsProof: quoteExpiryIsProof === 'true' }),
    ...(quoteAttempts === undefined ? {} : { quoteAttempts: Number(quoteAttempts) }),
  };
}

function volvenOf(text: VolvenText): VolvenSettings {
  const { url, token, username, password, totpSecret, rate, states, filled } = text;
  return {
    url,
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(totpSecret === undefined ? {} : { totpSecret }),
    ...durations(text, ['settle', 'timeout', 'acceptanceHorizon']),
    ...(rate === undefined ? {} : { rate: numbers(rate) }),
    ...(states === undefined ? {} : { states: { field: states.field, map: states.map satisfies WordMap } }),
    ...(filled === undefined ? {} : { filled: { field: filled.field } }),
  };
}
type WordMap = Readonly<Record<string, OrderStatus>>;

const journalOf = ({ type, id, url }: Journal): JournalSettings => ({
  type,
  ...(id === undefined ? {} : { id: id as JournalId }),
  ...(url === undefined ? {} : { url }),
});

/** One environment of a validated project file. Its own accounts, limits and specs replace the project's. */
export function environmentOf(file: ProjectFile, name: string, placeOf: PlaceOf): Environment {
  const text: EnvironmentText = file.environments?.[name] ?? {};
  const kind = name === PAPER ? 'paper' : 'live';
  const clock = text !== undefined && 'clock' in text ? parseTime(text.clock ?? '') : undefined;
  const live = text !== undefined && ('venues' in text || 'journal' in text) ? text : {};
  const { aquanow, volven } = live.venues ?? {};
  const specs = text?.specs ?? file.specs;
  const units = text?.requireUnits ?? file.requireUnits;
  const accounts = text?.accounts;
  return {
    name,
    kind,
    accounts:
      accounts === undefined
        ? accountsOf(file.accounts, ['accounts'], placeOf)
        : accountsOf(accounts, ['environments', name, 'accounts'], placeOf),
    ...(specs === undefined ? {} : { specs }),
    journal: live.journal === undefined ? { type: 'sqlite' } : journalOf(live.journal),
    aquanow: aquanow === undefined ? undefined : aquanowOf(aquanow),
    volven: volven === undefined ? undefined : volvenOf(volven),
    paper: clock === undefined ? {} : { clock },
    requireUnits: units === undefined ? kind === 'live' : units === 'true',
    limits: limitsOf(text?.limits ?? file.limits),
  };
}
