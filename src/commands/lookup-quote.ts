import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { type Decimal, decimal } from '../model/decimal.ts';
import type { AccountName } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import { type Leg, type OrderTerms, type Side, currencyOf } from '../model/terms.ts';
import { type QuoteFacts, renderQuote } from '../report/lookup-text.ts';
import { parseAmount, rewrittenAmount } from '../specs/amount.ts';
import type { OpenVenues } from '../venues/registry.ts';
import type { Invocation } from './invocation.ts';
import { atVenues, show, usage } from './lookup.ts';

// What a trade would cost now, for people who write specs: a price that nobody can execute.

export interface QuoteOptions {
  readonly side?: Side;
  readonly receive?: string;
  readonly deliver?: string;
  readonly account?: string;
}

const TICKER = /^[A-Z0-9]{2,12}-[A-Z0-9]{2,12}$/;

/** An amount as specs write it, in the currency of its leg. */
function amountOf(text: string, leg: Leg, side: Side, ticker: string): Decimal {
  const value = parseAmount(text);
  if (value === undefined) {
    const meant = rewrittenAmount(text);
    const example = `digits with a point, above zero, such as 0.50 ${currencyOf(leg, side, ticker)}`;
    throw usage(`--${leg} ${safeText(text)} is no amount.`, `Write ${safeText(meant ?? example)}.`);
  }
  const currency = currencyOf(leg, side, ticker);
  if (value.currency !== undefined && value.currency !== currency)
    throw usage(
      `--${leg} of a ${side} of ${ticker} is in ${currency}, not ${value.currency}.`,
      `Write the amount in ${currency}, or give the other one of --receive and --deliver.`,
    );
  return value.amount;
}

function termsOf(ticker: string, { side, receive, deliver }: QuoteOptions): OrderTerms {
  if (!TICKER.test(ticker)) {
    const meant = ticker.toUpperCase().replaceAll(/[/_ ]/g, '-');
    throw usage(
      `${safeText(ticker)} is no ticker.`,
      TICKER.test(meant) ? `Write ${meant}.` : 'Write base and quote currency, such as BTC-USD.',
    );
  }
  if (side === undefined) throw usage('--side is missing.', 'Give --side buy or --side sell.');
  const price = { strategy: 'RFQ', ticker, side, priceLimit: decimal('1') } as const;
  if (receive !== undefined && deliver === undefined)
    return { ...price, receiveQuantity: amountOf(receive, 'receive', side, ticker) };
  if (deliver !== undefined && receive === undefined)
    return { ...price, deliverQuantity: amountOf(deliver, 'deliver', side, ticker) };
  throw usage(
    receive === undefined ? 'No quantity is given.' : '--receive and --deliver are both given.',
    `Give one of them: --receive in ${currencyOf('receive', side, ticker)}, or --deliver in ${currencyOf('deliver', side, ticker)}.`,
  );
}

function accountFor(venues: OpenVenues, wanted: string | undefined): Account {
  const able = [...venues.accounts.values()].filter(({ venue }) => venue === 'aquanow');
  const account = wanted === undefined ? able[0] : able.find(({ name }) => name === wanted);
  if (account !== undefined) return account;
  const names = able.map(({ name }) => name).join(', ');
  const known = venues.accounts.get(wanted as AccountName);
  const message =
    wanted === undefined
      ? 'No account of this environment is quoted.'
      : known === undefined
        ? `No account is called ${safeText(wanted)}.`
        : `${safeText(wanted)} is at ${known.venue}, which gives no quotes.`;
  throw usage(message, names === '' ? 'Quotes come from aquanow.' : `Accounts that are quoted: ${names}`);
}

/** What a trade would cost now. Nobody executes it. */
export const quote = (inv: Invocation, ticker: string, options: QuoteOptions): Promise<ExitCode> => {
  const terms = termsOf(ticker, options);
  return atVenues(inv, async (project, venues) => {
    const account = accountFor(venues, options.account);
    const answer = await venues.byAccount.get(account.name)?.reader.quote(account, terms);
    if (answer?.kind !== 'quote') {
      const next = answer?.kind === 'refused' ? 'Check ticker and amount, and ask again.' : 'Ask again.';
      throw new TradeformError('venue/no-quote', `No quote: ${answer?.message ?? 'its venue gives none'}.`, {
        ...{ exitCode: EXIT.error, remedy: `Nothing was sent but the question. ${next}` },
      });
    }
    const { ack: _ack, accountId: _id, quotedAt: _at, ...facts } = answer.quote;
    const shown: QuoteFacts = { account: account.name, ...facts };
    return show(inv, project, { quote: shown }, [], () => renderQuote(shown));
  });
};
