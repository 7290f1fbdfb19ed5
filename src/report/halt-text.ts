import { safeText } from '../lib/safe-text.ts';
import type { History } from '../model/history.ts';
import { scopeWords } from './event-words.ts';

export type Halts = History['halts'];

/** What a halt or its lifting came to. */
export interface HaltFacts {
  readonly message: string;
  readonly lifted: Halts;
  /** What stands now, the environment variable's own halt with it. */
  readonly halts: Halts;
  /** The line to type to lift what stands, where the message asks for it. */
  readonly next?: string;
}

const linesOf = (word: string, halts: Halts): readonly string[] =>
  halts.map(({ scope, reason }) => `  ${word}: ${scopeWords(scope)}: ${reason}`);

export function renderHalts(environment: string, project: string, facts: HaltFacts): string {
  const { message, lifted, halts, next } = facts;
  const head = `${environment.toUpperCase()}  ${project}  ${message}`;
  const told = [
    ...[head, ...linesOf('lifted', lifted), ...linesOf('halted', halts)],
    ...(next === undefined ? [] : [`To lift it: ${next}`]),
  ];
  return `${told.map((line) => safeText(line)).join('\n')}\n`;
}
