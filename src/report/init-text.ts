import { safeText } from '../lib/safe-text.ts';
import { count } from './style.ts';

export interface InitFacts {
  /** From the working directory; empty: that itself. */
  readonly folder: string;
  readonly version: string;
  /** Paths below the folder. */
  readonly written: readonly string[];
  /** What was there already. */
  readonly kept: readonly string[];
  /** A project was there already. */
  readonly hasProject: boolean;
}

const listed = (paths: readonly string[]): readonly string[] => paths.map((path) => `  ${path}`);

/** What was written, what was left alone, and what to type next. */
export function renderInit({ folder, version, written, kept, hasProject }: InitFacts): string {
  const where = folder === '' ? 'this folder' : safeText(folder);
  const enter = folder === '' ? '' : `cd ${safeText(folder)} && `;
  const pins = kept.includes('package.json')
    ? `npm install --save-exact tradeform@${version}`
    : 'npm install';
  return [
    written.length === 0
      ? `Nothing was written to ${where}.`
      : `Wrote ${count(written.length, 'file')} to ${where}:`,
    ...listed(written),
    ...(hasProject ? ['There is a project already: it was left as it is.'] : []),
    ...(kept.length === 0 ? [] : ['Left as they were, since they are there already:', ...listed(kept)]),
    '',
    'Next, on paper, without any key:',
    `  ${enter}${pins}`,
    '  npx tradeform plan',
    '  npx tradeform apply',
    `${kept.includes('README.md') ? 'tradeform’s README' : 'README.md'} says what a live desk needs.`,
    '',
  ].join('\n');
}
