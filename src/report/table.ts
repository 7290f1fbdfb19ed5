import { safeText } from '../lib/safe-text.ts';
import { type Layout, paint } from './style.ts';

/** Rows under headings, each column as wide as its widest cell; numbers are handed over as texts, and end where their heading ends. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  layout: Layout,
  rightAligned: ReadonlySet<string> = new Set(),
): string {
  const safe = rows.map((row) => row.map((cell) => safeText(cell)));
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...safe.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return rightAligned.has(headings[at] ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [paint(layout, 'bold', line(headings)), ...safe.map(line), ''].join('\n');
}
