import { type Here, commandLine, shellWord } from '../model/command-line.ts';
import { type History, covers } from '../model/history.ts';
import { nameOfKey } from '../model/ids.ts';
import { isFinal } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import { alike } from './rules.ts';

/** Lines about an order that a person decides about. */
const DECIDED: ReadonlySet<PlanLine['code']> = new Set([
  'in-doubt',
  'two-orders-one-tag',
  'came-back',
  'vanished',
]);

/** The line to type about what a person has to decide or lift; undefined where no command does anything about it. */
function nextOf({ code, key, account, order }: PlanLine, { halts }: History, here: Here): string | undefined {
  // It has ended since: two readings settle that.
  if (code === 'came-back' && order !== undefined && isFinal(order.status)) return commandLine(here, 'apply');
  if (DECIDED.has(code) && key !== undefined) return commandLine(here, `resolve ${nameOfKey(key)}`);
  if (code === 'foreign-writer' && order?.id !== undefined)
    return commandLine(here, `resolve ${shellWord(order.id)}`);
  if (code !== 'blocked-halt') return undefined;
  // One that the environment variable set is in no journal, and no command lifts it.
  const halt = halts.find(({ scope }) => covers(scope, account, key));
  if (halt === undefined) return undefined;
  const of = halt.scope.kind === 'account' ? ` --account ${account}` : '';
  return commandLine(here, `unhalt${of} --approver NAME`);
}

export const withNext = (lines: readonly PlanLine[], history: History, here: Here): readonly PlanLine[] =>
  lines.map((line) => {
    const next = nextOf(line, history, here);
    return next === undefined ? line : alike(line, { ...line, next });
  });
