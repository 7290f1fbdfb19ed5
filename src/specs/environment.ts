import type { AccountId, AccountName, JournalId } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { AquanowSettings, Environment, JournalSettings } from '../model/project.ts';
import type { AquanowSettings as AquanowText, Journal, ProjectFile } from './generated/project.gen.ts';
import { parseDuration, parseTime } from './time.ts';

type EnvironmentText = NonNullable<ProjectFile['environments']>[string];
export const PAPER = 'paper';

function accountsOf(texts: ProjectFile['accounts']): Pick<Environment, 'accounts' | 'unsupportedAccounts'> {
  const accounts = new Map<AccountName, Account>();
  const unsupportedAccounts = new Set<AccountName>();
  for (const [key, { venue, id, tag }] of Object.entries(texts)) {
    const name = key as AccountName;
    if (venue === 'aquanow' && id !== undefined)
      accounts.set(name, { name, venue, id: id as AccountId, ...(tag === undefined ? {} : { tag }) });
    else unsupportedAccounts.add(name);
  }
  return { accounts, unsupportedAccounts };
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

const journalOf = ({ type, id, url }: Journal): JournalSettings => ({
  type,
  ...(id === undefined ? {} : { id: id as JournalId }),
  ...(url === undefined ? {} : { url }),
});

/** One environment of a validated project file. Its own accounts, limits and specs replace the project's. */
export function environmentOf(file: ProjectFile, name: string): Environment {
  const text: EnvironmentText = file.environments?.[name] ?? {};
  const kind = name === PAPER ? 'paper' : 'live';
  const clock = text !== undefined && 'clock' in text ? parseTime(text.clock ?? '') : undefined;
  const live = text !== undefined && ('venues' in text || 'journal' in text) ? text : {};
  const specs = text?.specs ?? file.specs;
  const units = text?.requireUnits ?? file.requireUnits;
  return {
    name,
    kind,
    ...accountsOf(text?.accounts ?? file.accounts),
    ...(specs === undefined ? {} : { specs }),
    journal: live.journal === undefined ? { type: 'sqlite' } : journalOf(live.journal),
    aquanow: live.venues?.aquanow === undefined ? undefined : aquanowOf(live.venues.aquanow),
    paper: clock === undefined ? {} : { clock },
    requireUnits: units === undefined ? kind === 'live' : units === 'true',
    limits: text?.limits ?? file.limits ?? {},
  };
}
