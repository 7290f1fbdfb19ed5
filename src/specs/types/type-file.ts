import { type Node, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Problem } from '../../model/problem.ts';
import { validateStrategyType } from '../generated/type-validator.gen.js';
import { nodeAt, pairIn, plainOf, spanOf } from '../located.ts';
import { parseYaml } from '../parse-yaml.ts';
import { schemaProblems } from '../schema-problems.ts';
import { type Finding, type Source, type Span, problemAt } from '../source.ts';
import { listed, nearest } from '../suggest.ts';
import { type TypeSchema, kindOf } from './combine.ts';
import { compareText } from './compare-text.ts';

/*
 * One TYPE.schema.json. It is JSON, so it is YAML too: the reader of specs gives every part of it a place, and its numbers as they
 * are written. What it may hold is small (schemas/strategy-type.schema.json): no references, nothing that loads or repeats.
 */

/** A type of a hundred fields, each with a long description, has about 60 KiB. */
const MAX_LENGTH = 256 * 1024;

export type TypeResult =
  | { readonly ok: true; readonly schema: TypeSchema }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function readType(source: Source): TypeResult {
  const refuse = (span: Span, finding: Finding): TypeResult => ({
    ok: false,
    problems: [problemAt(source, span, finding)],
  });
  if (source.text.length > MAX_LENGTH)
    return refuse([0, 1], {
      code: 'type/too-large',
      message: `the file has more than ${MAX_LENGTH / 1024} KiB`,
      remedy: 'is this the file of a strategy type?',
    });
  const parsed = parseYaml(source);
  const json = jsonFault(source.text, parsed.ok ? parsed.root : null);
  if (json !== undefined) return refuse(...json);
  if (!parsed.ok) return parsed;
  const { root } = parsed;
  const problems: Problem[] = [];
  const plain: unknown = plainOf(source, root, problems);
  const valid = validateStrategyType(plain);
  if (!valid) {
    const name = spanOf(root.items[0]?.key as Node | undefined);
    const ground = { source, kind: 'type', roots: [root], name } as const;
    problems.push(...schemaProblems(validateStrategyType.errors ?? [], ground));
  }
  if (!valid || problems.length > 0) return { ok: false, problems };
  const schema = plain as TypeSchema;
  const faults = [...fieldFaults(schema, root), ...requiredFaults(schema, root)];
  if (faults.length === 0) return { ok: true, schema };
  return { ok: false, problems: faults.map(([span, finding]) => problemAt(source, span, finding)) };
}

/** Why the text is no JSON, and where. */
function jsonFault(text: string, root: Node | null): readonly [Span, Finding] | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? foreignTo(root));
    const why = message
      .replace(/,? ?("|\.\.\.).*$| in JSON at.*$/s, '')
      .replace(/^./, (c) => c.toLowerCase());
    const remedy = 'write JSON: double quotes, commas between the items, no comments';
    return [[at, at + 1], { code: 'type/json', message: `this is not JSON: ${why}`, remedy }];
  }
}

const JSON_WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Where YAML says something that JSON can't. */
function foreignTo(root: Node | null): number {
  let at = 0;
  if (root === null) return at;
  const found = (node: Node): symbol => {
    at = spanOf(node)[0];
    return visit.BREAK;
  };
  visit(root, (_, node) => {
    if (isScalar(node)) {
      const isJson = node.type === 'QUOTE_DOUBLE' || JSON_WORD.test(String(node.value));
      return isJson ? undefined : found(node);
    }
    return (isMap(node) || isSeq(node)) && node.flow !== true ? found(node) : undefined;
  });
  return at;
}

type Faults = readonly (readonly [Span, Finding])[];

/** Every strategy's, whatever its type; and what the venue calls them. */
const TAKEN: ReadonlySet<string> = new Set(
  [
    ['type', 'account', 'productCode', 'side', 'size', 'run', 'notAfter', 'generation', 'formerly'],
    ['protect', 'labels', 'description', 'override', 'strategyType', 'accountId', 'autoRun', 'state'],
  ].flat(),
);

function fieldFaults(schema: TypeSchema, root: Node): Faults {
  return Object.entries(schema.properties).flatMap(([name, field]): Faults => {
    const pair = pairIn(nodeAt(root, ['properties']), name);
    const span = spanOf(pair?.key);
    const code = 'type/field';
    if (TAKEN.has(name))
      return [
        [
          span,
          {
            code,
            message: `\`${name}\` is a field of every strategy, whatever its type`,
            remedy: 'leave it out here',
          },
        ],
      ];
    if (name in Object.prototype)
      return [
        [span, { code, message: `\`${name}\` can't be the name of a field`, remedy: 'give it another name' }],
      ];
    if (name === 'priceLimit' && kindOf(field) !== 'price')
      return [
        [
          span,
          {
            code,
            message: '`priceLimit` is the worst price that a strategy takes',
            remedy: 'write `"type": "number", "x-tradeform": { "kind": "price" }`',
          },
        ],
      ];
    const least = field.minimum ?? field.exclusiveMinimum;
    if (compareText(String(least), String(field.maximum)) > 0)
      return [
        [span, { code, message: `no number fits \`${name}\``, remedy: 'correct its minimum or maximum' }],
      ];
    return [];
  });
}

function requiredFaults({ required = [], properties }: TypeSchema, root: Node): Faults {
  const names = Object.keys(properties);
  return required.flatMap((name, index): Faults => {
    if (names.includes(name)) return [];
    const meant = nearest(name, names);
    const finding = {
      code: 'type/required',
      message: `\`${name}\` is required, and no field of this type`,
      remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Fields: ${listed(names)}`,
    };
    return [[spanOf(nodeAt(root, ['required', String(index)])), finding]];
  });
}
