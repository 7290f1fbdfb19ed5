import { type Adoption, type Judged, adopt, adoptionOf, adoptionsOf, isRefusal } from '../execute/adopt.ts';
import type { Standing } from '../execute/adopt/standing.ts';
import { type LiveOrders, endedOrder, liveOrders } from '../execute/live-orders.ts';
import { RunJournal } from '../execute/run.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { version } from '../lib/version.ts';
import { type VenueOrderId, nameOfKey } from '../model/ids.ts';
import type { Account, Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { type ImportReport, type ImportedOrder, renderImport } from '../report/import-text.ts';
import { entryLines } from '../specs/edit/entry-lines.ts';
import type { Placed } from '../specs/edit/place.ts';
import { writeEdits } from '../specs/edit/spec-text.ts';
import type { Found } from '../specs/find-files.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { keepReadable, placing, textOf } from './import-files.ts';
import { type ImportOptions, type Wish, accountsOf, fileOf, wishOf } from './import-wish.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { lockWait, takeLock } from './lock.ts';
import { atDesk, entriesOf, projectOf, runContext, scopeOfProject } from './project.ts';

/** All that one import works with. */
interface Import {
  readonly project: Project;
  readonly entries: readonly Entry[];
  readonly accounts: readonly Account[];
  readonly wish: Wish;
  readonly venues: OpenVenues;
  readonly book: RunJournal;
  readonly writes: boolean;
  readonly chosen: Found | undefined;
}

const failed = (code: string, message: string, remedy: string): TradeformError =>
  new TradeformError(code, message, { exitCode: EXIT.error, remedy });

const readersOf = ({ byAccount }: OpenVenues) =>
  new Map([...byAccount].map(([name, { reader }]) => [name, reader]));

/** Why the order that a person named is not among the live ones. */
async function missing(
  of: Import,
  id: VenueOrderId,
  { orders, unreadable }: LiveOrders,
): Promise<TradeformError> {
  const [unknown] = unreadable;
  if (unknown !== undefined)
    return failed(
      'import/unreadable',
      `Account ${unknown.account} can't be read: ${unknown.reason}.`,
      unknown.remedy,
    );
  const row = await endedOrder(of.accounts, readersOf(of.venues), id);
  if (row !== undefined)
    return failed(
      'import/ended',
      `Order ${id} has ended: ${row.status}.`,
      'Only a live order can be imported.',
    );
  const meant = id.length < 4 ? undefined : orders.find((order) => order.row.id.startsWith(id));
  const names = of.accounts.map(({ name }) => name).join(', ');
  const remedy =
    meant === undefined
      ? 'tradeform status lists the orders that are not ours.'
      : `Did you mean ${meant.row.id}?`;
  return failed('import/not-found', `There is no live order ${id} on ${names}.`, remedy);
}

async function judge(of: Import, live: LiveOrders): Promise<Judged> {
  // The journal after the venue: a decision that a person recorded in between counts.
  await of.book.refresh();
  const standing: Standing = {
    scope: scopeOfProject(of.project),
    history: of.book.history,
    entries: of.entries,
  };
  const { wish } = of;
  if (wish.kind === 'all') return adoptionsOf(standing, live.orders);
  const order = live.orders.find(({ row }) => row.id === wish.id);
  if (order === undefined) throw await missing(of, wish.id, live);
  const judged = adoptionOf(standing, order, wish.name);
  return isRefusal(judged)
    ? { adoptions: [], refused: [{ order, why: judged }] }
    : { adoptions: [judged], refused: [] };
}

/** What can't be written where it was to be written is not imported. */
function withoutUnplaced({ adoptions, refused }: Judged, live: LiveOrders, { unplaced }: Placed): Judged {
  const homeless = adoptions.flatMap((adoption) => {
    const why = unplaced.get(nameOfKey(adoption.key));
    const order = live.orders.find(({ row }) => row.id === adoption.order.orderId);
    if (why === undefined || order === undefined) return [];
    const remedy = 'Name another file with --file, or leave --write out.';
    return [{ order, why: { reason: `can't be written (${why})`, remedy } }];
  });
  const kept = adoptions.filter(({ key }) => !unplaced.has(nameOfKey(key)));
  return { adoptions: kept, refused: [...refused, ...homeless] };
}

/** One order that can't be imported ends the command; among all, it is one line of the report. */
function mustBeAble({ wish }: Import, { refused }: Judged): void {
  const [only] = refused;
  if (wish.kind === 'all' || only === undefined) return;
  const { order, why } = only;
  throw failed(
    'import/refused',
    `Order ${order.row.id} ${why.reason}.`,
    `Nothing was recorded. ${why.remedy}`,
  );
}

function imported(adoption: Adoption, placed: Placed, failures: ReadonlyMap<string, string>): ImportedOrder {
  const { account, order, entry, again, note } = adoption;
  const name = nameOfKey(adoption.key);
  const chosen = placed.places.get(name);
  const failure = chosen && failures.get(chosen.file);
  const place = entry?.place ?? (failure === undefined ? chosen : undefined);
  const told = failure ?? note;
  return {
    ...{ name, account: account.name, orderId: order.orderId, terms: order.terms, again },
    ...(place === undefined ? {} : { place }),
    written: place !== undefined && entry === undefined,
    ...(told === undefined ? {} : { note: told }),
    yaml: entryLines(textOf(adoption), 2, 2),
  };
}

async function run(of: Import): Promise<ImportReport> {
  const live = await liveOrders(of.accounts, readersOf(of.venues));
  const readable = await keepReadable(of.project, await judge(of, live), live.orders);
  mustBeAble(of, readable);
  const placed = await placing(of.project, of.entries, of.writes ? readable.adoptions : [], of.chosen);
  const judged = withoutUnplaced(readable, live, placed);
  mustBeAble(of, judged);
  // The journal first: an entry of an order that the journal doesn't know would be sent.
  await adopt(of.book, judged.adoptions);
  const failures = await writeEdits(placed.edits);
  await of.book.end('done');
  return {
    environment: of.project.environment.name,
    project: of.project.name,
    imported: judged.adoptions.map((adoption) => imported(adoption, placed, failures)),
    refused: judged.refused.map(({ order, why }) => ({
      ...{ account: order.account.name, orderId: order.row.id },
      ...why,
    })),
    unreadable: live.unreadable,
  };
}

/** Adopts live orders that tradeform did not place: in the journal, and as entries of the files. */
export async function importOrders(
  inv: Invocation,
  name: string | undefined,
  id: string | undefined,
  options: ImportOptions,
): Promise<ExitCode> {
  const wish = wishOf(name, id, options);
  const waitMs = lockWait(options);
  const project = await projectOf(inv, 'acts');
  const named = accountsOf(project, options.account);
  const chosen = fileOf(project, inv.cwd, options.file);
  const entries = await entriesOf(project);
  return atDesk(inv, project, async (venues, journal) => {
    const lock = await takeLock(inv, journal, runContext(inv, project), 'import', waitMs);
    try {
      const book = await RunJournal.open(journal, lock, 'import', version(), inv.ci);
      const writes = options.write === true;
      // With the ids that their venues have told.
      const accounts = named.map((account) => venues.accounts.get(account.name) ?? account);
      const report = await run({ project, entries, accounts, wish, venues, book, writes, chosen });
      const unwritten = writes && report.imported.some(({ place }) => place === undefined);
      const bad = unwritten || report.refused.length > 0 || report.unreadable.length > 0;
      const exitCode = bad ? EXIT.error : EXIT.done;
      if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...report, exitCode });
      else inv.out.write(renderImport(report, layoutOf(inv.out)));
      return exitCode;
    } finally {
      await lock.release();
    }
  });
}
