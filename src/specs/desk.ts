import type { AccountName } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import type { Project } from '../model/project.ts';
import { BUILT_IN, type StrategyTypes } from './types/strategy-type.ts';

/** What entries are checked against. */
export interface Desk {
  readonly environment: string;
  /** Outside paper, what trades at once must say until when it may be sent. */
  readonly live: boolean;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly requireUnits: boolean;
  readonly types: StrategyTypes;
}

/** The desk of a project's environment, and what is wrong with the project's own strategy types. */
export async function deskOf(
  project: Project,
): Promise<{ readonly desk: Desk; readonly problems: readonly Problem[] }> {
  const { name, kind, accounts, requireUnits } = project.environment;
  const { types, problems } = await typesOf(project);
  return { desk: { environment: name, live: kind === 'live', accounts, requireUnits, types }, problems };
}

async function typesOf(
  project: Project,
): Promise<{ readonly types: StrategyTypes; readonly problems: readonly Problem[] }> {
  if (project.strategyTypes === undefined) return { types: BUILT_IN, problems: [] };
  // Brings Ajv with it, which most projects never need.
  const { ownTypes } = await import('./types/own-types.ts');
  const { schemas, problems } = await ownTypes(project, project.strategyTypes);
  const { compiledTypes } = await import('./types/compile.ts');
  return { types: { ...compiledTypes(schemas), partial: problems.length > 0 }, problems };
}
