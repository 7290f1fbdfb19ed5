import type { Brand } from '../model/brand.ts';
import type { Place } from '../model/order.ts';
import { safeCut } from './safe-text.ts';
import { scrub } from './scrub.ts';

/**
 * A line by which GitHub's runner is told something. No other text that leaves the program may look like one, so what came through
 * {@link annotate} alone is written as it is.
 */
export type WorkflowCommand = Brand<string, 'WorkflowCommand'>;

/** Something to see beside a line of a file, in the list of a run's findings, and in its log. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  /** One below the other. */
  readonly lines: readonly string[];
  readonly place?: Place;
  /** Characters that are meant, from the place on. */
  readonly length?: number;
}

/** GitHub cuts a message at 64 KiB, and nobody reads as much. */
const LONGEST = 4_000;

// What the runner decodes, as in `@actions/core`: a value of a property ends at a comma, and a name at a colon.
const safe = (text: string): string => safeCut(scrub(text), LONGEST).replaceAll('%', '%25');
const property = (text: string): string => safe(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The workflow command that makes an annotation. */
export function annotate({ level, title, lines, place, length }: Annotation): WorkflowCommand {
  const where: readonly (readonly [string, string | number])[] =
    place === undefined
      ? []
      : [
          ['file', place.file],
          ['line', place.line],
          ['col', place.column],
          ...(length === undefined ? [] : [['endColumn', place.column + length] as const]),
        ];
  const properties = [...where, ['title', title] as const].map(
    ([name, value]) => `${name}=${property(String(value))}`,
  );
  return `::${level} ${properties.join(',')}::${lines.map(safe).join('%0A')}` as WorkflowCommand;
}
