import type { Clock } from '../lib/clock.ts';
import { type Attempt, type History, openAttempts } from '../model/history.ts';
import type { Millis } from '../model/ids.ts';
import { CLOCKS_APART } from '../model/odd-fields.ts';
import type { TimePassed } from '../plan/observe.ts';

/*
 * How much time has passed for sure since something was journalled. A wall clock is set right by jumps, and two runners' differ, so
 * what this run saw being written it measures by the clock that never jumps. Of what was there before only wall clocks tell. Where an
 * order may be sent on the strength of that, what clocks may be apart is taken off; or this run waits for as long itself.
 */

interface Known {
  /** By the clock that never jumps. */
  readonly since: number;
  /** Written by an earlier run, on whatever machine. */
  readonly isOlder: boolean;
}

/** A second send, or the rest of a replace, may follow from what is concluded of it. */
const isFollowed = ({ state, replacing, cancelSentAt }: Attempt): boolean =>
  state === 'in-doubt' || (replacing !== undefined && cancelSentAt !== undefined);

const nameOf = ({ tag }: Attempt, at: Millis): string => `${tag} ${at}`;

export class RunTime {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  #hasBegun = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the journal holds by now is known from now on; at the first time, since before this run. */
  note(history: History): void {
    const known: Known = { since: this.#clock.monotonic(), isOlder: !this.#hasBegun };
    this.#hasBegun = true;
    for (const attempt of openAttempts(history)) {
      const { intentAt, acceptedAt = intentAt, observed } = attempt;
      for (const at of [intentAt, acceptedAt, observed?.at ?? intentAt]) {
        const name = nameOf(attempt, at);
        if (!this.#known.has(name)) this.#known.set(name, known);
      }
    }
  }

  /** For what a reading that begins now is going to show. */
  untilNow(): TimePassed {
    const now = this.#clock.monotonic();
    return (attempt, at, readAt) => {
      const known = this.#known.get(nameOf(attempt, at));
      if (known === undefined) return 0;
      const waited = now - known.since;
      if (!known.isOlder) return waited;
      return Math.max(waited, readAt - at - (isFollowed(attempt) ? CLOCKS_APART : 0));
    };
  }
}
