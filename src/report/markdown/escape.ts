import { safeCut, safeLines } from '../../lib/safe-text.ts';
import { scrub } from '../../lib/scrub.ts';
import type { Brand } from '../../model/brand.ts';

/*
 * Markdown as GitHub shows it. What others wrote may look like anything: a tag, a link, a mention, a cell's end. GitHub links mentions, issue
 * numbers and commits after it has read the Markdown, when backslashes and entities (`&#64;`) are gone: only code keeps them from
 * that. So the rule is short: words of letters, digits and plain punctuation are text; every other word is shown as code. In code
 * nothing means anything but a backtick, and in a table a bar: these two stand outside it, as entities.
 * `Markdown` is what came through here. Texts of ours are put together with {@link gfm}, which takes no other text in.
 */
export type Markdown = Brand<string, 'Markdown'>;

/** Longer texts of others are cut: a reviewer reads the beginning, and one cell must not take the whole comment. */
const LONGEST = 600;

/** Means nothing to Markdown between other text. Every sign beyond ASCII that is left after `cut` is harmless too. */
const PLAIN = /^(?:[A-Za-z0-9.,;:'"()%/=+!?-]|[^\p{ASCII}])+$/u;
/** Plain signs that GitHub links or replaces all the same: addresses, `:smile:` (a time is none), `GH-1`, the hash of a commit. */
const LINKED = /:\/\/|www\.|:(?!\d\d:)[\w+-]+:|gh-\d|(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{7,40}(?![0-9a-z])/i;
/** Means a list, a line or a heading where a line begins with it. */
const OPENING = /^(?:[-+]+|=+|\d{1,9}[.)])$/;
const BLANK = /^\p{Zs}+$/u;
/** A word of which the middle alone needs to be code. */
const ENCLOSED = /^([("']*)(.*?)([.,;:)"'!?]*)$/s;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['|', '&#124;'],
  ['`', '&#96;'],
]);

// Blanks at both ends of code would be taken off.
const span = (text: string): string => text.replace(/\S(?:.*\S)?/s, (inner) => `\`${inner}\``);
/** Secrets are looked for before anything is cut or taken apart: afterwards nobody would find them. */
const cut = (text: string, most: number): string => safeCut(scrub(text), most);

const spans = (text: string): string =>
  text
    .split(/([|`])/)
    .map((piece) => ENTITIES.get(piece) ?? span(piece))
    .join('');

/** A text of others as code: a name, an id, a place in a file. Empty stays empty. */
export const code = (text: string, most = LONGEST): Markdown => spans(cut(text, most)) as Markdown;

interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

const piece = (text: string, isCode: boolean): readonly Piece[] => (text === '' ? [] : [{ text, isCode }]);

function piecesOf(word: string, isFirst: boolean): readonly Piece[] {
  if (BLANK.test(word)) return piece(' ', false);
  if (isFirst && OPENING.test(word)) return piece(word, true);
  if (PLAIN.test(word) && !LINKED.test(word)) return piece(word, false);
  // What would be left outside must not begin a line either.
  if (isFirst) return piece(word, true);
  const [, before = '', middle = '', after = ''] = ENCLOSED.exec(word) ?? [];
  return [...piece(before, false), ...piece(middle, true), ...piece(after, false)];
}

const trimmed = (text: string): string => text.replaceAll(/^\p{Zs}+|\p{Zs}+$/gu, '');
/** Two backticks, and something to see between them. There is one way to read it, so that a backtick without a second one costs no time. */
const QUOTED = /(`\p{Zs}*[^`\p{Zs}][^`]*`)/u;

/** The pieces of a text; what stands between two backticks, as in messages of ours, is code already. */
const piecesIn = (text: string): readonly Piece[] =>
  text
    .split(QUOTED)
    .flatMap((part, at) =>
      at % 2 === 1
        ? piece(trimmed(part.slice(1, -1)).replaceAll(/\p{Zs}+/gu, ' '), true)
        : part.split(/(\p{Zs}+)/u).flatMap((word, index) => piecesOf(word, at + index === 0)),
    );

/** A sentence that holds words of others. */
export function prose(text: string, most = LONGEST): Markdown {
  const pieces = piecesIn(trimmed(cut(text, most)));
  let out = '';
  let open = '';
  for (const [index, { text: it, isCode }] of pieces.entries()) {
    // Neighbours that are code, and the blank between them, are one.
    const joins = it === ' ' && open !== '' && pieces[index + 1]?.isCode === true;
    if (isCode || joins) open += it;
    else {
      out += spans(open) + it;
      open = '';
    }
  }
  return (out + spans(open)) as Markdown;
}

/** Lines of text as they are, in a block. */
export function fence(texts: readonly string[]): { readonly open: Markdown; readonly close: Markdown } {
  const runs = texts.flatMap((text) => [...text.matchAll(/`+/g)].map(([run]) => run.length));
  // Longer than any in the text, so that no line of it ends the block.
  const marks = '`'.repeat(runs.reduce((longest, length) => Math.max(longest, length + 1), 3));
  return { open: `${marks}text` as Markdown, close: marks as Markdown };
}
/** What stands between the two of a {@link fence}: visible as it is, and nothing but text. */
export const fencedText = (text: string): Markdown => safeLines(text, false) as Markdown;

/** Markdown of ours, with what came through this file put in. */
export const gfm = (texts: TemplateStringsArray, ...parts: readonly (Markdown | number)[]): Markdown =>
  texts.map((text, index) => `${text}${parts[index] ?? ''}`).join('') as Markdown;

export const NOTHING = gfm``;

/** What is not empty, with `between` in between. */
export const joined = (parts: readonly Markdown[], between: Markdown): Markdown =>
  parts.filter((part) => part !== '').join(between) as Markdown;
