import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { AccountName, VenueOrderId } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { namedFile } from '../specs/edit/spec-text.ts';
import type { Found } from '../specs/find-files.ts';
import { specFilesOf } from '../specs/load.ts';
import { listed, nearest } from '../specs/suggest.ts';
import type { LockOptions } from './lock.ts';

export interface ImportOptions extends LockOptions {
  readonly all?: boolean;
  readonly account?: string;
  readonly write?: boolean;
  readonly file?: string;
}

/** What a command line asks to be imported. */
export type Wish =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly name: string; readonly id: VenueOrderId };

const usage = (message: string, remedy: string): TradeformError =>
  new TradeformError('usage/import', message, { exitCode: EXIT.usage, remedy });

/** Throws TradeformError (64) where the arguments say nothing, or too much. */
export function wishOf(name: string | undefined, id: string | undefined, options: ImportOptions): Wish {
  const remedy = 'Give a name and a venue id: tradeform import NAME VENUE-ID. Or: tradeform import --all';
  if (options.file !== undefined && options.write !== true)
    throw usage('--file is where --write writes to.', 'Add --write, or leave --file out.');
  if (options.all === true) {
    if (name !== undefined) throw usage('A name and --all exclude each other.', remedy);
    return { kind: 'all' };
  }
  if (name === undefined || id === undefined) throw usage('Import what?', remedy);
  return { kind: 'one', name, id: id as VenueOrderId };
}

/** The accounts that are looked at: the one that is named, or all. */
export function accountsOf(project: Project, name: string | undefined): readonly Account[] {
  const { accounts } = project.environment;
  if (name === undefined) return [...accounts.values()];
  const account = accounts.get(name as AccountName);
  if (account !== undefined) return [account];
  const meant = nearest(name, accounts.keys());
  const maybe = meant === undefined ? '' : `Did you mean ${meant}? `;
  throw usage(`No account is called ${safeText(name)}.`, `${maybe}Accounts: ${listed(accounts.keys())}`);
}

/** The file that entries are to be written to, where one is named. */
export function fileOf(project: Project, cwd: string, given: string | undefined): Found | undefined {
  if (given === undefined) return undefined;
  const found = namedFile(project, cwd, given, specFilesOf(project).files);
  if (!('unfit' in found)) return found;
  throw usage(
    `${safeText(given)} is no spec file of this project: ${safeText(found.unfit)}.`,
    'Name another file.',
  );
}
