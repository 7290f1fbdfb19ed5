import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Answer, Outcome } from './outcome.ts';

/*
 * The one policy by which reads are repeated. Submissions and cancels never come here: whether to ask again is then a
 * question about money, which the executor answers from a reading.
 */
const RETRIES = 4;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8_000;
/** A venue may ask for more patience than a run has. */
const LONGEST_RETRY_AFTER = 30_000;
const LONGEST_IN_ALL = 60_000;
/** What asking again can't mend: a login that is refused again and again locks the user out. */
const HOPELESS: ReadonlySet<string> = new Set(['interrupted', 'no-request', 'no-access']);

export interface RetryPolicy {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal?: AbortSignal;
  /** Answers that would be repeated by their status but say all there is to say. */
  readonly isFinal?: (answer: Answer) => boolean;
}

class Again extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('read failed');
    this.outcome = outcome;
  }
}

function isRetried(outcome: Outcome, isFinal: RetryPolicy['isFinal']): boolean {
  if (outcome.kind !== 'answer') return !HOPELESS.has(outcome.code);
  const { status } = outcome;
  return (status === 408 || status === 429 || status >= 500) && isFinal?.(outcome) !== true;
}

/** Milliseconds that the venue asks us to wait, by its `Retry-After` in seconds or as a date. */
function retryAfter(outcome: Outcome, now: number): number {
  if (outcome.kind !== 'answer' || outcome.retryAfter === undefined) return 0;
  const text = outcome.retryAfter.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER) : 0;
}

/** Between half and the whole of a pause that doubles: clients that failed together don't come back together. */
function pause(attempt: number, outcome: Outcome, { clock, random }: RetryPolicy): number {
  const backoff = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
  return Math.max(Math.ceil(backoff * (0.5 + random() / 2)), retryAfter(outcome, clock.now()));
}

/** Loaded when something is asked, and looked up once: that costs more than many a retry. */
const load = () => import('p-retry');
let loaded: ReturnType<typeof load> | undefined;

/** Repeats a read while that may help, and gives the last outcome. Never throws for what a venue or a network does. */
export async function retryRead(call: () => Promise<Outcome>, policy: RetryPolicy): Promise<Outcome> {
  const { clock, signal } = policy;
  const { default: pRetry } = await (loaded ??= load());
  const start = clock.monotonic();
  let waited = 0;
  let patient = true;
  try {
    return await pRetry(
      async () => {
        const outcome = await call();
        if (isRetried(outcome, policy.isFinal)) throw new Again(outcome);
        return outcome;
      },
      {
        retries: RETRIES,
        // The pauses are taken below, on our clock.
        minTimeout: 0,
        shouldRetry: ({ error }) => error instanceof Again && patient,
        onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
          if (!(error instanceof Again) || retriesLeft === 0) return;
          const wait = pause(attemptNumber, error.outcome, policy);
          patient = Math.max(waited, clock.monotonic() - start) + wait <= LONGEST_IN_ALL;
          if (!patient) return;
          waited += wait;
          await clock.sleep(wait, signal);
        },
        ...(signal ? { signal } : {}),
      },
    );
  } catch (error) {
    if (signal?.aborted === true) return { kind: 'unknown', code: 'interrupted', message: 'interrupted' };
    if (error instanceof Again) return error.outcome;
    throw error;
  }
}
