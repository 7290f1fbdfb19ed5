import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Project } from '../model/project.ts';
import type { SavedPlan } from '../plan/saved.ts';
import type { Invocation } from './invocation.ts';
import type { LockOptions } from './lock.ts';
import { loadPlan } from './saved-plan.ts';

export interface ApplyOptions extends LockOptions {
  readonly yes?: boolean;
  readonly allowEmpty?: boolean;
  /** So many cancels by absence, whatever `maxCancelShare` says. */
  readonly allowCancels?: string;
  /** Digest of the approved plan, or its beginning. */
  readonly expect?: string;
  /** Names of the entries that alone may change. */
  readonly only?: readonly string[];
  /** The commit may be an older one than was applied last. */
  readonly rollback?: boolean;
}

/** How a run comes by its approval. A saved plan or a digest was approved before; either says yes to one plan alone. */
export interface Consent {
  readonly yes: boolean;
  readonly saved?: SavedPlan;
  /** The digest of the approved plan, or its beginning: lower-case hexadecimal, 12 digits or more. */
  readonly expect?: string;
}

const usage = (message: string, remedy: string): TradeformError =>
  new TradeformError('usage/apply', message, { exitCode: EXIT.usage, remedy: `${remedy} Nothing was sent.` });

/** What of the command line approves; throws where it contradicts itself (64), and what speaks against the saved plan. */
export async function consentOf(
  inv: Invocation,
  project: Project,
  file: string | undefined,
  { yes = false, expect, only }: ApplyOptions,
): Promise<Consent> {
  if (yes && (file !== undefined || expect !== undefined))
    throw usage('--yes approves any plan, a saved plan or --expect only one.', 'Leave one of them out.');
  if (file !== undefined && only !== undefined)
    throw usage(
      'A saved plan names its entries itself.',
      'Leave --only out, or plan again with it and --out.',
    );
  if (expect !== undefined && !/^[0-9a-f]{12,64}$/i.test(expect))
    throw usage(
      '--expect takes the digest of a plan: 12 to 64 hexadecimal digits.',
      'Copy it from the end of the plan that was approved.',
    );
  return {
    yes,
    ...(file === undefined ? {} : { saved: await loadPlan(inv, file, project) }),
    ...(expect === undefined ? {} : { expect: expect.toLowerCase() }),
  };
}
