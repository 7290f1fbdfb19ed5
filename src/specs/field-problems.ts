import type { ErrorObject } from 'ajv';
import { isMap } from 'yaml';
import { NEVER_DEFAULT, NOT_HERE, PRICES, addFor, priceOf, synonymOf } from './field-words.ts';
import {
  type Explained,
  type Failure,
  type Ground,
  fieldOf,
  keySpan,
  parentOf,
  quoted,
  spotAt,
} from './ground.ts';
import { pairIn } from './located.ts';
import { listed, nearest } from './suggest.ts';

/* What is said about fields that are unknown, missing, too many, or in the wrong place. */

function meantBy(field: string, allowed: readonly string[], { value }: Ground): string | undefined {
  const meant = synonymOf(field, allowed) ?? nearest(field, allowed);
  // Of an order's three prices, the one that its strategy has.
  return meant !== undefined && PRICES.has(meant) ? (priceOf(value?.['strategy']) ?? meant) : meant;
}

/** The path of the field that an unknown one was probably meant to be. */
export function meantField(error: ErrorObject, ground: Ground): string | undefined {
  if (error.keyword !== 'additionalProperties') return undefined;
  const allowed = Object.keys(parentOf(error).properties ?? {});
  const meant = meantBy(String(error.params['additionalProperty']), allowed, ground);
  return meant === undefined ? undefined : `${error.instancePath}/${meant}`;
}

export function unknownField({ error, ground, path }: Failure): Explained {
  const field = String(error.params['additionalProperty']);
  const span = keySpan(ground, [...path, field]);
  const { title, properties = {} } = parentOf(error);
  const entry = title === 'Order defaults' ? 'order' : title === 'Strategy defaults' ? 'strategy' : undefined;
  if (entry !== undefined && (NEVER_DEFAULT.has(field) || ground.neverDefault?.has(field) === true)) {
    const message = `\`${field}\` is never a default: it is each ${entry}'s own`;
    return [span, { code: 'never-default', message, remedy: `write it in each ${entry}` }];
  }
  if (field === 'autoRun' && ground.block === 'strategies') return [span, autoRun(ground)];
  const allowed = Object.keys(properties);
  const meant = meantBy(field, allowed, ground);
  const isEntry = allowed.includes('orders') && isMap(spotAt(ground, [...path, field])?.value);
  const didYouMean = meant === undefined ? '' : `did you mean ${meant}? `;
  const type = title === 'Strategy' ? ground.value?.['type'] : undefined;
  return [
    span,
    {
      code: 'unknown-field',
      message: `unknown field ${quoted(field)}${typeof type === 'string' ? ` of ${type}` : ''}`,
      remedy: `${didYouMean}${isEntry && meant === undefined ? 'if it is an order, indent it below `orders:`. ' : ''}${whyUnknown(ground, field)}Allowed here: ${listed(allowed, 40)}`,
    },
  ];
}

/** What the list of allowed fields alone would not explain. */
function whyUnknown({ kind, roots: [own, defaults] }: Ground, field: string): string {
  if (kind === 'type' && field.startsWith('$')) return 'Write each field out, by itself. ';
  const inherited = pairIn(own, field) === undefined && pairIn(defaults, field) !== undefined;
  return inherited ? 'Defaults hold for every entry of the file: write it in those that take it. ' : '';
}

/** The venue's switch says whether a strategy begins; ours says whether it is to work. */
function autoRun({ value }: Ground): {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
} {
  const run = value?.['autoRun'] === 'false' ? 'paused' : 'started';
  return {
    code: 'unknown-field',
    message: '`autoRun` is called `run` here: it holds for as long as the entry stands',
    remedy: `write \`run: ${run}\``,
  };
}

export function missingField({ error, ground, path }: Failure): Explained {
  const field = String(error.params['missingProperty']);
  return [
    keySpan(ground, path),
    {
      code: 'missing-field',
      message: `\`${field}\` is missing`,
      remedy: addFor(field, ground.block ?? ground.kind),
    },
  ];
}

/** An order needs a price; which one, its strategy says, and that is missing too. */
export function noPrice({ ground, path }: Failure): Explained {
  if (priceOf(ground.value?.['strategy']) !== undefined) return undefined;
  return [
    keySpan(ground, path),
    {
      code: 'missing-field',
      message: 'a price is missing',
      remedy: '`priceLimit` for RFQ, LIMIT, GTC and GTD, `tradePrice` for FOK, `priceGuard` for MARKET',
    },
  ];
}

export function oneOf(failure: Failure): Explained {
  const { title } = parentOf(failure.error);
  if (title === 'Order') return oneQuantity(failure);
  return title === 'Volven settings' ? oneLogin(failure) : oneLookup(failure);
}

const has = ({ error }: Failure, ...fields: readonly string[]): boolean =>
  fields.some((field) => Object.hasOwn(error.data as object, field));

function oneLookup(failure: Failure): Explained {
  const both = has(failure, 'id');
  return [
    keySpan(failure.ground, failure.path),
    {
      code: 'account',
      message: both
        ? 'an id, and a name to look it up by: one of them'
        : 'the account can not be found by this',
      remedy: 'give its `id`, or its `exchangeCode` and `name`',
    },
  ];
}

function oneLogin(failure: Failure): Explained {
  const user = has(failure, 'username', 'password', 'totpSecret');
  const message = !user
    ? 'nothing to log in with'
    : has(failure, 'token')
      ? 'a token, and a user to log in with: one of them'
      : '`username` and `password` belong together';
  const remedy = 'give a `token`, or `username` and `password`, and `totpSecret` for one-time passwords';
  return [keySpan(failure.ground, failure.path), { code: 'login', message, remedy }];
}

function oneQuantity(failure: Failure): Explained {
  const { ground, path } = failure;
  const both = has(failure, 'receiveQuantity');
  const which = both
    ? 'both `receiveQuantity` and `deliverQuantity`'
    : 'neither `receiveQuantity` nor `deliverQuantity`';
  return [
    keySpan(ground, both ? [...path, 'deliverQuantity'] : path),
    {
      code: 'quantity',
      message: `${which}: an order has exactly one`,
      remedy: 'a buy receives base and delivers quote; a sell receives quote and delivers base',
    },
  ];
}

export function notHere(failure: Failure): Explained {
  const { ground, path } = failure;
  const field = fieldOf(path);
  const strategy = ground.value?.['strategy'];
  const wanted = ground.block === 'orders' && PRICES.has(field) ? priceOf(strategy) : undefined;
  if (wanted !== undefined && typeof strategy === 'string') return otherPrice(failure, strategy, wanted);
  const [message, remedy] = NOT_HERE[field] ?? [`\`${field}\` has no meaning here`, 'remove it'];
  return [keySpan(ground, path), { code: 'not-here', message, remedy }];
}

/** The price of another strategy, and the one that belongs here. */
function otherPrice({ ground, path }: Failure, strategy: string, wanted: string): Explained {
  const field = fieldOf(path);
  const value = ground.value?.[field];
  const given = ground.value?.[wanted] !== undefined;
  const instead = given
    ? 'remove it'
    : `write \`${wanted}: ${typeof value === 'string' ? quotedPlain(value) : '…'}\``;
  const bound =
    wanted === 'priceGuard'
      ? ', which bounds nothing at the venue; a price that holds is `strategy: FOK` or `RFQ`'
      : '';
  return [
    keySpan(ground, path),
    {
      code: 'not-here',
      message: `\`${field}\` is not the price of a ${strategy} order: that is \`${wanted}\``,
      remedy: `${instead}${given ? '' : bound}`,
    },
  ];
}

const quotedPlain = (text: string): string => quoted(text).slice(1, -1);
