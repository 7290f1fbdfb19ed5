import { appendFileSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { safeLines, safeText } from '../lib/safe-text.ts';
import { scrub } from '../lib/scrub.ts';
import { type Annotation, annotate } from '../lib/workflow-command.ts';
import type { Place } from '../model/order.ts';
import { type Outputs, outputLines } from '../report/github/outputs.ts';
import { count } from '../report/style.ts';
import type { Invocation } from './invocation.ts';

/*
 * Reports for a pull request. `--format markdown` is the comment, on stdout. With `--format github` the runner takes annotations from stdout,
 * and the job's summary and the step's outputs from files that it names. Where it names no summary, the report is printed.
 */

/** GitHub shows ten of a kind for a step, and drops the others without a word. */
const MOST = 10;

export interface PublishedReport {
  readonly annotations: readonly Annotation[];
  /** The comment, and the job's summary. */
  readonly markdown: string;
  /** For the log, where the summary is a file. */
  readonly text?: string;
  readonly outputs?: Outputs;
}

/** Appends to the file that a variable names; false where there is none, or it can't be written: a report never ends a command. */
function append(inv: Invocation, variable: string, text: string): boolean {
  const path = inv.env[variable];
  if (path === undefined || path === '') return false;
  try {
    appendFileSync(resolve(inv.cwd, path), safeLines(scrub(text), false));
    return true;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    inv.err.write(`warning: ${safeText(`${variable} can’t be written (${reason}).`)}\n`);
    return false;
  }
}

/** As the runner knows the file: from the root of the repository. One outside of it keeps its name. */
function placeInRepository({ cwd, env }: Invocation, place: Place): Place {
  const root = env['GITHUB_WORKSPACE'];
  if (root === undefined || root === '') return place;
  const file = relative(root, resolve(cwd, place.file));
  return file.startsWith('..') || isAbsolute(file) ? place : { ...place, file: file.split(sep).join('/') };
}

/** Whether {@link publish} is how this run shows a report. */
export const isPublished = ({ options }: Invocation): boolean =>
  options.format === 'markdown' || options.format === 'github';

/** Prints the report; for GitHub, the first annotations, and leaves the whole report to the job's summary. */
export function publish(inv: Invocation, report: PublishedReport): void {
  const { annotations, markdown, text, outputs } = report;
  if (inv.options.format === 'markdown') {
    inv.out.write(markdown);
    return;
  }
  for (const { place, ...annotation } of annotations.slice(0, MOST))
    inv.out.command(
      annotate({ ...annotation, ...(place === undefined ? {} : { place: placeInRepository(inv, place) }) }),
    );
  const more = annotations.length - MOST;
  if (more > 0) inv.out.write(`${count(more, 'more finding')}: see the job’s summary.\n`);
  const isKept = append(inv, 'GITHUB_STEP_SUMMARY', `${markdown}\n`);
  if (isKept) inv.out.write(text ?? '');
  else inv.out.write(markdown);
  if (outputs !== undefined) tellOutputs(inv, outputs);
}

/** Outputs are for later steps of a workflow alone: where nothing takes them, they are not shown. */
export function tellOutputs(inv: Invocation, outputs: Outputs): void {
  append(inv, 'GITHUB_OUTPUT', outputLines(outputs));
}
