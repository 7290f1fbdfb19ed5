import { type Node, type Pair, type YAMLMap, isAlias, isMap, isScalar } from 'yaml';
import type { Entry } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { type Defaults, type Desk, formerNodes, readEntry } from './entry.ts';
import { validateSpecFile } from './generated/validators.gen.js';
import { type PlainMap, isPlainMap, keyOf, nodeAt, pairIn, plainOf, spanOf } from './located.ts';
import type { Names } from './names.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Ground } from './ground.ts';
import { schemaProblems } from './schema-problems.ts';
import { MAX_PROBLEMS, type Source, problemAt } from './source.ts';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

export interface SpecFileResult {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
}

/** The entries of one spec file, and everything that is wrong with it. */
export function readSpecFile(source: Source, desk: Desk, names: Names): SpecFileResult {
  const parsed = parseYaml(source);
  if (!parsed.ok) return { entries: [], problems: parsed.problems };
  const problems: Problem[] = [];
  const plain = plainOf(source, parsed.root, problems);
  const foreign = notASpec(source, parsed.root, plain);
  if (foreign) return { entries: [], problems: [foreign] };
  if (!validateSpecFile(plain))
    problems.push(...schemaProblems(validateSpecFile.errors ?? [], groundOf(source, parsed.root)));
  const entries = readOrders(source, desk, names, parsed.root, plain, problems);
  // An entry that is left out without a word would look like one that was removed.
  const orders = plain['orders'];
  if (problems.length === 0 && isPlainMap(orders) && Object.keys(orders).length !== entries.length)
    throw new TypeError(`${source.file}: an order was left out`);
  return { entries, problems: withoutRepeats(problems) };
}

const groundOf = (source: Source, root: YAMLMap): Ground => ({
  source,
  kind: 'spec',
  roots: [root],
  name: spanOf((root.items[0] as Pair<Node> | undefined)?.key),
});

/** A YAML file of something else gets one problem, not one for each of its keys. */
function notASpec(source: Source, root: YAMLMap, plain: PlainMap): Problem | undefined {
  if ('project' in plain && !('orders' in plain))
    return problemAt(source, spanOf(pairIn(root, 'project')?.key), {
      code: 'spec/nested-project',
      message: 'a project file within a project',
      remedy: 'list its folder under `exclude:` in the outer tradeform.yaml, or move it out',
    });
  if ('version' in plain || 'orders' in plain) return undefined;
  return problemAt(source, groundOf(source, root).name, {
    code: 'spec/missing-field',
    message: '`version` is missing: every YAML file of a project is a spec file',
    remedy: 'start it with `version: 1`, or list it under `exclude:` in tradeform.yaml',
  });
}

function readOrders(
  source: Source,
  desk: Desk,
  names: Names,
  root: YAMLMap,
  plain: PlainMap,
  problems: Problem[],
): readonly Entry[] {
  const [orders, node] = [plain['orders'], pairIn(root, 'orders')?.value];
  if (!isPlainMap(orders) || !isMap(node)) return [];
  const defaults = defaultsOf(root, plain);
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const pair of node.items as Pair<Node, Node | null>[]) {
    if (problems.length >= MAX_PROBLEMS) break;
    const name = keyOf(pair);
    // A key that stands here twice has been told; the first one is read.
    if (seen.has(name) || !Object.hasOwn(orders, name)) continue;
    seen.add(name);
    if (NAME.test(name)) problems.push(...names.claim(name, source, spanOf(pair.key)));
    const own = orders[name];
    if (!isPlainMap(own)) {
      // Told already, as an alias.
      if (!isAlias(pair.value)) problems.push(noFields(source, pair));
      continue;
    }
    problems.push(...claimFormer(names, name, source, pair.value));
    const result = readEntry(source, desk, pair, own, defaults);
    if (result.ok) entries.push(result.entry);
    else problems.push(...result.problems);
  }
  return entries;
}

function defaultsOf(root: YAMLMap, plain: PlainMap): Defaults {
  const block = isPlainMap(plain['defaults']) ? plain['defaults']['orders'] : undefined;
  return isPlainMap(block)
    ? { plain: block, node: nodeAt(root, ['defaults', 'orders']) ?? null }
    : { plain: {}, node: null };
}

const noFields = (source: Source, pair: Pair<Node, Node | null>): Problem =>
  problemAt(source, spanOf(pair.key), {
    code: 'spec/no-value',
    message: `\`${keyOf(pair)}\` is no order`,
    remedy: 'give it its fields, indented below its name, or remove it',
  });

function claimFormer(names: Names, name: string, source: Source, value: Node | null): readonly Problem[] {
  const seen = new Set<string>();
  return formerNodes(value).flatMap((node) => {
    const former = isScalar(node) ? String(node.value) : '';
    // A name that is none, or stands here twice, is told by the schema.
    if (!NAME.test(former) || seen.has(former)) return [];
    seen.add(former);
    return names.claimFormer(former, name, source, spanOf(node));
  });
}

/** What is wrong in the defaults is told once, not for every entry that they are merged into. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, message, place }) => {
    const mark = `${place?.line}:${place?.column} ${code} ${message}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
}
