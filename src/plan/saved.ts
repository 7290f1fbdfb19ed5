import { createHash } from 'node:crypto';
import type { JournalId, Millis } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { digestOf } from './digest.ts';

/*
 * A saved plan is approved as a file: by whoever lets `apply plan.json` run. Apply never executes the file. It plans afresh and
 * compares, so that the file can only say yes or no to what would be done anyway; a forged file could at worst approve what the
 * reviewed files ask for.
 * The checksum finds every change of the file, the digest every change of what it approves. Neither is a secret.
 */

/** How long an approval holds. */
export const VALID_FOR: Millis = 24 * 3_600_000;
/** Clocks of two machines may differ by so much. */
const SKEW: Millis = 5 * 60_000;

export interface SavedPlan {
  readonly format: 1;
  readonly type: 'saved-plan';
  /** Random: a saved plan is used once, and the journal knows it by this. */
  readonly id: string;
  /** Of tradeform. */
  readonly version: string;
  readonly project: string;
  readonly environment: string;
  readonly commit?: string;
  readonly dirty?: boolean;
  /** The journal that it was made against, and its last event then. */
  readonly journal: { readonly id: JournalId; readonly sequence: number; readonly hash: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** That of `plan`. */
  readonly digest: string;
  readonly plan: Plan;
  /** SHA-256 of this document, as it is written, without this field. */
  readonly checksum: string;
}

/** ASCII alone, so that no encoding, editor or terminal makes something else of it. */
const written = (value: object): string =>
  `${JSON.stringify(value, null, 2).replaceAll(/[^\x20-\x7e\n]/g, escaped)}\n`;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const sumOf = (rest: Omit<SavedPlan, 'checksum'>): string =>
  createHash('sha256').update(written(rest)).digest('hex');

/** The one text of a saved plan: any other is not what was saved. */
export const savedText = (saved: SavedPlan): string => written(saved);

/** Makes a plan ready to be saved. `hash` is that of the journal's event `plan.journal.sequence`. */
export function makeSaved(plan: Plan, hash: string, id: string, version: string): SavedPlan {
  const { project, environment, commit, dirty, digest, now, journal } = plan;
  const rest: Omit<SavedPlan, 'checksum'> = {
    ...{ format: 1, type: 'saved-plan', id, version, project, environment },
    ...(commit === undefined ? {} : { commit }),
    ...(dirty === undefined ? {} : { dirty }),
    journal: { ...journal, hash },
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + VALID_FOR).toISOString(),
    ...{ digest, plan },
  };
  return { ...rest, checksum: sumOf(rest) };
}

/**
 * The plan that `text` saves; undefined where anything of it was changed. `isSavedPlan` checks the shape of values from
 * outside our memory.
 */
export function readSaved(
  text: string,
  isSavedPlan: (value: unknown) => value is SavedPlan,
): SavedPlan | undefined {
  try {
    const saved: unknown = JSON.parse(text);
    // Also where JSON would look away: spaces, a key twice, another spelling of a number.
    if (!isSavedPlan(saved) || savedText(saved) !== text) return undefined;
    const { checksum, ...rest } = saved;
    return checksum === sumOf(rest) && isCoherent(saved) ? saved : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in it twice says the same twice, and the digest is that of its plan. */
function isCoherent({ plan, ...saved }: SavedPlan): boolean {
  const twice = ['project', 'environment', 'commit', 'dirty', 'digest'] as const;
  return (
    twice.every((field) => saved[field] === plan[field]) &&
    saved.journal.id === plan.journal.id &&
    saved.journal.sequence === plan.journal.sequence &&
    digestOf(plan) === saved.digest
  );
}

/** Why a saved plan may not be applied: a stable code, what is wrong, and what to do. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const AGAIN = 'Make a new plan, and have it approved.';
const refuse = (code: string, message: string, remedy = AGAIN): Refusal => ({ code, message, remedy });

/** Whether the plan is for here at all: can be told before anything is opened. */
export function misplaced(
  saved: SavedPlan,
  here: { readonly project: string; readonly environment: string; readonly version: string },
): Refusal | undefined {
  if (saved.project !== here.project)
    return refuse(
      'plan/other-project',
      `The plan is for project ${saved.project}, and this is ${here.project}.`,
      'Check --dir and which file this is.',
    );
  if (saved.environment !== here.environment)
    return refuse(
      'plan/other-environment',
      `The plan is for ${saved.environment.toUpperCase()}, and this run is for ${here.environment.toUpperCase()}.`,
      `If that is meant, add --env ${saved.environment}.`,
    );
  if (saved.version !== here.version)
    return refuse(
      'plan/other-version',
      `The plan was made by tradeform ${saved.version}, and this is ${here.version}.`,
      'Plan and apply with one version.',
    );
  return undefined;
}

/** Whether it still holds. `used`: in words, by whom and when it was used. */
export function expired(
  saved: SavedPlan,
  state: { readonly journal: JournalId; readonly used: string | undefined; readonly now: Millis },
): Refusal | undefined {
  if (saved.journal.id !== state.journal)
    return refuse(
      'plan/other-journal',
      `The plan was made against journal ${saved.journal.id}, and this is ${state.journal}.`,
    );
  if (state.used !== undefined)
    return refuse('plan/used', `The plan was used ${state.used}. A saved plan is applied once.`);
  if (state.now >= Date.parse(saved.expiresAt))
    return refuse('plan/expired', `The plan expired at ${saved.expiresAt}.`);
  if (state.now < Date.parse(saved.createdAt) - SKEW)
    return refuse(
      'plan/clock',
      `The plan was made at ${saved.createdAt}, and that is in the future.`,
      'Set the clock of this machine right.',
    );
  return undefined;
}
