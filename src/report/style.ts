import { styleText } from 'node:util';
import type { Level, PlanLine } from '../model/plan.ts';

/** How a report is laid out. Colours only repeat what symbols and words say. */
export interface Layout {
  readonly color: boolean;
  /** Columns; text is wrapped between words to fit. */
  readonly width: number;
}

/** Where nothing tells the width (a pipe, a CI log). */
export const PLAIN: Layout = { color: false, width: 120 };

type Style = Parameters<typeof styleText>[0];
export const paint = (layout: Layout, style: Style, text: string): string =>
  layout.color ? styleText(style, text, { validateStream: false }) : text;

const SYMBOLS = { submit: '+', replace: '±', cancel: '-', 'set-run': '~', none: ' ' } as const;
const STYLES = {
  '+': 'green',
  '±': 'yellow',
  '-': 'red',
  '~': 'yellow',
  '!': 'yellow',
  '?': 'magenta',
  ' ': 'dim',
} as const;
const TOLD: Readonly<Record<Level, keyof typeof STYLES>> = {
  change: ' ',
  quiet: ' ',
  notice: '!',
  blocked: '!',
  refused: '!',
  invalid: '!',
  unknown: '?',
  person: '?',
};

/** `+` submit, `±` replace, `-` cancel, `~` start or pause, `!` something to know or to do, `?` nobody knows yet. */
export const symbolOf = (line: PlanLine): keyof typeof STYLES =>
  line.action === 'none' ? TOLD[line.level] : SYMBOLS[line.action];

export const paintSymbol = (layout: Layout, symbol: keyof typeof STYLES): string =>
  paint(layout, STYLES[symbol], symbol);

/** GitHub's runner takes `::` at the start of a line for a command, blanks before it or not. */
const noCommand = (line: string): string => line.replace(/^:(?=:)/, '\\x3a');

/**
 * Breaks text between words; lines after the first are indented. A word longer than the width stands alone.
 * Text that was safe as one line stays safe as several.
 */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? 0 : indent);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  const [first = '', ...rest] = lines;
  return [first, ...rest.map(noCommand)].join(`\n${' '.repeat(indent)}`);
}

/** Text that begins `indent` columns into a line of `width`, and stays there on the lines below. */
export const hanging = (text: string, width: number, indent: number): string =>
  wrap(text, width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);

/** Facts side by side, two blanks apart. One that has no room goes to a line of its own below, whole. */
export function sideBySide(facts: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const fact of facts) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 2 + fact.length <= width) lines[lines.length - 1] += `  ${fact}`;
    else lines.push(line === undefined ? fact : `  ${fact}`);
  }
  return lines.join('\n');
}

/** `1 order`, `2 orders`. */
export const count = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n} ${n === 1 ? singular : plural}`;
