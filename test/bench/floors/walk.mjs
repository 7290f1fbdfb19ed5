// Parses the specs, and walks the pages of every account that is named.
import { parse } from './parse.mjs';
import { signed } from './signed.mjs';

parse();
await Promise.all(
  process.argv.slice(2).map(async (account) => {
    let token;
    do {
      const after = token === undefined ? '' : `&startsAfter=${token}`;
      const answer = await signed('GET', '/trades/v2/order', `?accountId=${account}&openOrders=true${after}`);
      token = JSON.parse(answer).pagination.startsAfter;
    } while (token !== null);
  }),
);
