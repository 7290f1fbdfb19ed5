/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */

/**
 * One order at aquanow. Field names are the venue's own but for side and account.
 */
export type Order = Order1 & Order2;
export type Order1 = {
  [k: string]: unknown;
};

/**
 * Orders and execution strategies of a tradeform project. Each entry is one intent: it is placed once, and while it rests it rests on these terms. Guide: specs/README.md.
 */
export interface SpecFile {
  /**
   * Version of the file format. Every YAML file of a project has it.
   */
  version: "1";
  defaults?: Defaults;
  orders?: Orders;
  strategies?: Strategies;
}
/**
 * Values for every entry of this file that doesn't give its own. Labels are merged by key; anything else is replaced.
 */
export interface Defaults {
  orders?: OrderDefaults;
  strategies?: StrategyDefaults;
}
/**
 * Never side, quantity, price or generation: these are each order's own.
 */
export interface OrderDefaults {
  /**
   * RFQ executes a quote, MARKET takes the market, FOK fills at once or not at all. LIMIT rests up to 24 hours, GTC up to 90 days, GTD until expirationTime.
   */
  strategy?: "RFQ" | "MARKET" | "FOK" | "LIMIT" | "GTC" | "GTD";
  /**
   * The name of an account in tradeform.yaml.
   */
  account?: string;
  /**
   * base and quote currency in capitals, such as BTC-USD
   */
  ticker?: string;
  /**
   * GTD only: when the venue takes the order out of the book, at most 90 days ahead. ISO 8601 with an offset.
   */
  expirationTime?: string;
  /**
   * Never sent later than this. RFQ, MARKET and FOK need it outside paper. ISO 8601 with an offset.
   */
  notAfter?: string;
  /**
   * letters and digits only, at most 42: tradeform adds its tag of 21, and the venue takes 63
   */
  usernameRef?: string;
  /**
   * true: no plan cancels or replaces it until a reviewed change lifts the protection. `tradeform cancel` still works.
   */
  protect?: "true" | "false";
  labels?: Labels;
  /**
   * For readers; never sent to a venue.
   */
  description?: string;
}
/**
 * Words of the desk's own, such as desk, ticket, trader. Never sent to a venue.
 */
export interface Labels {
  /**
   * a short text; what stands in the file is the value (0118 stays 0118)
   */
  [k: string]: string;
}
/**
 * Never side, size, a price, run or generation: these are each strategy's own.
 */
export interface StrategyDefaults {
  /**
   * SMO: Smart Order: works its size by limit orders at the best bid (a buy) or the best ask (a sell), and moves with the market.
   */
  type?: "SMO";
  /**
   * The name of an account in tradeform.yaml.
   */
  account?: string;
  /**
   * Volven's code of what is traded: letters and digits, such as btcusdt_f
   */
  productCode?: string;
  /**
   * Never sent later than this. ISO 8601 with an offset.
   */
  notAfter?: string;
  /**
   * true: no plan cancels or replaces it until a reviewed change lifts the protection. `tradeform cancel` still works.
   */
  protect?: "true" | "false";
  labels?: Labels;
  /**
   * For readers; never sent to a venue.
   */
  description?: string;
  /**
   * From 0 to 1, both included.
   */
  aggressiveness?: string;
  /**
   * true: guards its orders while the market jumps.
   */
  useSpikeProtection?: "true" | "false";
  /**
   * true: its orders never take from the book. After nine rejects in a row the venue pauses it.
   */
  alwaysPassive?: "true" | "false";
  /**
   * true: begins although the venue warns.
   */
  ignoreWarnings?: "true" | "false";
}
/**
 * Orders at aquanow, by name. A name is unique over all files of the project, strategies included.
 */
export interface Orders {
  [k: string]: Order;
}
export interface Order2 {
  /**
   * RFQ executes a quote, MARKET takes the market, FOK fills at once or not at all. LIMIT rests up to 24 hours, GTC up to 90 days, GTD until expirationTime.
   */
  strategy?: "RFQ" | "MARKET" | "FOK" | "LIMIT" | "GTC" | "GTD";
  /**
   * The name of an account in tradeform.yaml.
   */
  account?: string;
  /**
   * base and quote currency in capitals, such as BTC-USD
   */
  ticker?: string;
  /**
   * buy receives the base currency, sell delivers it.
   */
  side: "buy" | "sell";
  /**
   * What you get: base currency on a buy, quote currency on a sell. Exactly one of receiveQuantity and deliverQuantity.
   */
  receiveQuantity?: string;
  /**
   * What you give: quote currency on a buy, base currency on a sell. Exactly one of receiveQuantity and deliverQuantity.
   */
  deliverQuantity?: string;
  /**
   * RFQ, LIMIT, GTC, GTD. Quote currency per unit of base: the highest price of a buy, the lowest of a sell.
   */
  priceLimit?: string;
  /**
   * FOK: the price at which it fills at once, or not at all. Quote currency per unit of base.
   */
  tradePrice?: string;
  /**
   * MARKET: a quote is asked for just before it is sent, and one beyond this price keeps it back. The venue does not know of it, so it bounds nothing. Quote currency per unit of base.
   */
  priceGuard?: string;
  /**
   * GTD only: when the venue takes the order out of the book, at most 90 days ahead. ISO 8601 with an offset.
   */
  expirationTime?: string;
  /**
   * Never sent later than this. RFQ, MARKET and FOK need it outside paper. ISO 8601 with an offset.
   */
  notAfter?: string;
  /**
   * The desk's own reference, sent before tradeform's tag. Letters and digits, at most 42.
   */
  usernameRef?: string;
  /**
   * Raise it to ask for the order again after it ended. 1 unless given.
   */
  generation?: string;
  /**
   * Former names of this entry, so that a rename is no cancel.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: lower-case letters, digits and hyphens, a letter first, at most 63 characters
   */
  formerly?: string[];
  /**
   * true: no plan cancels or replaces it until a reviewed change lifts the protection. `tradeform cancel` still works.
   */
  protect?: "true" | "false";
  labels?: Labels;
  /**
   * For readers; never sent to a venue.
   */
  description?: string;
  /**
   * Exceptions from limits, part of the review; each holds for one generation.
   *
   * @minItems 1
   * @maxItems 20
   */
  override?: Override[];
}
export interface Override {
  /**
   * Code of the limit. TF-L00, L11, L21 and L22 take no exception.
   */
  limit:
    | "TF-L01"
    | "TF-L02"
    | "TF-L03"
    | "TF-L04"
    | "TF-L05"
    | "TF-L06"
    | "TF-L07"
    | "TF-L08"
    | "TF-L09"
    | "TF-L10"
    | "TF-L12"
    | "TF-L13"
    | "TF-L14"
    | "TF-L15"
    | "TF-L16"
    | "TF-L17"
    | "TF-L19"
    | "TF-L20"
    | "TF-L23";
  /**
   * Why, for the reviewer and the journal.
   */
  reason: string;
}
/**
 * Execution strategies at volven, by name. A name is unique over all files of the project, orders included.
 */
export interface Strategies {
  [k: string]: Strategy;
}
/**
 * One execution strategy at volven. Field names are the venue's own but for type, side, account and run.
 */
export interface Strategy {
  /**
   * SMO: Smart Order: works its size by limit orders at the best bid (a buy) or the best ask (a sell), and moves with the market.
   */
  type?: "SMO";
  /**
   * The name of an account in tradeform.yaml.
   */
  account?: string;
  /**
   * Volven's code of what is traded: letters and digits, such as btcusdt_f
   */
  productCode?: string;
  /**
   * buy gets the base currency, sell gives it.
   */
  side: "buy" | "sell";
  /**
   * How much in all, in base currency.
   */
  size: string;
  /**
   * started: it works. paused: it waits; one that is placed so does not begin. started, unless given.
   */
  run?: "started" | "paused";
  /**
   * Never sent later than this. ISO 8601 with an offset.
   */
  notAfter?: string;
  /**
   * Raise it to ask for the order again after it ended. 1 unless given.
   */
  generation?: string;
  /**
   * Former names of this entry, so that a rename is no cancel.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: lower-case letters, digits and hyphens, a letter first, at most 63 characters
   */
  formerly?: string[];
  /**
   * true: no plan cancels or replaces it until a reviewed change lifts the protection. `tradeform cancel` still works.
   */
  protect?: "true" | "false";
  labels?: Labels;
  /**
   * For readers; never sent to a venue.
   */
  description?: string;
  /**
   * Exceptions from limits, part of the review; each holds for one generation.
   *
   * @minItems 1
   * @maxItems 20
   */
  override?: Override[];
  /**
   * Quote currency per unit of base: the highest price of a buy, the lowest of a sell, for every order that the strategy places. Without it any price is taken.
   */
  priceLimit?: string;
  /**
   * The largest size of one order, in base currency: the size is worked piece by piece. All of it at once, unless given.
   */
  orderMaxSize?: string;
  /**
   * From 0 to 1, both included.
   */
  aggressiveness?: string;
  /**
   * It begins to work when the market crosses this price. At once, unless given.
   */
  triggerPrice?: string;
  /**
   * true: guards its orders while the market jumps.
   */
  useSpikeProtection?: "true" | "false";
  /**
   * true: its orders never take from the book. After nine rejects in a row the venue pauses it.
   */
  alwaysPassive?: "true" | "false";
  /**
   * true: begins although the venue warns.
   */
  ignoreWarnings?: "true" | "false";
}
