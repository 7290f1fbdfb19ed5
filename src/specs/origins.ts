import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Node } from 'yaml';
import { nameOfKey } from '../model/ids.ts';
import type { Entry, Place } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { prefixOf } from './load.ts';
import { type Plain, isPlainMap, nodeAt, pairIn, plainOf, spanOf } from './located.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';
import { type Source, placeAt } from './source.ts';

/*
 * Where each value of an entry comes from. For the one entry that somebody asks about: the file is read once more, so that reading
 * all of them needn't keep what nobody asks for.
 */

export interface Origin {
  readonly field: string;
  /** For `labels`: which one. */
  readonly label?: string;
  readonly value: Plain;
  readonly from: 'entry' | 'defaults';
  readonly place: Place;
}

/** The order in which the guide lists them. */
const FIELDS = [
  'strategy',
  'account',
  'ticker',
  'side',
  'receiveQuantity',
  'deliverQuantity',
  'priceLimit',
  'expirationTime',
  'notAfter',
  'usernameRef',
  'generation',
  'formerly',
  'protect',
  'labels',
  'description',
  'override',
];
/** A field that this list doesn't know comes last. */
const rank = (field: string): number => (FIELDS.includes(field) ? FIELDS.indexOf(field) : FIELDS.length);

type Root = readonly [Origin['from'], Node | null | undefined, Plain | undefined];

/** The values of one field or label: the entry's own, else the default's. */
function originsIn(source: Source, roots: readonly Root[]): readonly Omit<Origin, 'label'>[] {
  const found = new Map<string, Omit<Origin, 'label'>>();
  for (const [from, node, plain] of roots) {
    if (!isPlainMap(plain)) continue;
    for (const [field, value] of Object.entries(plain)) {
      const place = placeAt(source, spanOf(pairIn(node, field)?.key)[0]);
      if (!found.has(field)) found.set(field, { field, value, from, place });
    }
  }
  return [...found.values()];
}

/** Every value of an entry with the place where it stands, its defaults merged in; undefined where its file changed meanwhile. */
export async function originsOf(project: Project, entry: Entry): Promise<readonly Origin[] | undefined> {
  const { file } = entry.place;
  const path = await realpath(join(project.dir, file.slice(prefixOf(project).length)));
  const read = await readText(path, file);
  const parsed = read.ok ? parseYaml(read.source) : read;
  if (!read.ok || !parsed.ok) return undefined;
  const { source } = read;
  const plain = plainOf(source, parsed.root, []);
  const at = (steps: readonly string[]): readonly [Root[1], Root[2]] => [
    nodeAt(parsed.root, steps),
    steps.reduce<Plain | undefined>((value, step) => (isPlainMap(value) ? value[step] : undefined), plain),
  ];
  const roots = (...more: readonly string[]): readonly Root[] => [
    ['entry', ...at(['orders', nameOfKey(entry.key), ...more])],
    ['defaults', ...at(['defaults', 'orders', ...more])],
  ];
  const fields = originsIn(source, roots());
  if (fields.length === 0) return undefined;
  return fields
    .toSorted((a, b) => rank(a.field) - rank(b.field))
    .flatMap((origin): readonly Origin[] =>
      origin.field === 'labels' && isPlainMap(origin.value)
        ? originsIn(source, roots('labels')).map(({ field, ...rest }) => ({
            ...rest,
            field: 'labels',
            label: field,
          }))
        : [origin],
    );
}
