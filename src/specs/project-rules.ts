import { type Node, type Pair, type Scalar, type YAMLMap, isMap, isScalar, isSeq } from 'yaml';
import type { Problem } from '../model/problem.ts';
import { ORDER_STRATEGIES } from '../model/terms.ts';
import type { Account, AccountLimits, ProjectFile } from './generated/project.gen.ts';
import { limitProblems } from './limit-rules.ts';
import { keyOf, nodeAt, pairIn, spanOf } from './located.ts';
import { hasReference, isLoopbackUrl, referenceFault, venueUrlFault } from './references.ts';
import { type Finding, type Source, placeAt, problemAt } from './source.ts';
import { listed, nearest } from './suggest.ts';
import { parseTime } from './time.ts';
import { SHIPPED } from './types/strategy-type.ts';

/*
 * What the schema of tradeform.yaml can't say. Every rule takes the whole document and gives its problems; all environments are
 * checked, whichever is chosen.
 */

/** Looks at texts alone, so it can tell what it finds beside problems of shape. */
type TextRule = (root: YAMLMap, source: Source) => readonly Problem[];
/** Needs a file that the schema has let through. */
type Rule = (file: ProjectFile, root: YAMLMap, source: Source) => readonly Problem[];

/** Settings that may hold `${NAME}`. */
const SETTING =
  /^environments\/[^/]+\/(journal\/url|venues\/aquanow\/(url|marketUrl|apiKey|apiSecret)|venues\/volven\/(url|token|username|password|totpSecret))$/;
const VENUE_URL = /\/venues\/[a-z]+\/(url|marketUrl)$/;
const SECRET = /\/(apiSecret|token|password|totpSecret)$/;

/** Every scalar with the path of keys and indexes that leads to it. */
function* scalars(node: Node | null, path: readonly string[]): Generator<readonly [Scalar, string]> {
  if (isScalar(node)) yield [node, path.join('/')];
  else if (isMap(node))
    for (const pair of node.items as Pair<Node, Node | null>[])
      yield* scalars(pair.value, [...path, keyOf(pair)]);
  else if (isSeq(node))
    for (const [i, item] of (node.items as Node[]).entries()) yield* scalars(item, [...path, String(i)]);
}

const settings: TextRule = (root, source) =>
  [...scalars(root, [])].flatMap(([node, path]) => {
    const text = String(node.value);
    const finding = settingFault(text, path, node, root);
    if (!finding) return [];
    const { excerpt, ...problem } = problemAt(source, spanOf(node), finding);
    // A secret may stand on a line of its own, where nothing tells that it is one.
    return [SECRET.test(path) || excerpt === undefined ? problem : { ...problem, excerpt }];
  });

function settingFault(text: string, path: string, node: Scalar, root: YAMLMap): Finding | undefined {
  const code = 'project/reference';
  if (!SETTING.test(path))
    return hasReference(text)
      ? {
          code,
          message: '`${NAME}` is not read here',
          remedy: 'it is read in the url of a journal, and in the url and keys of a venue',
        }
      : undefined;
  const fault = referenceFault(text);
  if (fault) return { code, ...fault };
  if (hasReference(text))
    return node.type === 'PLAIN'
      ? { code, message: 'a reference without quotes', remedy: `write "${text}"` }
      : undefined;
  if (VENUE_URL.test(path)) {
    const wrong = venueUrlFault(text);
    return wrong ? { code: 'project/url', ...wrong } : undefined;
  }
  return literalSecret(text, path, root);
}

/** A secret in Git is a secret no more; the keys of a rehearsal on this machine are none. */
function literalSecret(text: string, path: string, root: YAMLMap): Finding | undefined {
  const inUrl = path.endsWith('/journal/url') && URL.canParse(text) && new URL(text).password !== '';
  if (!SECRET.test(path) && !inUrl) return undefined;
  const url = nodeAt(root, [...path.split('/').slice(0, -1), 'url']);
  if (!inUrl && isScalar(url) && isLoopbackUrl(String(url.value))) return undefined;
  return {
    code: 'project/secret',
    message: 'a secret stands in this file',
    remedy: 'write "${NAME}", set that variable where tradeform runs, and replace the secret: Git keeps it',
  };
}

const clock: Rule = (file, root, source) => {
  const text = file.environments?.paper?.clock;
  if (text === undefined || parseTime(text) !== undefined) return [];
  const span = spanOf(nodeAt(root, ['environments', 'paper', 'clock']));
  const message = `there is no such time as \`${text}\``;
  const remedy = 'write a day and an hour that exist, such as 2026-12-01T14:00:00Z';
  return [problemAt(source, span, { code: 'project/time', message, remedy })];
};

/** Each `accounts:` map with the path that leads to it. */
const accountMaps = (
  file: ProjectFile,
): readonly (readonly [readonly string[], Readonly<Record<string, Account>>])[] => [
  [['accounts'], file.accounts],
  ...Object.entries(file.environments ?? {}).flatMap(([name, environment]) =>
    environment?.accounts ? [[['environments', name, 'accounts'], environment.accounts] as const] : [],
  ),
];

/** One account under two names would be counted, and limited, twice. */
const oneNamePerAccount: Rule = (file, root, source) =>
  accountMaps(file).flatMap(([path, accounts]) => {
    const map = nodeAt(root, path);
    const seen = new Map<string, string>();
    return Object.entries(accounts).flatMap(([name, account]) => {
      const { venue, id, exchangeCode, name: called } = account;
      const named = `${venue} ${id ?? `${exchangeCode ?? ''} ${called ?? ''}`}`;
      const first = seen.get(named);
      if (first === undefined) seen.set(named, name);
      if (first === undefined) return [];
      return [
        problemAt(source, spanOf(pairIn(map, name)?.key), {
          code: 'project/account',
          message: `\`${name}\` and \`${first}\` are the same account`,
          remedy: 'keep one of the names',
          related: { message: 'first here', place: placeAt(source, spanOf(pairIn(map, first)?.key)[0]) },
        }),
      ];
    });
  });

/** Each `limits:` map with the path that leads to it. */
const limitMaps = (
  file: ProjectFile,
): readonly (readonly [readonly string[], Readonly<Record<string, AccountLimits>>])[] => [
  [['limits', 'accounts'], file.limits?.accounts ?? {}],
  ...Object.entries(file.environments ?? {}).map(
    ([name, environment]) =>
      [['environments', name, 'limits', 'accounts'], environment?.limits?.accounts ?? {}] as const,
  ),
];

const limitsKnowTheirAccounts: Rule = (file, root, source) => {
  const known = accountMaps(file).flatMap(([, accounts]) => Object.keys(accounts));
  return limitMaps(file).flatMap(([path, limits]) =>
    Object.keys(limits).flatMap((name) => {
      if (known.includes(name)) return [];
      const meant = nearest(name, known);
      return [
        problemAt(source, spanOf(pairIn(nodeAt(root, path), name)?.key), {
          code: 'project/account',
          message: `limits for an unknown account, \`${name}\``,
          remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Accounts: ${listed(known)}`,
        }),
      ];
    }),
  );
};

const STRATEGIES: readonly string[] = [...ORDER_STRATEGIES, ...SHIPPED.keys()];

/** Types of the project's own are read with the specs: where it has some, any name may be one of them. */
const limitsKnowTheirStrategies: Rule = (file, root, source) =>
  (file.strategyTypes === undefined ? limitMaps(file) : []).flatMap(([path, limits]) =>
    Object.entries(limits).flatMap(([account, { allow }]) =>
      (allow?.strategies ?? []).flatMap((name, index) => {
        if (STRATEGIES.includes(name)) return [];
        const node = nodeAt(root, [...path, account, 'allow', 'strategies', String(index)]);
        const meant = nearest(name, STRATEGIES);
        return [
          problemAt(source, spanOf(node), {
            code: 'project/strategy',
            message: `unknown strategy \`${name}\``,
            remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Strategies: ${listed(STRATEGIES)}`,
          }),
        ];
      }),
    ),
  );

const timezones: TextRule = (root, source) =>
  [...scalars(root, [])].flatMap(([node, path]) =>
    /(^|\/)limits\/accounts\/[^/]+\/timezone$/.test(path) && !isTimeZone(String(node.value))
      ? [
          problemAt(source, spanOf(node), {
            code: 'project/timezone',
            message: `unknown time zone \`${String(node.value)}\``,
            remedy: 'write a name of the IANA list, such as America/Toronto',
          }),
        ]
      : [],
  );

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

const TEXT_RULES: readonly TextRule[] = [settings, timezones];
const RULES: readonly Rule[] = [
  clock,
  oneNamePerAccount,
  limitsKnowTheirAccounts,
  limitsKnowTheirStrategies,
  limitProblems,
];

/** What is wrong with the texts of a project file, well-formed or not. */
export const textProblems = (root: YAMLMap, source: Source): readonly Problem[] =>
  TEXT_RULES.flatMap((rule) => rule(root, source));

/** What no schema can say about a well-formed project file. */
export const projectProblems = (file: ProjectFile, root: YAMLMap, source: Source): readonly Problem[] =>
  RULES.flatMap((rule) => rule(file, root, source));
