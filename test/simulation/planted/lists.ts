import { type Planted, planted, swap } from './planted.ts';

const LIST = 'venues/aquanow/list.ts';
const END = `return token === '' ? { rows }`;

/** Lists: what is missing from them, what stands in them twice, and whose it is. */
export const LISTS: readonly Planted[] = [
  planted(
    'an empty page counts as the end',
    ['empty page', 'journal lost', 'drop after'],
    swap(LIST, END, `return token === '' || rows.length === 0 ? { rows }`),
  ),
  planted(
    'the first page counts as the list',
    ['journal lost', 'entry added'],
    swap(LIST, END, `return token !== '-' ? { rows }`),
  ),
  planted(
    'a broken list counts as an empty one',
    ['drop after', 'malformed body', 'row without an id', 'higher generation'],
    swap(
      'venues/aquanow/live-orders.ts',
      `if (list.kind === 'broken') return list;\n  const open`,
      `if (list.kind === 'broken') return { live: [], looks: wanted.map(({ tag }) => ({ tag, rows: [], times: 3 })) };\n  const open`,
    ),
    swap(
      'venues/aquanow/looks.ts',
      `if (list.kind === 'broken') return list;\n    // The later`,
      `if (list.kind === 'broken') continue;\n    // The later`,
    ),
  ),
  planted(
    'a row that can’t be told is left out',
    ['row without an id', 'higher generation'],
    swap(
      LIST,
      `if (identified.kind === 'unclear') return identified.reason;`,
      `if (identified.kind === 'unclear') continue;`,
    ),
    swap('execute/survey.ts', `const wanted = open.filter(`, `const wanted = open.slice(0, 0).filter(`),
  ),
  planted(
    'orders that have ended are not looked for',
    ['fill'],
    swap('execute/survey.ts', `const wanted = open.filter(`, `const wanted = open.slice(0, 0).filter(`),
  ),
  planted(
    'whatever is on the account counts as ours',
    ['cancel', 'orders of others'],
    swap(
      'execute/cancel-reading.ts',
      `return row.reference !== undefined && decodeTag(row.reference)?.scope === this.#of.scope;`,
      `return true;`,
    ),
  ),
];
