import { readFileSync } from 'node:fs';

/*
 * What `init` writes: the starter project in `starter/`, and the very files with which this repository plans and applies its own orders.
 * Each is kept once.
 */

/** Where in this repository a file is kept, by its path in the desk's. */
type Sources = Readonly<Record<string, string>>;

const SPECS: Sources = {
  'specs/tradeform.yaml': 'src/commands/starter/tradeform.yaml',
  'specs/btc-ladder.yaml': 'src/commands/starter/btc-ladder.yaml',
};
const DESK: Sources = {
  'README.md': 'src/commands/starter/README.md',
  // By another name here: Git and npm would obey it.
  '.gitignore': 'src/commands/starter/gitignore',
  CODEOWNERS: '.github/CODEOWNERS',
};
const GITHUB: Sources = Object.fromEntries([
  ['.github/pull_request_template.md', 'src/commands/starter/pull-request-template.md'],
  ...['orders-plan', 'orders-apply', 'orders-drift', 'orders-ops'].map((name) =>
    same(`workflows/${name}.yml`),
  ),
  same('actions/tradeform/action.yml'),
  ...['approval', 'comment', 'github', 'issue', 'meaning', 'newest', 'outcome', 'plan-text', 'reviewed'].map(
    (name) => same(`actions/tradeform/${name}.mjs`),
  ),
]);

function same(path: string): readonly [string, string] {
  return [`.github/${path}`, `.github/${path}`];
}

/** Texts by their path in the desk's repository. */
export type Files = Readonly<Record<string, string>>;

export interface Starter {
  /** The project itself: only where there is none. */
  readonly specs: Files;
  /** What stands around it. */
  readonly desk: Files;
  readonly github: Files;
}

declare const TRADEFORM_STARTER: string | undefined;

const read = (sources: Sources): Files =>
  Object.fromEntries(
    Object.entries(sources).map(([path, source]) => [
      path,
      readFileSync(new URL(`../../${source}`, import.meta.url), 'utf8'),
    ]),
  );

/** From the files of this repository: for the build, and where this is run from source. */
export const readStarter = (): Starter => ({ specs: read(SPECS), desk: read(DESK), github: read(GITHUB) });

/** Written in by the build. */
export const starter = (): Starter =>
  typeof TRADEFORM_STARTER === 'undefined' ? readStarter() : (JSON.parse(TRADEFORM_STARTER) as Starter);
