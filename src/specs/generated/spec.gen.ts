/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */

/**
 * Orders of a tradeform project. Each entry is one intent: it is placed once, and while it rests it rests on these terms. Guide: specs/README.md.
 */
export interface SpecFile {
  /**
   * Version of the file format. Every YAML file of a project has it.
   */
  version: "1";
  defaults?: Defaults;
  orders?: Orders;
  /**
   * Execution strategies (SMO). Not supported by this version of tradeform.
   */
  strategies?: never;
}
/**
 * Values for every entry of this file that doesn't give its own. Labels are merged by key; anything else is replaced.
 */
export interface Defaults {
  orders?: OrderDefaults;
  /**
   * Execution strategies (SMO). Not supported by this version of tradeform.
   */
  strategies?: never;
}
/**
 * Never side, quantity, price or generation: these are each order's own.
 */
export interface OrderDefaults {
  /**
   * LIMIT rests up to 24 hours, GTC up to 90 days, GTD until expirationTime.
   */
  strategy?: "LIMIT" | "GTC" | "GTD";
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
   * Never sent later than this. ISO 8601 with an offset.
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
 * Orders by name. A name is unique over all files of the project.
 */
export interface Orders {
  [k: string]: Order;
}
/**
 * One order. Field names are the venue's own but for side and account.
 */
export interface Order {
  /**
   * LIMIT rests up to 24 hours, GTC up to 90 days, GTD until expirationTime.
   */
  strategy?: "LIMIT" | "GTC" | "GTD";
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
   * Quote currency per unit of base: the highest price of a buy, the lowest of a sell.
   */
  priceLimit: string;
  /**
   * GTD only: when the venue takes the order out of the book, at most 90 days ahead. ISO 8601 with an offset.
   */
  expirationTime?: string;
  /**
   * Never sent later than this. ISO 8601 with an offset.
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
