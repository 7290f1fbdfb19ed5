/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */

/**
 * tradeform.yaml: accounts, limits and environments of a project. Spec files are every other YAML file below its folder.
 */
export interface ProjectFile {
  /**
   * Version of the file format.
   */
  version: "1";
  /**
   * The project's name. It is part of every order's tag: never change it while orders rest.
   */
  project: string;
  accounts: Accounts;
  limits?: Limits;
  /**
   * Which spec files belong to the project. Every YAML file, unless given.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: a path below the project's folder, with `*`, `?` and `**`; a folder stands for everything in it
   */
  specs?: string[];
  /**
   * YAML files and folders that are no specs. Dot folders and node_modules are skipped anyway.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: a path below the project's folder, with `*`, `?` and `**`; a folder stands for everything in it
   */
  exclude?: string[];
  /**
   * Whether a quantity must name its currency. true for live environments and false for paper, unless given.
   */
  requireUnits?: "true" | "false";
  /**
   * Environments by name. `paper` is always there, with simulated venues.
   */
  environments?: {
    paper?: PaperEnvironment;
    [k: string]: Environment | PaperEnvironment | undefined;
  };
  /**
   * Strategy types of the project's own. Not supported by this version of tradeform.
   */
  strategyTypes?: never;
}
/**
 * Accounts by the name that specs use.
 */
export interface Accounts {
  [k: string]: Account;
}
export interface Account {
  /**
   * Where the account is.
   */
  venue: "aquanow" | "volven";
  /**
   * the venue's own id of the account: letters and digits, such as CA1264810R
   */
  id?: string;
  /**
   * Aquanow: usernameRef lets tradeform send its tag in that field, and find its orders again by it; none sends no tag, and an order in doubt is linked by hand.
   */
  tag?: "usernameRef" | "none";
  /**
   * Volven: the code of the exchange in capitals, such as BYB, instead of an id
   */
  exchangeCode?: string;
  /**
   * Volven: the account's name at that exchange.
   */
  name?: string;
}
/**
 * Checks before an order leaves. Outside paper, an account, instrument or currency without a limit takes no order.
 */
export interface Limits {
  /**
   * How old a reference price may be.
   */
  referenceMaxAge?: string;
  /**
   * Orders sent by one apply.
   */
  maxSubmitsPerApply?: string;
  /**
   * Paces sending; refuses nothing.
   */
  maxSubmitsPerSecond?: string;
  /**
   * Share of live orders that one apply cancels because their entries are gone, from 10 orders up.
   */
  maxCancelShare?: string;
  /**
   * After so many refusals in a row the account halts.
   */
  consecutiveFailures?: string;
  /**
   * Limits of each account, by its name.
   */
  accounts?: {
    [k: string]: AccountLimits;
  };
}
export interface AccountLimits {
  /**
   * a name of the IANA list, such as America/Toronto
   */
  timezone?: string;
  /**
   * What may be traded. What is not listed takes no order.
   */
  allow?: {
    /**
     * @maxItems 1000
     *
     * Items: a ticker such as BTC-USD, or a Volven product code such as btcusdt_f
     */
    instruments?: string[];
    /**
     * @maxItems 20
     */
    strategies?: ("RFQ" | "MARKET" | "FOK" | "LIMIT" | "GTC" | "GTD" | "SMO")[];
  };
  maxQuantity?: AmountsByCurrency;
  maxNotional?: AmountsByCurrency;
  maxOpenOrders?: string;
  maxOpenNotional?: AmountsByCurrency;
  maxDailyNotional?: AmountsByCurrency;
  /**
   * On the costly side: a buy above best ask, a sell below best bid.
   */
  priceCollar?: string;
  /**
   * On the passive side.
   */
  maxDistance?: string;
  /**
   * Longest time to the effective expiry.
   */
  maxResting?: string;
  /**
   * No second order on the same terms under another name within this time.
   */
  duplicateWindow?: string;
  /**
   * Against our own resting opposite orders.
   */
  selfCross?: "deny" | "warn" | "off";
  /**
   * When orders may be sent, in the account's time zone.
   */
  hours?: {
    /**
     * two days, such as mon-fri
     */
    days: string;
    /**
     * hours and minutes, such as 08:00
     */
    from: string;
    /**
     * hours and minutes, such as 08:00
     */
    to: string;
  };
  /**
   * @maxItems 32
   *
   * Items: letters, digits, `.`, `_`, `/` and hyphens, a letter first, at most 63 characters
   */
  requireLabels?: string[];
  balanceCheck?: "refuse" | "warn" | "off";
  /**
   * Where the price of an instrument comes from, if the venue has none of its own.
   */
  reference?: {
    /**
     * a venue and its ticker, such as aquanow/BTC-USDT
     */
    [k: string]: string;
  };
  allowNoExpiry?: "true" | "false";
  allowUnboundedMarket?: "true" | "false";
  /**
   * Bounds of instruments where the venue publishes none.
   */
  instruments?: {
    [k: string]: Bounds;
  };
}
/**
 * Amounts by currency.
 */
export interface AmountsByCurrency {
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  [k: string]: string;
}
export interface Bounds {
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  minSize?: string;
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  maxSize?: string;
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  sizeIncrement?: string;
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  minNotional?: string;
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  minPrice?: string;
  /**
   * digits with a point, without a currency (its key gives it), such as 250000
   */
  priceIncrement?: string;
}
/**
 * Simulated venues in this process; state in .tradeform/. Needs no key.
 */
export interface PaperEnvironment {
  /**
   * Where the paper venue's clock starts at first use: ISO 8601 with an offset. Now, unless given.
   */
  clock?: string;
  accounts?: Accounts;
  limits?: Limits;
  /**
   * @minItems 1
   * @maxItems 100
   *
   * Items: a path below the project's folder, with `*`, `?` and `**`; a folder stands for everything in it
   */
  specs?: string[];
  /**
   * Whether a quantity must name its currency. true for live environments and false for paper, unless given.
   */
  requireUnits?: "true" | "false";
}
/**
 * An environment that reaches a venue. accounts, limits and specs replace the project's own.
 */
export interface Environment {
  accounts?: Accounts;
  limits?: Limits;
  /**
   * @minItems 1
   * @maxItems 100
   *
   * Items: a path below the project's folder, with `*`, `?` and `**`; a folder stands for everything in it
   */
  specs?: string[];
  /**
   * Whether a quantity must name its currency. true for live environments and false for paper, unless given.
   */
  requireUnits?: "true" | "false";
  journal?: Journal;
  venues?: Venues;
}
/**
 * Where the record of everything sent is kept. sqlite in .tradeform/, unless given.
 */
export interface Journal {
  type: "sqlite" | "postgres";
  /**
   * postgres: its URL, as a rule "${TRADEFORM_JOURNAL_URL}".
   */
  url?: string;
  /**
   * the journal's random id: letters, digits and hyphens, written by `tradeform journal init`
   */
  id?: string;
}
export interface Venues {
  aquanow?: AquanowSettings;
  volven?: VolvenSettings;
}
export interface AquanowSettings {
  /**
   * https://api.aquanow.io
   */
  url: string;
  /**
   * https://market.aquanow.io
   */
  marketUrl: string;
  /**
   * One key per environment and per job.
   */
  apiKey: string;
  /**
   * From the environment: "${AQUANOW_API_SECRET}".
   */
  apiSecret: string;
  /**
   * How long the venue's lists may lag. 10s, unless given.
   */
  settle?: string;
  /**
   * For each call. 10s, unless given.
   */
  timeout?: string;
  rate?: Rate;
  cancel?: CancelRoute;
  /**
   * After this long, an order that the venue doesn't list was not accepted. Unset: absence settles nothing.
   */
  acceptanceHorizon?: string;
  /**
   * Whether a quote's expiry proves that it was not executed. false, unless given.
   */
  quoteExpiryIsProof?: "true" | "false";
  /**
   * How many quotes are asked for before an RFQ gives up. 3, unless given.
   */
  quoteAttempts?: string;
}
/**
 * Stay below the venue's own limits. Half of them, unless given.
 */
export interface Rate {
  /**
   * Requests per second.
   */
  perSecond?: string;
  /**
   * Requests at once.
   */
  burst?: string;
  /**
   * Requests per day.
   */
  perDay?: string;
}
/**
 * How this venue takes a cancel. UNVERIFIED: DELETE /trades/v1/order, unless given.
 */
export interface CancelRoute {
  method?: "DELETE" | "POST" | "PUT";
  /**
   * a path from the root of the venue's url, without a query, such as /trades/v1/order
   */
  path?: string;
}
export interface VolvenSettings {
  /**
   * A text. In quotes it may hold ${NAME}, which is read from the process environment when the venue is used.
   */
  url: string;
  /**
   * A token; or username, password and totpSecret.
   */
  token?: string;
  /**
   * A text. In quotes it may hold ${NAME}, which is read from the process environment when the venue is used.
   */
  username?: string;
  /**
   * A text. In quotes it may hold ${NAME}, which is read from the process environment when the venue is used.
   */
  password?: string;
  /**
   * A text. In quotes it may hold ${NAME}, which is read from the process environment when the venue is used.
   */
  totpSecret?: string;
  /**
   * How long the venue's lists may lag. 10s, unless given.
   */
  settle?: string;
  /**
   * For each call. 10s, unless given.
   */
  timeout?: string;
  rate?: Rate;
  /**
   * a whole number and its unit ms, s, m, h or d, such as 10s, 500ms or 5m
   */
  acceptanceHorizon?: string;
  /**
   * Which field of a strategy tells its state, and what its words mean.
   */
  states?: {
    /**
     * a field of the venue's answer, with points between levels
     */
    field: string;
    map: {
      [k: string]:
        | "pending"
        | "open"
        | "paused"
        | "cancelling"
        | "filled"
        | "ended-partly-filled"
        | "cancelled"
        | "expired"
        | "failed";
    };
  };
  /**
   * Which field of a strategy tells how much is filled.
   */
  filled?: {
    /**
     * a field of the venue's answer, with points between levels
     */
    field: string;
  };
}
