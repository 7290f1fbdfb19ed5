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
   * a folder below this one, such as types, with the project's own strategy types: one TYPE.schema.json each
   */
  strategyTypes?: string;
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
   * Volven: the code of the exchange in capitals, such as BYB; with the name, in place of an id
   */
  exchangeCode?: string;
  /**
   * Volven: the account's name at that exchange; with exchangeCode, in place of an id.
   */
  name?: string;
}
/**
 * Checks before an order leaves. Outside paper, an account, instrument or currency without a limit takes no order.
 */
export interface Limits {
  /**
   * How old a reference price may be: an older one is none, and refuses what needs one. 5s, unless given.
   */
  referenceMaxAge?: string;
  /**
   * Orders that one apply may send, replacements and starts included. Unset: any number.
   */
  maxSubmitsPerApply?: string;
  /**
   * Orders sent in a second, at most: the rest waits, and nothing is refused.
   */
  maxSubmitsPerSecond?: string;
  /**
   * Share of an account's live orders that one apply may cancel because their entries are gone, from 10 orders up. --allow-cancels N lets N of them go.
   */
  maxCancelShare?: string;
  /**
   * After so many orders in a row that were refused or not sent, the account halts until a person lifts it.
   */
  consecutiveFailures?: string;
  /**
   * Limits of each account, by its name. An account that is not here takes no order outside paper.
   */
  accounts?: {
    [k: string]: AccountLimits;
  };
}
/**
 * Limits of one account. What is unset is not checked; but outside paper, what is not allowed, and a currency without maxQuantity or maxNotional, takes no order.
 */
export interface AccountLimits {
  /**
   * a name of the IANA list, such as America/Toronto, for midnight and hours; UTC, unless given
   */
  timezone?: string;
  /**
   * What may be traded, and by which strategies. What is not listed takes no order.
   */
  allow?: {
    /**
     * Tickers of Aquanow, product codes of Volven.
     *
     * @maxItems 1000
     *
     * Items: a ticker such as BTC-USD, or a Volven product code such as btcusdt_f
     */
    instruments?: string[];
    /**
     * Strategies of orders, and types of execution strategies.
     *
     * @maxItems 20
     *
     * Items: RFQ, MARKET, FOK, LIMIT, GTC, GTD, SMO, or a type of the project
     */
    strategies?: string[];
  };
  maxQuantity?: AmountsByCurrency;
  maxNotional?: AmountsByCurrency;
  /**
   * Orders that rest at once, those in doubt included.
   */
  maxOpenOrders?: string;
  maxOpenNotional?: AmountsByCurrency;
  maxDailyNotional?: AmountsByCurrency;
  /**
   * How far a price may be on the costly side: a buy above best ask, a sell below best bid.
   */
  priceCollar?: string;
  /**
   * How far a price may be on the passive side: a buy below best bid, a sell above best ask.
   */
  maxDistance?: string;
  /**
   * How long an order may rest: LIMIT rests 24 hours, GTC 90 days, GTD until its date. A strategy works until it is filled or stopped, and needs allowNoExpiry.
   */
  maxResting?: string;
  /**
   * Whether strategies are allowed, which work until they are filled or stopped. false, unless given.
   */
  allowNoExpiry?: "true" | "false";
  /**
   * For how long no order may have the instrument, side, quantity and price of one under another name, orders of others at the venue included.
   */
  duplicateWindow?: string;
  /**
   * deny: no order that would trade with one of ours that rests. allow, unless given.
   */
  selfCross?: "deny" | "allow";
  /**
   * When orders may be sent, in the account's time zone. Hours that end before they begin go over midnight.
   */
  hours?: {
    /**
     * one day, or the first and the last, such as mon-fri
     */
    days: string;
    /**
     * hours and minutes, such as 08:00
     */
    from: string;
    /**
     * hours and minutes, such as 17:00, which is no longer within them; 24:00 is the end of the day
     */
    to: string;
  };
  /**
   * Labels that every entry has, and not empty.
   *
   * @maxItems 32
   *
   * Items: letters, digits, `.`, `_`, `/` and hyphens, a letter first, at most 63 characters
   */
  requireLabels?: string[];
  /**
   * What is done where an order takes more than is free, or the venue doesn't tell what is. off, unless given.
   */
  balanceCheck?: "refuse" | "warn" | "off";
  /**
   * Whether MARKET orders, and strategies without priceLimit, are allowed: nothing bounds their price. false, unless given.
   */
  allowUnboundedMarket?: "true" | "false";
  /**
   * Where the price of an instrument comes from, if the venue has none of its own.
   */
  reference?: {
    /**
     * a venue and its ticker, such as aquanow/BTC-USDT
     */
    [k: string]: string;
  };
  /**
   * Bounds of instruments where the venue publishes none, or narrower ones than it does.
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
/**
 * What an instrument's orders keep to. Sizes are in base currency, prices and notional in quote currency. The venue's own bounds hold as well.
 */
export interface Bounds {
  /**
   * The smallest size.
   */
  minSize?: string;
  /**
   * The largest size.
   */
  maxSize?: string;
  /**
   * Sizes are multiples of it.
   */
  sizeIncrement?: string;
  /**
   * The smallest worth.
   */
  minNotional?: string;
  /**
   * The lowest price.
   */
  minPrice?: string;
  /**
   * Prices are multiples of it.
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
   * Where it is reached, as a rule "${VOLVEN_URL}".
   */
  url: string;
  /**
   * A token, as a rule "${VOLVEN_TOKEN}"; or username and password.
   */
  token?: string;
  /**
   * In place of a token, with password; as a rule "${VOLVEN_USERNAME}".
   */
  username?: string;
  /**
   * From the environment: "${VOLVEN_PASSWORD}".
   */
  password?: string;
  /**
   * The secret of which one-time passwords are made (base32), from the environment: "${VOLVEN_TOTP_SECRET}". Without it a one-time password is asked for on a terminal.
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
   * After this long, a strategy that the venue doesn't list was not accepted. Unset: absence settles nothing.
   */
  acceptanceHorizon?: string;
  /**
   * Which key of a strategy's `state` tells its state, and what the venue's words mean. Unset: no state is known, so nothing is replaced or judged finished.
   */
  states?: {
    /**
     * a key of a strategy's `state`, by itself: letters, digits, `_` and hyphens
     */
    field: string;
    /**
     * The venue's words, each with its meaning here. A word that is not in it counts as live.
     */
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
   * Which key of a strategy's `state` tells the size that has traded, in base currency. Unset: no fill is known.
   */
  filled?: {
    /**
     * a key of a strategy's `state`, by itself: letters, digits, `_` and hyphens
     */
    field: string;
  };
}
