import { Dice } from '../world/dice.ts';
import { Chain } from './chain.ts';
import { type Database, makeDatabase } from './server.ts';
import { DATABASE } from './store.ts';
import { STOPPED, STRUCK } from './struck.ts';
import { type ChainTally, type Counts, emptyTally, neverDone } from './tally.ts';
import { VIOLENT } from './violence.ts';
import { WIRE_FAULTS } from './wire-faults.ts';

export interface RoundsOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Desks side by side. Every third has its journal in PostgreSQL, where a server is to be had. */
  readonly desks: number;
  /** Ends then, however many have been run. */
  readonly seconds?: number;
  /** Only SQLite: nothing is started but the program. */
  readonly isLight?: boolean;
  /** Ends with the first finding. */
  readonly isFirstEnough?: boolean;
}

/**
 * Rounds of real processes on several desks at once. The seed throws what is done; when it strikes is up to the machine, so that a
 * seed repeats its choices and not its timing. What a finding was made on is therefore kept.
 */
export async function runRounds(options: RoundsOptions): Promise<ChainTally> {
  const { rounds, seed, desks, seconds = Infinity, isLight = false, isFirstEnough = false } = options;
  const database: Database | undefined = isLight ? undefined : await makeDatabase();
  if (database !== undefined) process.env[DATABASE] = database.url;
  const tally = emptyTally();
  const until = performance.now() + seconds * 1000;
  const isLate = (): boolean => performance.now() > until || (isFirstEnough && tally.findings.length > 0);
  const share = (desk: number): number => Math.floor(rounds / desks) + (desk < rounds % desks ? 1 : 0);
  try {
    await Promise.all(
      Array.from({ length: desks }, (_, n) => {
        const url = n % 3 === 2 ? database?.url : undefined;
        const where = url === undefined ? {} : { database: url };
        return Chain.run({
          dice: new Dice(seed + n),
          seed: seed + n,
          rounds: share(n),
          tally,
          isLate,
          ...where,
        });
      }),
    );
  } finally {
    await database?.drop();
  }
  tally.findings.push(...neverDone(tally));
  if (tally.findings.length > 0)
    tally.notes.push(`The same choices again: npm run simulate -- --processes ${rounds} --seed ${seed}`);
  return tally;
}

const listed = <Name extends string>(counts: Counts<Name>, names: readonly Name[]): readonly string[] =>
  names.map((name) => `  ${String(counts[name] ?? 0).padStart(6)}  ${name}`);
const total = (counts: Counts<string>): number =>
  Object.values(counts).reduce<number>((a, b) => a + (b ?? 0), 0);

export function roundsText(tally: ChainTally, seconds: number): string {
  const { rounds, orders, doubts, desks, violence, faults, kills, interruptions } = tally;
  const { findings, notes } = tally;
  const of = (kind: string): number => findings.filter((what) => what.includes(`: ${kind}:`)).length;
  const counted = ['duplicate', 'lost', 'overfilled', 'stuck']
    .map((kind) => `${of(kind)} ${kind}`)
    .join(', ');
  const inside = total(kills) - (kills['before its first write'] ?? 0) - (kills['it had ended already'] ?? 0);
  return [
    `${rounds} rounds of real processes, ${orders} orders in ${seconds.toFixed(0)} s: ${findings.length} findings`,
    counted,
    `${Object.entries(desks)
      .map(([store, times]) => `${times} desks with ${store}`)
      .join(', ')}; ${doubts} doubts were left for a person`,
    ...(rounds > 2 && findings.length === 0
      ? [`Zero in ${rounds} means: below 1 in ${Math.floor(rounds / 3)}, with 95 % confidence.`]
      : []),
    `Of ${total(kills)} kill -9 on one run, ${inside} struck inside an apply. Where they struck:`,
    ...listed(kills, STRUCK),
    `  Of the orders without a verdict, the venue had ${tally.acceptedUnheard}.`,
    `Of ${total(interruptions)} runs that were sent SIGINT or SIGTERM:`,
    ...listed(interruptions, STOPPED),
    'What befell a run:',
    ...listed(violence, VIOLENT),
    'Faults of the venue that struck on the way:',
    ...listed(faults, WIRE_FAULTS),
    ...findings,
    ...notes,
  ].join('\n');
}
