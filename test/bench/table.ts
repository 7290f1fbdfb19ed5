import type { Row } from './measure.ts';

/** What the machine was, for whoever reads the figures. */
export interface Setting {
  readonly date: string;
  readonly cores: number;
  readonly node: string;
  readonly rounds: number;
  /** Processes that wanted to run, on the average of the minute before, at the beginning and at the end. */
  readonly load: readonly [number, number];
}

const whole = (number: number | undefined): string =>
  number === undefined ? '' : Math.round(number).toLocaleString('en');
const fine = (number: number | undefined): string => (number === undefined ? '' : number.toFixed(2));

/** What is more than it may be. */
export function over({ wall, peak, ratio, refused, budget }: Row): readonly string[] {
  const found: string[] = [];
  if (budget.ratio !== undefined && (ratio ?? Infinity) > budget.ratio) found.push('ratio');
  if (budget.memory !== undefined && (peak ?? Infinity) > budget.memory) found.push('memory');
  if (budget.within !== undefined && wall > budget.within) found.push('time');
  if ((refused ?? 0) > 0) found.push('429');
  return found;
}

function budgetText({ budget: { ratio, memory, within } }: Row): string {
  const parts = [
    ratio === undefined ? '' : `≤ ${ratio} ×`,
    memory === undefined ? '' : `≤ ${memory} MiB`,
    within === undefined ? '' : `≤ ${within} ms`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

const COLUMNS: readonly (readonly [title: string, of: (row: Row) => string])[] = [
  ['what', ({ scenario }) => scenario],
  ['ms', ({ wall }) => whole(wall)],
  ['CPU ms', ({ cpu }) => whole(cpu)],
  ['peak MiB', ({ peak }) => whole(peak)],
  ['requests', ({ requests }) => (requests === 0 ? '' : whole(requests))],
  ['floor', ({ floor = '' }) => floor],
  ['its ms', ({ floorWall }) => whole(floorWall)],
  ['its CPU', ({ floorCpu }) => whole(floorCpu)],
  ['ratio', ({ ratio }) => fine(ratio)],
  ['of CPU', ({ cpuRatio }) => fine(cpuRatio)],
  ['budget', budgetText],
  [
    'holds',
    (row) => (budgetText(row) === '' ? '' : over(row).length === 0 ? 'yes' : `no: ${over(row).join(', ')}`),
  ],
];
/** From the second on they are numbers, but for these. */
const TEXTS: ReadonlySet<string> = new Set(['what', 'floor', 'budget', 'holds']);

/** What follows from two rows, or from one of them seen over time. */
export function growth(rows: readonly Row[]): readonly string[] {
  const find = (name: string): Row | undefined => rows.find(({ scenario }) => scenario === name);
  const lines: string[] = [];
  const [plan, large] = [find('plan, 10,000 live in 100 files'), find('plan, 100,000 live in 100 files')];
  if (plan && large)
    lines.push(`plan, 100,000 live: ${fine(large.wall / plan.wall)} × the time of 10,000 (budget: ≤ 11 ×)`);
  const [few, many] = [find('apply, 1,000 submits'), find('apply, 10,000 submits')];
  if (few?.peak !== undefined && many?.peak !== undefined)
    lines.push(
      `apply: from 1,000 to 10,000 submits the peak grows by ${fine(((many.peak - few.peak) * 1024) / 9_000)} KiB an order`,
    );
  for (const { scenario, slope } of rows)
    if (slope !== undefined)
      lines.push(`${scenario}: the last fifth of them took ${fine(slope)} × the time of the second fifth`);
  return lines;
}

const settingText = ({ date, cores, node, rounds, load }: Setting): string =>
  `${date}, ${cores} cores, Node ${node}, medians of ${rounds} rounds (start-up: more, 100,000 orders and 10,000 submits: fewer); ` +
  `load of the machine before and after: ${load.map(fine).join(' and ')}`;

/** A row for who waits for the others. */
export const briefly = ({ wall, ratio, cpuRatio, peak }: Row): string =>
  [
    `${whole(wall)} ms`,
    ratio === undefined ? '' : `${fine(ratio)} × its floor`,
    cpuRatio === undefined ? '' : `${fine(cpuRatio)} × its CPU`,
    peak === undefined ? '' : `${whole(peak)} MiB`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** As `console.table`, but narrower. */
export function asText(setting: Setting, rows: readonly Row[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, of]) => of(row)))];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return TEXTS.has(COLUMNS[at]?.[0] ?? '') ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [settingText(setting), '', ...lines, '', ...growth(rows), ''].join('\n');
}

/** To be pasted into `README.md`. */
export function asMarkdown(setting: Setting, rows: readonly Row[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const titles = COLUMNS.map(([title]) => title);
  const rule = titles.map((title) => (TEXTS.has(title) ? '---' : '---:'));
  const lines = rows.map((one) => row(COLUMNS.map(([, of]) => of(one).replaceAll('--', '\\--'))));
  const points = growth(rows).map((line) => `- ${line}`);
  return [
    `${settingText(setting)}.`,
    '',
    row(titles),
    `|${rule.join('|')}|`,
    ...lines,
    '',
    ...points,
    '',
  ].join('\n');
}
