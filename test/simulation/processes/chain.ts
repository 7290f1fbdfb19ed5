import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/lib/clock.ts';
import type { JournalEvent } from '../../../src/model/event.ts';
import { fold } from '../../../src/model/fold.ts';
import { type Attempt, type History, emptyHistory } from '../../../src/model/history.ts';
import { nameOfKey, orderKey } from '../../../src/model/ids.ts';
import { Desk, type Ended } from '../../support/desk.ts';
import type { Dice } from '../world/dice.ts';
import { type Store, postgresAt, sqliteAt } from './store.ts';
import { openIntents, stoppedAt, struckAt } from './struck.ts';
import { type ChainTally, hit } from './tally.ts';
import { duplicatesIn, falseVerdicts, verdictOn } from './verdict.ts';
import { DRAWN, type Started, VIOLENCE, type Violence, oddEnd, pause } from './violence.ts';
import { LONGEST, queueFault, takeHits } from './wire-faults.ts';

/*
 * A desk with real processes: the built bin, a journal on this disk or on a server, a venue on loopback. One run after the other is
 * started on edited files and ends badly; the next one finds what that left. Now and then everything is put right, and judged.
 */

export interface ChainOptions {
  readonly dice: Dice;
  readonly seed: number;
  readonly rounds: number;
  readonly tally: ChainTally;
  readonly isLate: () => boolean;
  /** Of a PostgreSQL server; unset: SQLite. */
  readonly database?: string;
}

/** Rounds between two reckonings. */
const RECKONING = 6;
/** How often somebody tries again, at a reckoning. */
const PATIENCE = 8;
const APPLY = ['apply', '--yes', '--allow-empty'] as const;

export class Chain {
  readonly #desk: Desk;
  readonly #store: Store;
  readonly #of: ChainOptions;
  /** Name and price of each order in the files. */
  readonly #orders = new Map<string, number>();
  #named = 0;
  #events: readonly JournalEvent[] = [];
  #history: History = emptyHistory('' as History['journal']);
  /** How long a run takes that nothing happens to: measured at the beginning and at each reckoning, as it depends on the machine. */
  #span = 0;
  #found = 0;

  private constructor(desk: Desk, store: Store, of: ChainOptions) {
    this.#desk = desk;
    this.#store = store;
    this.#of = of;
  }

  static async run(of: ChainOptions): Promise<void> {
    const { seed, rounds, tally, isLate, database } = of;
    const desk = await Desk.open();
    const project = `rounds-${seed}`;
    const dir = join(desk.dir, '.tradeform', 'tcp');
    const store = database === undefined ? sqliteAt(dir) : postgresAt(database, project);
    const written = await desk.read('tradeform.yaml');
    await desk.write(
      'tradeform.yaml',
      written
        .replace('project: e2e-desk', `project: ${project}`)
        .replace('journal: { type: sqlite }', store.yaml)
        .replace('settle: 200ms', 'settle: 60ms')
        .replace('timeout: 3s', 'timeout: 1s'),
    );
    const chain = new Chain(desk, store, of);
    try {
      hit(tally.desks, store.name);
      await desk.tcp('journal', 'init');
      await chain.#apply();
      for (let round = 1; round <= rounds && (round === 1 || !isLate()); round++) {
        await chain.#round();
        tally.rounds += 1;
        if (round % RECKONING === 0 || round === rounds || isLate()) await chain.#reckon();
      }
      tally.orders += desk.ledger().orders.length;
      await chain.#keep();
    } finally {
      await desk.close();
    }
  }

  #find(what: string): void {
    this.#found += 1;
    this.#of.tally.findings.push(`seed ${this.#of.seed}, after ${this.#of.tally.rounds} rounds: ${what}`);
  }

  /** Files, journal and ledger, for whoever looks into a finding: the machine's timing does not come again. */
  async #keep(): Promise<void> {
    if (this.#found === 0) return;
    const folder = await mkdtemp(join(tmpdir(), 'tradeform-found-'));
    await cp(this.#desk.dir, folder, { recursive: true });
    this.#of.tally.notes.push(`seed ${this.#of.seed}: what it was found on is kept in ${folder}`);
  }

  async #edit(): Promise<void> {
    const { dice } = this.#of;
    const names = [...this.#orders.keys()];
    if (names.length > 3) this.#orders.delete(dice.pick(names) ?? '');
    const edited = dice.pick([...this.#orders.keys()]);
    if (edited !== undefined && dice.chance(0.5)) this.#orders.set(edited, dice.whole(500, 600));
    for (let n = dice.whole(1, 2); n > 0; n--) this.#orders.set(`dip-${++this.#named}`, dice.whole(500, 600));
    const entries = [...this.#orders].map(
      ([name, price]) =>
        `  ${name}: { strategy: GTC, account: treasury, ticker: BTC-USD, side: buy, receiveQuantity: 0.10 BTC, priceLimit: ${price}00.00 }\n`,
    );
    await this.#desk.write('orders.yaml', `version: 1\norders:\n${entries.join('')}`);
  }

  /** Returns what was written since the last time. */
  async #read(): Promise<readonly JournalEvent[]> {
    const { id, events } = await this.#store.read();
    const before = this.#events.length;
    this.#events = events;
    this.#history = fold(emptyHistory(id), events);
    return events.slice(before);
  }

  async #round(): Promise<void> {
    const { dice, tally } = this.#of;
    await this.#edit();
    for (let n = dice.pick([0, 0, 1, 1, 2]); n > 0; n--) await queueFault(this.#desk, dice);
    const violence = dice.pick(DRAWN) ?? 'two at once';
    hit(tally.violence, violence);
    const received = this.#desk.ledger().requests.received;
    const runs: Started[] = [];
    const beside = (...args: readonly string[]): Started => {
      const started = this.#desk.start([...args, '--env', 'tcp']);
      runs.push(started);
      return started;
    };
    const run = beside(...APPLY);
    const late = dice.chance(0.5) ? dice.next() : 0.4 + 0.6 * dice.next();
    const [sends, held] = [dice.whole(1, 2), dice.whole(0, 30)];
    await VIOLENCE[violence]({
      ...{ desk: this.#desk, dice, run, beside },
      sometime: () => pause(late * this.#span),
      atSend: async () => {
        await this.#sends(run, received + sends);
        await pause(held);
      },
    });
    for (const { ended } of runs) this.#check(await ended);
    this.#locate(violence, await run.ended, await this.#read());
    for (const what of duplicatesIn(this.#desk.ledger())) this.#find(what);
  }

  /** Waits for a send, or for the end of a run that sends none. */
  async #sends({ child }: Started, count: number): Promise<void> {
    while (child.exitCode === null && this.#desk.ledger().requests.received < count) await pause(4);
  }

  #check(ended: Ended): void {
    const odd = oddEnd(ended);
    if (odd !== undefined) this.#find(odd);
  }

  /** Where a blow struck, if it struck one run alone; and that one which was asked to stop left nothing open. */
  #locate(violence: Violence, ended: Ended, written: readonly JournalEvent[]): void {
    const { tally } = this.#of;
    const open = openIntents(written);
    if (violence === 'kill -9 at any instant' || violence === 'kill -9 at a send') {
      hit(tally.kills, struckAt(ended, written));
      const had = new Set(this.#desk.ledger().orders.map(({ usernameRef }) => usernameRef));
      tally.acceptedUnheard += open.filter((one) => one.type === 'intent' && had.has(one.data.tag)).length;
    }
    if (violence !== 'SIGINT' && violence !== 'SIGTERM') return;
    hit(tally.interruptions, stoppedAt(ended));
    if (open.length > 0) this.#find(`lost: ${violence} left ${open.length} intents without a verdict`);
  }

  /** All faults are over: somebody applies until nothing changes, and settles truthfully what is in doubt. */
  async #reckon(): Promise<void> {
    for (const [fault, times] of Object.entries(await takeHits(this.#desk)))
      hit(this.#of.tally.faults, fault as keyof ChainTally['faults'], times);
    // Whatever was still on its way has arrived.
    await pause(LONGEST);
    let last: Ended | undefined;
    for (let n = 0; n < PATIENCE && last?.code !== 0; n++) {
      last = await this.#apply();
      if (last.code !== 0) for (const attempt of this.#doubtful()) await this.#resolve(attempt);
    }
    if (last?.code !== 0)
      this.#find(`stuck: apply still ends with ${last?.code}: ${last?.stdout.slice(-400)}`);
    const wanted = [...this.#orders.keys()].map(orderKey);
    for (const what of verdictOn(this.#desk.ledger(), this.#history, wanted)) this.#find(what);
    for (const what of falseVerdicts(this.#desk.ledger(), this.#events)) this.#find(what);
  }

  /** A run that nothing happens to, and which shows how long one takes. */
  async #apply(): Promise<Ended> {
    const started = performance.now();
    const ended = await this.#desk.tcp(...APPLY);
    const took = performance.now() - started;
    this.#span = this.#span === 0 ? took : 0.6 * this.#span + 0.4 * took;
    this.#check(ended);
    await this.#read();
    return ended;
  }

  #doubtful(): readonly Attempt[] {
    return [...this.#history.keys.values()]
      .flat()
      .filter(
        ({ state, vanished, cameBack }) =>
          state === 'in-doubt' || vanished !== undefined || cameBack !== undefined,
      );
  }

  /** What a person says of an order is true: they have asked the venue. */
  async #resolve({ key, tag, deadline, vanished, cameBack }: Attempt): Promise<void> {
    const order = this.#desk.ledger().orders.find(({ usernameRef }) => usernameRef === tag);
    if (order !== undefined && vanished === undefined && cameBack === undefined) return;
    this.#of.tally.doubts += 1;
    const said = order === undefined ? ['--not-executed'] : ['--executed', order.orderId];
    // Until then a run might still send it, and resolve says so.
    await pause(Math.max(0, deadline - systemClock.now()));
    const why = ['--reason', 'the venue says so', '--approver', 'grace'];
    this.#check(await this.#desk.tcp('resolve', nameOfKey(key), ...said, ...why));
  }
}
