import { safeText } from '../lib/safe-text.ts';
import type { History } from '../model/history.ts';
import { scopeText } from '../model/scope-text.ts';
import { type Layout, hanging, wrap } from './style.ts';

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

const linesOf = (word: string, halts: Halts, { width }: Layout): readonly string[] =>
  halts.map(
    ({ scope, reason }) => `  ${hanging(safeText(`${word}: ${scopeText(scope)}: ${reason}`), width, 2)}`,
  );

export function renderHalts(environment: string, project: string, facts: HaltFacts, layout: Layout): string {
  const { message, lifted, halts, next } = facts;
  const head = `${environment.toUpperCase()}  ${project}  ${message}`;
  const told = [
    wrap(safeText(head), layout.width),
    ...linesOf('lifted', lifted, layout),
    ...linesOf('halted', halts, layout),
    // A line to be typed or copied stays one.
    ...(next === undefined ? [] : [safeText(`To lift it: ${next}`)]),
  ];
  return `${told.join('\n')}\n`;
}
