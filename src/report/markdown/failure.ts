import type { Problem } from '../../model/problem.ts';
import { countLine, renderProblem } from '../problems.ts';
import { type Part, documentOf, marker } from './document.ts';
import { code, fence, fencedText, gfm, prose } from './escape.ts';

/** Where a command ended early, and for which environment it was called. */
export interface Ended {
  readonly command: string;
  readonly environment: string;
}

/** An end that is expected and explained. */
export interface Failure {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly problems: readonly Problem[];
}

const REST = gfm`${code('tradeform validate --format json')} has all of them.`;
const WIDTH = 100;

const MARKED = ['plan', 'apply', 'status', 'validate'] as const;
type Marked = (typeof MARKED)[number];
const isMarked = (command: string): command is Marked => (MARKED as readonly string[]).includes(command);

function problemParts(problems: readonly Problem[]): readonly Part[] {
  const texts = problems.map((problem) => renderProblem(problem, { width: WIDTH }));
  const { open, close } = fence(texts);
  const rows = texts.map((text, index) => fencedText(index === texts.length - 1 ? text : `${text}\n`));
  return [{ before: [open], rows, after: [close] }];
}

/** Why a command did not do what it was called for. It takes the place of the comment that it would have written. */
export function renderFailureMarkdown({ command, environment }: Ended, failure: Failure): string {
  const { message, remedy, problems } = failure;
  const isInvalid = problems.length > 0;
  const what = isInvalid
    ? countLine(problems).replace('. N', '; n').replace(/\.$/, '')
    : `${command} could not go on`;
  const parts = isInvalid
    ? problemParts(problems)
    : [prose(message), ...(remedy === undefined ? [] : [prose(remedy)])];
  const verdict = gfm`### ${prose(`${environment.toUpperCase()}: ${what}`)}`;
  const first = isMarked(command) ? gfm`${marker(command, environment)}\n${verdict}` : verdict;
  return documentOf([first, ...parts], REST);
}
