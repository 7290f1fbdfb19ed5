import type { YAMLMap } from 'yaml';
import { compare, decimal } from '../model/decimal.ts';
import type { Problem } from '../model/problem.ts';
import type { AccountLimits, ProjectFile } from './generated/project.gen.ts';
import { nodeAt, pairIn, spanOf } from './located.ts';
import { type Finding, type Source, problemAt } from './source.ts';
import { listed, nearest } from './suggest.ts';

/* What no schema can say of the limits of one account, wherever in the file they stand. */

type Placed = readonly [path: readonly string[], limits: AccountLimits];

const under = (
  path: readonly string[],
  accounts: Readonly<Record<string, AccountLimits>> = {},
): readonly Placed[] =>
  Object.entries(accounts).map(([name, limits]) => [[...path, 'limits', 'accounts', name], limits]);

/** Each account's limits, with the path that leads to them. */
const allLimits = (file: ProjectFile): readonly Placed[] => [
  ...under([], file.limits?.accounts),
  ...Object.entries(file.environments ?? {}).flatMap(([name, environment]) =>
    under(['environments', name], environment?.limits?.accounts),
  ),
];

/** A finding about what stands at a path below an account's limits; of a `key`, about its name. */
interface Located extends Finding {
  readonly path: readonly string[];
  readonly key?: true;
}
type LimitRule = (limits: AccountLimits) => readonly Located[];

const hours: LimitRule = ({ hours: open }) =>
  open !== undefined && open.from === open.to
    ? [
        {
          code: 'project/hours',
          path: ['hours', 'to'],
          message: '`from` and `to` are the same time: nothing is between them',
          remedy: 'for whole days write `from: "00:00"` and `to: "24:00"`',
        },
      ]
    : [];

/** A price or bounds for what may not be traded are for something else, misspelt. */
const instruments: LimitRule = ({ allow, reference = {}, instruments: bounds = {} }) => {
  const known = allow?.instruments;
  if (known === undefined) return [];
  const named = (block: string, names: readonly string[]): readonly Located[] =>
    names.flatMap((name) => {
      if (known.includes(name)) return [];
      const meant = nearest(name, known);
      return [
        {
          code: 'project/instrument',
          path: [block, name],
          key: true,
          message: `\`${name}\` is not among \`allow.instruments\` of this account`,
          remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Allowed: ${listed(known)}`,
        },
      ];
    });
  return [...named('reference', Object.keys(reference)), ...named('instruments', Object.keys(bounds))];
};

const sizes: LimitRule = ({ instruments: bounds = {} }) =>
  Object.entries(bounds).flatMap(([name, { minSize, maxSize }]) =>
    minSize !== undefined && maxSize !== undefined && compare(decimal(minSize), decimal(maxSize)) > 0
      ? [
          {
            code: 'project/bounds',
            path: ['instruments', name, 'minSize'],
            message: `\`minSize\` ${minSize} is above \`maxSize\` ${maxSize}: no order could be sent`,
            remedy: 'lower the one, or raise the other',
          },
        ]
      : [],
  );

const RULES: readonly LimitRule[] = [hours, instruments, sizes];

/** What is wrong with the limits of a well-formed project file. */
export const limitProblems = (file: ProjectFile, root: YAMLMap, source: Source): readonly Problem[] =>
  allLimits(file).flatMap(([base, limits]) =>
    RULES.flatMap((rule) => rule(limits)).map(({ path, key, ...finding }) => {
      const full = [...base, ...path];
      const name = full.at(-1) ?? '';
      const node = key === true ? pairIn(nodeAt(root, full.slice(0, -1)), name)?.key : nodeAt(root, full);
      return problemAt(source, spanOf(node), finding);
    }),
  );
