import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Entry } from '../../src/model/order.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Project } from '../../src/model/project.ts';
import { loadEntries, loadProject } from '../../src/specs/load.ts';

export const PROJECT = `version: 1
project: desk
accounts:
  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }
  reserve: { venue: aquanow, id: CA1000051R }
  bybit-main: { venue: volven, id: "99998" }
environments:
  paper: {}
  live:
    venues:
      aquanow:
        url: https://api.aquanow.io
        marketUrl: https://market.aquanow.io
        apiKey: "\${AQUANOW_API_KEY}"
        apiSecret: "\${AQUANOW_API_SECRET}"
      volven:
        url: "\${VOLVEN_URL}"
        token: "\${VOLVEN_TOKEN}"
`;

/** The fields of a valid order, by name; a test replaces or drops some. */
const ORDER = {
  strategy: 'GTC',
  account: 'treasury',
  ticker: 'BTC-USD',
  side: 'buy',
  receiveQuantity: '0.50 BTC',
  priceLimit: '95000.00',
};
type Fields = Readonly<Record<string, string | undefined>>;

const oneEntry = (block: string, name: string, fields: Fields): string =>
  [
    'version: 1',
    `${block}:`,
    `  ${name}:`,
    ...Object.entries(fields).flatMap(([field, value]) =>
      value === undefined ? [] : [`    ${field}: ${value}`],
    ),
    '',
  ].join('\n');

/** A spec file of one order, `btc-1`, from line 3 on; values are YAML as written, undefined drops a field. */
export const oneOrder = (fields: Fields = {}): string => oneEntry('orders', 'btc-1', { ...ORDER, ...fields });

/** The fields of a valid strategy, by name; a test replaces or drops some. */
const STRATEGY = {
  type: 'SMO',
  account: 'bybit-main',
  productCode: 'btcusdt_f',
  side: 'buy',
  size: '0.1',
};

/** As {@link oneOrder}: a spec file of one strategy, `smo-1`. */
export const oneStrategy = (fields: Fields = {}): string =>
  oneEntry('strategies', 'smo-1', { ...STRATEGY, ...fields });

/** A folder that lasts as long as the test, with these files in it. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tradeform-specs-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

export type Loaded =
  | { readonly ok: true; readonly project: Project; readonly entries: readonly Entry[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Loads the project of a folder, as a command would that is run in it. */
export async function loadFrom(cwd: string, environment?: string): Promise<Loaded> {
  const loaded = await loadProject({ cwd, ...(environment === undefined ? {} : { environment }) });
  if (!loaded.ok) return loaded;
  const entries = await loadEntries(loaded.project);
  return entries.ok ? { ok: true, project: loaded.project, entries: entries.entries } : entries;
}

/** Loads files beside the usual project file. */
export const load = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  environment?: string,
): Promise<Loaded> => loadFrom(await folder({ 'tradeform.yaml': PROJECT, ...files }), environment);

/** The entries of files that are valid; fails with their problems where they aren't. */
export async function entriesOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  environment?: string,
): Promise<readonly Entry[]> {
  const loaded = await load(files, environment);
  if (!loaded.ok) throw new Error(brief(loaded.problems).join('\n'));
  return loaded.entries;
}

/** The problems of files that have some. */
export async function problemsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  environment?: string,
): Promise<readonly Problem[]> {
  const loaded = await load(files, environment);
  if (loaded.ok) throw new Error(`no problem was found, but ${loaded.entries.length} entries`);
  return loaded.problems;
}

/** `a.yaml:4:15 spec/account unknown account `x`` and so on, for comparisons. */
export const brief = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ code, message, place }) =>
    [place ? `${place.file}:${place.line}:${place.column}` : '-', code, message].join(' '),
  );

/** The characters that a problem points at. */
export const pointed = ({ excerpt = '', place, length = 0 }: Problem): string =>
  place ? excerpt.slice(place.column - 1, place.column - 1 + length) : '';
