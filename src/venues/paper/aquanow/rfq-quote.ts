import type { Decimal } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import type { Store } from '../store.ts';

/** A quote that `createQuote` has given. What it was asked for and both legs are fixed; it binds no funds. */
export interface RfqQuote {
  readonly quoteId: string;
  readonly request: string;
  readonly nonce: string | null;
  readonly accountId: string;
  readonly usernameRef: string | null;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  readonly leg: 'receive' | 'deliver';
  readonly quantity: Decimal;
  readonly quoted: Decimal;
  readonly price: Decimal;
  readonly createdAt: Millis;
  /** From this instant on it can't be executed. */
  readonly expireTime: Millis;
  readonly state: 'open' | 'executed' | 'expired';
  readonly endedAt: Millis | null;
  /** The order of its execution. */
  readonly orderId: string | null;
}

const COLUMNS = [
  'quoteId',
  'request',
  'nonce',
  'accountId',
  'usernameRef',
  'ticker',
  'tradeSide',
  'leg',
  'quantity',
  'quoted',
  'price',
  'createdAt',
  'expireTime',
  'state',
  'endedAt',
  'orderId',
] as const satisfies readonly (keyof RfqQuote)[];
const INSERT = `INSERT INTO rfqQuotes (${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length - 1)})`;

export const keepQuote = (store: Store, quote: RfqQuote): void =>
  store.run(INSERT, ...COLUMNS.map((column) => quote[column]));

export const quoteById = (store: Store, quoteId: string): RfqQuote | undefined =>
  store.one<RfqQuote>('SELECT * FROM rfqQuotes WHERE quoteId = ?', quoteId);

export function endQuote(
  store: Store,
  { quoteId }: RfqQuote,
  end: { readonly state: 'executed' | 'expired'; readonly at: Millis; readonly orderId: string | null },
): void {
  store.run(
    'UPDATE rfqQuotes SET state = ?, endedAt = ?, orderId = ? WHERE quoteId = ?',
    end.state,
    end.at,
    end.orderId,
    quoteId,
  );
}

/** Ends the quotes whose time is over. */
export const expireDue = (store: Store, now: Millis): void =>
  store.run(
    `UPDATE rfqQuotes SET state = 'expired', endedAt = expireTime WHERE state = 'open' AND expireTime <= ?`,
    now,
  );
