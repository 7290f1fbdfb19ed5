/*
 * What can become of a request on its way to a venue and back, as a table: whether it arrives, when, what the venue is made to
 * answer, and what of the answer comes home. Every fate is a fault, but for `answered`.
 */

/** Which request it may meet. */
export type About = 'any' | 'submit' | 'cancel' | 'list';

export interface Fate {
  readonly about: About;
  /** `never`: the request is lost; `late`: it arrives long after everybody has stopped waiting. */
  readonly arrives?: 'never' | 'late';
  /** What comes back; unset: what the venue answered. */
  readonly comesBack?:
    | 'reset'
    | 'refused'
    | 'nothing'
    | 'half'
    | 'html'
    | { readonly status: number; readonly body: unknown };
  /** What comes back of a list, in place of its page. */
  readonly page?: (page: Page, token: string | undefined) => Page;
  /** A cancel that comes too late for all of the order, or for a part. */
  readonly cancelEnd?: 'loses' | 'partly';
  /** The order is accepted and not listed for a while. */
  readonly hides?: true;
  /** The venue makes two orders of one request: its mistake, which must not pass unseen. */
  readonly echoes?: true;
}

export interface Page {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

const gateway = (status: number, message: string) => ({ status, body: { message } });
const refusal = (status: number, message: string) => ({ status, body: { errors: [{ id: 'e-9', message }] } });

/** `rows`, and the same page once more under another token: a list that is odd, and whole. */
const again = (page: Page, rows: Page['rows'], token = 'p0'): Page =>
  token.endsWith('.0') ? page : { rows, next: `${token}.0` };

export const FATES = {
  answered: { about: 'any' },
  'connection refused': { about: 'any', arrives: 'never', comesBack: 'refused' },
  'drop before': { about: 'any', arrives: 'never', comesBack: 'reset' },
  'drop after': { about: 'any', comesBack: 'reset' },
  '5xx before': { about: 'any', arrives: 'never', comesBack: gateway(502, 'Internal server error') },
  '5xx after': { about: 'any', comesBack: gateway(504, 'Endpoint request timed out') },
  '500 before, in the error form': {
    about: 'submit',
    arrives: 'never',
    comesBack: refusal(500, 'Something broke'),
  },
  '500 after, in the error form': { about: 'submit', comesBack: refusal(500, 'Something broke') },
  '429': { about: 'any', arrives: 'never', comesBack: gateway(429, 'Too Many Requests') },
  '401': { about: 'any', arrives: 'never', comesBack: gateway(401, 'Unauthorized') },
  '408 after': { about: 'submit', comesBack: gateway(408, 'Request Timeout') },
  'truncated body': { about: 'any', comesBack: 'half' },
  'malformed body': { about: 'any', comesBack: 'html' },
  'silence before': { about: 'any', arrives: 'never', comesBack: 'nothing' },
  'silence after': { about: 'any', comesBack: 'nothing' },
  'accepted after every deadline': { about: 'submit', arrives: 'late', comesBack: 'nothing' },
  'cancel that arrives late': { about: 'cancel', arrives: 'late', comesBack: 'nothing' },
  refused: { about: 'submit', arrives: 'never', comesBack: refusal(400, 'Quantity exceeds data limits') },
  'refused with 200': {
    about: 'submit',
    arrives: 'never',
    comesBack: refusal(200, 'Insufficient Trade Credit'),
  },
  'strategy not enabled': {
    about: 'submit',
    arrives: 'never',
    comesBack: refusal(502, 'User not authorized for GTC'),
  },
  '200 that says nothing, before': {
    about: 'submit',
    arrives: 'never',
    comesBack: { status: 200, body: { data: {} } },
  },
  '200 that says nothing, after': { about: 'submit', comesBack: { status: 200, body: { data: {} } } },
  'late visibility': { about: 'submit', hides: true },
  'two orders of one request': { about: 'submit', echoes: true },
  'cancel loses to a fill': { about: 'cancel', cancelEnd: 'loses' },
  'cancel after a part': { about: 'cancel', cancelEnd: 'partly' },
  'missing row': { about: 'list', page: ({ rows, next }) => ({ rows: rows.slice(1), next }) },
  'repeated row': { about: 'list', page: ({ rows, next }) => ({ rows: [...rows, ...rows.slice(-1)], next }) },
  'missing page': { about: 'list', page: ({ next }) => ({ rows: [], next }) },
  'repeated page': { about: 'list', page: (page, token) => again(page, page.rows, token) },
  'empty page': { about: 'list', page: (page, token) => again(page, [], token) },
  'rows in another order': { about: 'list', page: ({ rows, next }) => ({ rows: rows.toReversed(), next }) },
  'unknown status': {
    about: 'list',
    page: ({ rows, next }) => ({ rows: rows.map((row) => ({ ...row, tradeStatus: 'UNDER_REVIEW' })), next }),
  },
  'row without an id': {
    about: 'list',
    page: ({ rows, next }) => ({ rows: rows.map((row) => ({ ...row, orderId: undefined })), next }),
  },
} as const satisfies Record<string, Fate>;

export type FateName = keyof typeof FATES;
export const FATE_NAMES = Object.keys(FATES) as readonly FateName[];
export const fateOf = (name: FateName): Fate => FATES[name];

const fitting = (about: About): readonly FateName[] =>
  FATE_NAMES.filter((name) => name !== 'answered' && [about, 'any'].includes(fateOf(name).about));

/** The faults that a request of each sort can meet. */
export const FAULTS_OF: Readonly<Record<About, readonly FateName[]>> = {
  any: fitting('any'),
  submit: fitting('submit'),
  cancel: fitting('cancel'),
  list: fitting('list'),
};

/** Lists that are odd, and say all there is to say. */
export const WHOLE: readonly FateName[] = [
  'repeated row',
  'repeated page',
  'empty page',
  'rows in another order',
];

/** Lists that leave out what the venue has: against what is assumed of it, so nothing may rest on their being rare. */
export const INCOMPLETE: ReadonlySet<FateName> = new Set(['missing row', 'missing page']);
