import type { JournalEvent } from '../../src/model/event.ts';
import type { Attempt, History } from '../../src/model/history.ts';
import type { Key } from '../../src/model/ids.ts';
import type { Entry } from '../../src/model/order.ts';
import type { PlanLine, Submission } from '../../src/model/plan.ts';
import { isImmediate, isStrategy, priceOf, quantityOf } from '../../src/model/terms.ts';
import type { Judged } from '../../src/plan/plan.ts';
import { type Approved, SCOPE } from './desk.ts';
import { readAgain } from './journal-again.ts';
import { LimitsLedger, rests } from './limits/ledger.ts';
import { Names } from './names.ts';
import type { Finding, Offence } from './offences.ts';
import { amountOf, textOf } from './world/amount.ts';
import type { VenueOrder, Witness } from './world/exchange.ts';
import type { Sendings } from './world/network.ts';
import type { Process } from './world/process.ts';

/*
 * The judge believes the venue's ledger alone. What the code under test says of itself is held against it, never the other way
 * round; and amounts are added up here in another arithmetic than its own.
 */

/** Lines that say that something is going on, and end by themselves. */
const PASSING: ReadonlySet<string> = new Set(['settling', 'ending', 'cancelling', 'not-listed']);
/** Lines that say of an order that it is in the book as it should be. */
const RESTING: ReadonlySet<string> = new Set(['resting', 'expiring', 'altered-outside']);
const OVER: ReadonlySet<string> = new Set([
  ...['finished', 'ended', 'lapsed', 'rejected', 'edited-after-end', 'name-used', 'filled-before-replace'],
]);

/** What the judge is told by the desk. */
export interface Heard {
  /** What a process was allowed to do. */
  readonly approved: (sender: string) => Approved | undefined;
  /** What the journal holds. */
  readonly events: () => readonly JournalEvent[];
  /** Orders of which a rebuild told that their rows say too little: they are for a person. */
  readonly unclear: () => ReadonlySet<string>;
  /** Whether a journal was lost, or part of one. */
  readonly isForgetful: () => boolean;
}

export class Judge implements Witness, Sendings {
  readonly findings: Finding[] = [];
  readonly names = new Names();
  /** Live orders of ours that were accepted. */
  accepts = 0;
  readonly #ours: VenueOrder[] = [];
  readonly #limits = new LimitsLedger();
  readonly #of: Heard;

  constructor(of: Heard) {
    this.#of = of;
  }

  /** Nothing may stand between the last look at the clocks and this moment. */
  leaves(process: Process, nonce: string): void {
    const intent = this.#of
      .events()
      .findLast((event) => event.type === 'intent' && event.data.nonce === nonce);
    if (intent?.type !== 'intent' || process.clock.now() <= intent.data.deadline) return;
    const over = process.clock.now() - intent.data.deadline;
    this.find('late', `${process.name} sends ${intent.data.tag} ${over} ms after its deadline`);
  }

  find(offence: Offence, what: string): void {
    this.findings.push({ offence, what });
  }

  cancelAsked(order: VenueOrder, by: string): void {
    if (!order.isOurs)
      this.find('touched', `${by} asked for the cancel of ${order.id}, which is somebody else's`);
  }

  repeated(order: VenueOrder): void {
    this.#ours.push(order);
  }

  accepted(order: VenueOrder): void {
    if (!order.isOurs) return;
    this.accepts += 1;
    const { tag } = order;
    if (tag?.scope !== SCOPE) {
      this.find('lost', `${order.id} was sent without a tag: nothing finds it again`);
      return;
    }
    const identity = this.names.ofCode(tag.keyCode);
    // What the venue made twice by itself is asked about at the end.
    const same = this.#ours.filter(
      (one) => !one.isEcho && this.names.ofCode(one.tag?.keyCode ?? '') === identity,
    );
    const siblings = same.filter((one) => one.tag?.generation === tag.generation);
    this.#ours.push(order);
    if (siblings.some((one) => one.terms.reference === order.terms.reference))
      this.find('duplicates', `${order.id} has a tag that an order before it has: ${tag.tag}`);
    // What trades at once is over with its answer, however slowly the venue books it: a higher generation may follow.
    const beside = same.filter((one) => one.isLive && (siblings.includes(one) || rests(one)));
    for (const live of beside)
      if (order.isLive) this.find('duplicates', `${order.id} is live beside ${live.id} of the same entry`);
    const approved = this.#of.approved(order.origin.sender ?? '');
    const submission = this.#submission(order, approved, tag.keyCode, tag.generation);
    if (submission !== undefined) this.#weigh(order, submission, siblings);
    if (approved === undefined) return;
    const { limits, entries } = approved;
    const entry = entries.find(({ key }) => this.names.codeOf(key) === tag.keyCode);
    const told = {
      limits,
      entry,
      identity,
      unclear: this.#of.unclear(),
      isForgetful: this.#of.isForgetful(),
    };
    for (const what of this.#limits.take(order, told)) this.find('limits', what);
  }

  /** What the sender's approved plan says of this order. */
  #submission(
    order: VenueOrder,
    approved: Approved | undefined,
    code: string,
    generation: number,
  ): Submission | undefined {
    const line = approved?.judged.plan.lines.find(
      ({ key, action, submission }) =>
        key !== undefined &&
        this.names.codeOf(key) === code &&
        (action === 'submit' || action === 'replace') &&
        submission?.generation === generation,
    );
    if (line?.submission === undefined)
      this.find(
        'unapproved',
        `${order.id} (${code} generation ${generation}) is in no plan that was approved`,
      );
    return line?.submission;
  }

  /** What was accepted against what was approved, digit for digit, and against what has traded before. */
  #weigh(order: VenueOrder, { target, wire }: Submission, siblings: readonly VenueOrder[]): void {
    if (isStrategy(wire)) return;
    const { ticker, side, strategy, quantity, price } = order.terms;
    const [shown, asked] = [
      amountOf(quantityOf(wire).amount) ?? 0n,
      amountOf(quantityOf(target).amount) ?? 0n,
    ];
    if (ticker !== wire.ticker || side !== wire.side || strategy !== wire.strategy || quantity > shown)
      this.find(
        'unapproved',
        `${order.id} is ${strategy} ${side} ${textOf(quantity)} ${ticker}, and that was not approved`,
      );
    const bound = priceOf(wire);
    const limit = bound === undefined || strategy === 'MARKET' ? price : (amountOf(bound) ?? 0n);
    const isWorse = side === 'buy' ? price > limit : price < limit;
    if (isWorse || (strategy !== 'RFQ' && price !== limit))
      this.find('unapproved', `${order.id} is at ${textOf(price)}, and ${textOf(limit)} was approved`);
    const filled = siblings.reduce((sum, one) => sum + one.now.filled, 0n);
    if (filled + quantity > asked)
      this.find(
        'overfilled',
        `${order.id} of ${textOf(quantity)} comes on top of ${textOf(filled)}, and ${textOf(asked)} was asked for`,
      );
  }

  /**
   * At the end, with the venue's lists complete: every order in the ledger is known, or was told to be unclear, and nothing
   * that is known is wrong.
   */
  lost(history: History): void {
    const unclear = this.#of.unclear();
    const byTag = new Map<string, Attempt>([...history.keys.values()].flat().map((a) => [a.tag, a]));
    for (const order of this.#ours) {
      const tag = order.tag?.tag ?? '';
      const attempt = byTag.get(tag);
      const told = `${order.id} (${order.now.status}, ${tag})`;
      if (attempt === undefined && !unclear.has(order.id))
        this.find('lost', `${told} is unknown to the journal`);
      // Of two that the venue made of one request a person chooses: that they are told is asked for below.
      if (attempt === undefined || order.isEcho) continue;
      if (attempt.state === 'in-doubt') this.find('lost', `${told} is still in doubt`);
      else if (['rejected', 'not-sent', 'not-executed', 'lapsed'].includes(attempt.state)) {
        if (attempt.cameBack === undefined) this.find('lost', `${told} is ${attempt.state} by the journal`);
      } else if (attempt.orderId === undefined && attempt.state === 'final') {
        // What trades at once or not at all is over with its answer, which may not name an id.
        if (!isImmediate(attempt.wire)) this.find('lost', `${told} has ended, and has no id`);
      } else if (attempt.orderId !== order.id)
        this.find('lost', `${told} is linked to ${attempt.orderId ?? 'nothing'}`);
    }
  }

  /** While both orders that the venue made of one request are live, somebody is told so. */
  echoes(judged: Judged | undefined): void {
    const live = Map.groupBy(
      this.#ours.filter((one) => one.isEcho && one.isLive),
      (one) => one.tag?.tag,
    );
    for (const [tag, pair] of live) {
      const told = judged?.all.some(
        (line) => line.code === 'two-orders-one-tag' && line.reason.includes(pair[0]?.id ?? ''),
      );
      if (pair.length > 1 && told !== true)
        this.find('stuck', `two orders under ${tag} are live, and nobody is told`);
    }
  }

  /** At the very end: what is in the files and what is at the venue agree, or somebody is told. */
  stuck(entries: readonly Entry[], judged: Judged | undefined): void {
    if (judged === undefined) {
      this.find('stuck', 'the last apply did not come to its end');
      return;
    }
    // An account that can't be read is told as a whole.
    const unread = new Set(
      judged.all.flatMap((line) =>
        line.key === undefined && line.level === 'unknown' ? [line.account] : [],
      ),
    );
    const lines = new Map(
      judged.all.flatMap((line) => (line.key === undefined ? [] : [[line.key, line] as const])),
    );
    for (const { key, account } of entries) {
      const line = lines.get(key);
      if (line === undefined && unread.has(account)) continue;
      if (line === undefined) this.find('stuck', `nothing is said of ${key}`);
      else this.#isTrue(key, line);
    }
    for (const order of this.#ours.filter((one) => one.isLive)) {
      const tag = order.tag?.tag;
      const line = judged.all.find((one) => one.order?.id === order.id || one.order?.tag === tag);
      if (line === undefined && unread.size > 0) continue;
      if (line === undefined || OVER.has(line.code))
        this.find('stuck', `${order.id} is live, and nothing is said of it`);
    }
  }

  #isTrue(key: Key, { code, action, reason }: PlanLine): void {
    const identity = this.names.of(key);
    const live = this.#ours.filter((one) => {
      return one.isLive && one.tag !== undefined && this.names.ofCode(one.tag.keyCode) === identity;
    });
    const told = `${key} is told as ${code} (${reason})`;
    if (PASSING.has(code) || action !== 'none') this.find('stuck', `${told}, and that goes on for ever`);
    if (RESTING.has(code) && live.length !== 1)
      this.find('stuck', `${told}, and ${live.length} orders of it are live`);
    if (OVER.has(code) && live.length > 0)
      this.find('stuck', `${told}, and ${live.length} orders of it are live`);
  }

  /** At the very end: nothing of what the journal says was false, or came in another order than is allowed. */
  ordered(): void {
    const accepted = new Set(this.#ours.map((one) => one.tag?.tag));
    this.findings.push(...readAgain({ ...this.#of, accepted }));
  }
}
