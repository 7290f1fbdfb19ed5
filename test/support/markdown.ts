/*
 * Reads Markdown as GitHub does, as far as it matters to who may be deceived by it: what is code (nothing means anything there), and what of
 * the rest could become a tag, a link, a mention, an emphasis, or the end of a cell. It knows nothing of how the text was made.
 */

/** Text of one line outside of code, each code span as `\0`; the spans themselves, as CommonMark finds them. */
export function withoutCode(line: string): { readonly outside: string; readonly spans: readonly string[] } {
  let outside = '';
  const spans: string[] = [];
  let at = 0;
  while (at < line.length) {
    const run = /^`+/.exec(line.slice(at))?.[0] ?? '';
    if (run === '') outside += line[at++] ?? '';
    else {
      // A span ends at the next run of as many backticks; without one, the backticks are text.
      const rest = line.slice(at + run.length);
      const end = [...rest.matchAll(/`+/g)].find(([it]) => it.length === run.length)?.index;
      outside += end === undefined ? run : '\0';
      if (end !== undefined) spans.push(rest.slice(0, end));
      at += run.length + (end === undefined ? 0 : end + run.length);
    }
  }
  return { outside, spans };
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&#124;', '|'],
  ['&#96;', '`'],
];
const decoded = (text: string): string =>
  ENTITIES.reduce((rest, [entity, sign]) => rest.replaceAll(entity, sign), text);

/** What is seen: entities decoded, code without its marks. */
export function seen(line: string): string {
  const { outside, spans } = withoutCode(line);
  const left = [...spans];
  return decoded(outside).replaceAll('\0', () => left.shift() ?? '');
}

/** What would mean something, of text that stands outside of code. GitHub links after entities are decoded; the bar and tags count before. */
const DANGERS: readonly RegExp[] = [
  /[<>[\]\\*_~$^{}`|#@&]/,
  /:\/\/|www\./i,
  /:(?!\d\d:)[\w+-]+:/,
  /\bgh-\d/i,
  /(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{7,40}(?![0-9a-z])/i,
];

/** What is dangerous about a piece of Markdown that others' text was put into, and that stands in a line or cell of ours. */
export function dangersOf(markdown: string): readonly string[] {
  const { outside, spans } = withoutCode(markdown);
  const bare = outside.replaceAll(/&#124;|&#96;/g, '');
  const found = DANGERS.flatMap((pattern) => pattern.exec(bare)?.[0] ?? []);
  const cells = spans.filter((span) => span.includes('|'));
  const opening = /^(?:[-+]+|=+|\d{1,9}[.)])(?: |$)/.exec(outside)?.[0];
  return [...found, ...cells, ...(opening === undefined ? [] : [opening])];
}

/** The cells of a table's row, split where GFM does: at every bar that no backslash stands before. */
export const cellsOf = (row: string): readonly string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Tags and comments that are ours. All others are somebody else's. */
const OURS = /^(?:<br>|<\/?details(?: open)?>|<\/?summary>)$/;

/** Tags outside of code and fenced blocks that are none of ours; mentions and links too. */
export function foreignIn(document: string): readonly string[] {
  const lines = document.replaceAll(/^(`{3,})text\n[^]*?^\1$/gm, '').split('\n');
  return lines.flatMap((line, index) => {
    if (index === 0 && /^<!-- tradeform-[a-z]+ [\w-]+ -->$/.test(line)) return [];
    const { outside } = withoutCode(line);
    const tags = [...outside.matchAll(/<[^>]*>?/g)].map(([tag]) => tag).filter((tag) => !OURS.test(tag));
    const links = [...outside.matchAll(/@|(?<!&)#\d|[[\]\\]|:\/\/|www\./g)].map(([it]) => it);
    return [...tags, ...links];
  });
}

/** Rows of tables with another number of cells than their heading. */
export function brokenRows(document: string): readonly string[] {
  let width: number | undefined;
  return document.split('\n').filter((line) => {
    if (!line.startsWith('|')) {
      width = undefined;
      return false;
    }
    width ??= cellsOf(line).length;
    return cellsOf(line).length !== width || !line.endsWith('|');
  });
}
