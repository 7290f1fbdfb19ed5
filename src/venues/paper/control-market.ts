import { isZero } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import { accountIds } from './balances.ts';
import { type ControlInput, ControlProblem } from './control-input.ts';
import { INSTRUMENTS, type Instrument, instrumentOf } from './instruments.ts';
import { bringUpToNow, fillAtPresentPrice } from './matching.ts';
import type { Moment } from './moment.ts';
import { type Quote, quoteAround } from './price-path.ts';
import { pinQuote, pinnedQuote, quoteNow, releaseQuote } from './quotes.ts';
import { type Reply, ok } from './reply.ts';
import { accountRow, listAccounts } from './volven/accounts.ts';
import { runStrategies } from './volven/running.ts';

function shownQuote(moment: Moment, instrument: Instrument): unknown {
  const { bid, ask } = quoteNow(moment, instrument);
  return { bid, ask, pinned: pinnedQuote(moment.store, instrument.ticker) !== undefined };
}

/** `GET /paper/state`. */
export function showState(moment: Moment): Reply {
  const { store, settings, now } = moment;
  return ok({
    epoch: store.fact('epoch'),
    seed: store.fact('seed'),
    start: store.fact('start'),
    now,
    accounts: accountIds(store),
    volvenAccounts: listAccounts(store).map(accountRow),
    settings,
    prices: Object.fromEntries(INSTRUMENTS.map((each) => [each.ticker, shownQuote(moment, each)])),
  });
}

function wantedQuote(input: ControlInput, { places }: Instrument): Quote {
  const quote = input.has('price')
    ? quoteAround(input.amount('price'), places)
    : { bid: input.amount('bid'), ask: input.amount('ask') };
  if (isZero(quote.bid) || isZero(quote.ask)) throw new ControlProblem('a price must be above 0');
  return quote;
}

/**
 * `POST /paper/price`: pins the mid price of a ticker, or its bid and ask as they are (crossed ones too); `price: null` gives
 * the ticker back to the seeded path. What then lies within the price trades at once.
 */
export function setPrice(moment: Moment, input: ControlInput): Reply {
  input.only('ticker', 'price', 'bid', 'ask');
  const ticker = input.text('ticker');
  const instrument = instrumentOf(ticker);
  if (!instrument)
    throw new ControlProblem(`ticker must be one of: ${INSTRUMENTS.map((each) => each.ticker).join(', ')}`);
  if (input.isNull('price')) releaseQuote(moment.store, ticker);
  else pinQuote(moment.store, ticker, wantedQuote(input, instrument));
  fillAtPresentPrice(moment, instrument);
  // A trigger price that is touched now counts, also where the next control takes the price back at once.
  runStrategies(moment);
  return ok({ ticker, ...Object.assign({}, shownQuote(moment, instrument)) });
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(input: ControlInput): Millis {
  const text = input.text('to');
  const at = /^\d{1,15}$/.test(text) ? Number(text) : INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new ControlProblem('to must be milliseconds or an ISO 8601 instant with its offset');
  return at;
}

/** `POST /paper/time`: moves venue time forwards, by `advanceMs` or `to` an instant; what falls due on the way happens. */
export function setTime(moment: Moment, input: ControlInput): Reply {
  input.only('advanceMs', 'to');
  if (input.has('advanceMs') === input.has('to')) throw new ControlProblem('give either advanceMs or to');
  const to = input.has('to') ? instantOf(input) : moment.now + input.whole('advanceMs');
  if (to < moment.now) throw new ControlProblem(`venue time is ${moment.now} and never goes back`);
  moment.store.setFact('offset', to - moment.wall);
  bringUpToNow({ ...moment, now: to });
  return ok({ now: to });
}
