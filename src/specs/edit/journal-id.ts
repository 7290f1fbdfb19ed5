import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  isMap,
  isNode,
  isScalar,
  parseDocument,
} from 'yaml';
import type { JournalId } from '../../model/ids.ts';

/*
 * The id of a journal is committed with the project file, which people review: nothing but its own characters may change there, neither the
 * blanks before a comment nor the quotes of a text.
 */

type Items = readonly Pair<Node, Node | null>[];

const pathTo = (environment: string): readonly string[] => ['environments', environment, 'journal'];

/** The document with the id, however it is written. */
function meantBy(text: string, environment: string, id: JournalId): Document {
  const document = parseDocument(text);
  const path = pathTo(environment);
  if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({ type: 'sqlite' }));
  document.setIn([...path, 'id'], id);
  return document;
}

/** Where the value of the pair ends, and what stands before its key on its line. */
function edgesOf(
  text: string,
  { key, value }: Pair<Node, Node | null>,
): readonly [end: number, indent: string] {
  const start = key.range?.[0] ?? 0;
  const end = isNode(value) ? value.range?.[1] : undefined;
  return [end ?? start, text.slice(text.lastIndexOf('\n', start - 1) + 1, start)];
}

/** The text with the id within a journal's block; undefined where that has no place for it. */
function insert(text: string, journal: YAMLMap, id: JournalId): string | undefined {
  const items = journal.items as unknown as Items;
  const own = items.find(({ key }) => isScalar(key) && key.value === 'id')?.value;
  if (own?.range) return text.slice(0, own.range[0]) + id + text.slice(own.range[1]);
  const last = items.at(-1);
  if (last === undefined) return undefined;
  const [end, indent] = edgesOf(text, last);
  if (journal.flow === true) return `${text.slice(0, end)}, id: ${id}${text.slice(end)}`;
  const line = /\r?\n|$/.exec(text.slice(end));
  const at = end + (line?.index ?? 0);
  return `${text.slice(0, at)}${text.includes('\r\n') ? '\r\n' : '\n'}${indent}id: ${id}${text.slice(at)}`;
}

/** A project file with the id of an environment's journal. */
export function withJournalId(text: string, environment: string, id: JournalId): string {
  const meant = meantBy(text, environment, id);
  const journal = parseDocument(text).getIn(pathTo(environment));
  const written = isMap(journal) ? insert(text, journal, id) : undefined;
  // Only what the reader takes for exactly that.
  const isMeant = written !== undefined && isDeepStrictEqual(parseDocument(written).toJS(), meant.toJS());
  return isMeant ? written : meant.toString({ lineWidth: 0 });
}
