import { safeText } from '../lib/safe-text.ts';
import { shellWord } from '../model/command-line.ts';
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
  /** What is to be done about the package: nothing, an install of what is pinned, or a pin. */
  readonly install: 'nothing' | 'pinned' | 'pin';
  readonly github: boolean;
  /** The root of the repository, where the folder lies below it. */
  readonly root?: string;
}

const listed = (paths: readonly string[]): readonly string[] => paths.map((path) => `  ${path}`);

/** What to type next, the first of it in the folder. */
function commandsOf({ folder, version, install }: InitFacts): readonly string[] {
  const installs = {
    nothing: [],
    pinned: ['npm install'],
    pin: [`npm install --save-exact tradeform@${version}`],
  } as const;
  const enter = folder === '' ? '' : `cd ${shellWord(safeText(folder))} && `;
  const [first = '', ...rest] = [...installs[install], 'npx tradeform plan', 'npx tradeform apply'];
  return listed([enter + first, ...rest]);
}

/** What GitHub needs of the repository. */
const githubLines = ({ root }: InitFacts): readonly string[] => [
  ...(root === undefined
    ? []
    : [
        'GitHub runs no workflow but those in the root of a repository, which is here',
        `  ${safeText(root)}`,
        'so that these won’t run: give the desk a repository of its own.',
      ]),
  'Commit package-lock.json too: the workflows install what it pins.',
];

/** What was written, what was left alone, and what to type next. */
export function renderInit(facts: InitFacts): string {
  const { folder, written, kept, hasProject, github } = facts;
  const where = folder === '' ? 'this folder' : safeText(folder);
  return [
    written.length === 0
      ? `Nothing was written to ${where}.`
      : `Wrote ${count(written.length, 'file')} to ${where}:`,
    ...listed(written),
    ...(hasProject ? ['There is a project already: it was left as it is.'] : []),
    ...(kept.length === 0 ? [] : ['Left as they were, since they are there already:', ...listed(kept)]),
    '',
    'Next, on paper, without any key:',
    ...commandsOf(facts),
    ...(github ? githubLines(facts) : []),
    `${kept.includes('README.md') ? 'tradeform’s README' : 'README.md'} says what a live desk needs.`,
    '',
  ].join('\n');
}
