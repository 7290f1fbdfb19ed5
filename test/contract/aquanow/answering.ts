import { expect } from 'vitest';
import type { OrderStrategy, OrderTerms } from '../../../src/model/terms.ts';
import type { Verdict } from '../../../src/venues/venue.ts';
import { TAG, account, quoted, scripted, terms, venueOf } from './desk.ts';

/** What an order of this strategy asks for in these tests: a buy of 0.50 BTC. */
export const termsOf = (strategy: OrderStrategy): OrderTerms =>
  terms({ strategy, ...(strategy === 'GTD' ? { expirationTime: 1738351211000 } : {}) });

/** The verdict on one submission that is answered so. An RFQ executes {@link quoted}. */
export async function answeredBy(answer: () => Response, strategy: OrderStrategy = 'GTC'): Promise<Verdict> {
  const { fetch, seen } = scripted(answer);
  const writer = venueOf({ fetch }).writer();
  const verdict = await writer.send(
    writer.draft(account(), termsOf(strategy), TAG, strategy === 'RFQ' ? { quote: quoted() } : {}),
  );
  expect(seen).toHaveLength(1);
  return verdict;
}
