import type { Dice } from '../world/dice.ts';

/* What can become of one page of a list, by what a reader can know of it. */

export interface Page {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

/** A page, or an answer in its place. */
export type Answered = Page | { readonly status: number; readonly text: string } | 'reset';

type Damage = (page: Page, token: string | null, dice: Dice) => Answered;

const textOf = ({ rows, next }: Page): string =>
  JSON.stringify({ data: rows, pagination: { startsAfter: next, count: rows.length } });
const ok = (text: string): Answered => ({ status: 200, text });
/** One row altered; where there is none, the page as it is. */
const some = (page: Page, dice: Dice, alter: (row: Page['rows'][number]) => Page['rows'][number]): Page => {
  const at = dice.whole(0, page.rows.length - 1);
  return { ...page, rows: page.rows.map((row, n) => (n === at ? alter(row) : row)) };
};

/** Everything is told, in another form. */
const WHOLE: Readonly<Record<string, Damage>> = {
  'rows reordered': ({ rows, next }) => ({ rows: rows.toReversed(), next }),
  'row repeated': ({ rows, next }) => ({ rows: [...rows, ...rows.slice(-1)], next }),
  'page repeated': ({ rows }, token) => ({ rows, next: token ?? 'p0' }),
  'empty page': (_, token) => ({ rows: [], next: token ?? 'p0' }),
  'end as ""': ({ rows, next }) => ({ rows, next: next ?? '' }),
};

/** Something is not told, and it shows. */
const BROKEN: Readonly<Record<string, Damage>> = {
  'cut short': (page, _, dice) => {
    const text = textOf(page);
    return ok(text.slice(0, dice.whole(0, text.length - 1)));
  },
  'no JSON': () => ok('<html><body>Bad Gateway</body></html>'),
  'errors with 200': () => ok('{"errors":[{"id":"e-1","message":"try later"}]}'),
  'an error': (_, __, dice) => ({
    status: dice.pick([400, 403, 408, 429, 500, 502, 503]),
    text: '{"message":"no"}',
  }),
  reset: () => 'reset',
  'row without an id': (page, _, dice) =>
    some(page, dice, ({ orderId: __, orderIdParent: ___, ...row }) => row),
  'row without a status': (page, _, dice) => some(page, dice, ({ tradeStatus: __, ...row }) => row),
  'row repeated otherwise': ({ rows, next }) => ({
    rows: [...rows, ...rows.slice(-1).map((row) => ({ ...row, fillPct: 0.25 }))],
    next,
  }),
};

/** Something is not told, and nothing shows it: against what is assumed of a venue. */
const SILENT: Readonly<Record<string, Damage>> = {
  'row missing': ({ rows, next }) => ({ rows: rows.slice(1), next }),
  'page missing': ({ next }) => ({ rows: [], next }),
  'end too soon': ({ rows }) => ({ rows, next: null }),
};

/** A status that no page names: whatever it means, the order may be live. */
const ODD: Readonly<Record<string, Damage>> = {
  'unknown status': (page, _, dice) => some(page, dice, (row) => ({ ...row, tradeStatus: 'UNDER_REVIEW' })),
};

const KINDS = { whole: WHOLE, broken: BROKEN, silent: SILENT, odd: ODD } as const;
export type Kind = keyof typeof KINDS;

/** Throws one for this page. `kinds` takes note of what has struck. */
export function damaged(page: Page, token: string | null, dice: Dice, kinds: Set<Kind>): Answered {
  const kind = dice.pick(['whole', 'broken', 'silent', 'odd'] as const);
  const damage = dice.pick(Object.values(KINDS[kind]));
  // A page without rows has none to lose.
  if (damage === undefined || (page.rows.length === 0 && kind !== 'broken')) return page;
  kinds.add(kind);
  return damage(page, token, dice);
}

export function responseTo(answered: Answered): Response {
  if (answered === 'reset')
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  if ('status' in answered) return new Response(answered.text, { status: answered.status });
  return new Response(textOf(answered), { status: 200 });
}
