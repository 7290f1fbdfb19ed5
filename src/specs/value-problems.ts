import { isAlias, isMap, isSeq } from 'yaml';
import { explainAmount, parseAmount, rewrittenAmount } from './amount.ts';
import { isEntryField } from './field-order.ts';
import { NO_EXCEPTION } from './field-words.ts';
import {
  type Explained,
  type Failure,
  fieldOf,
  keySpan,
  parentOf,
  quoted,
  spotAt,
  valueSpan,
} from './ground.ts';
import { listed, nearest } from './suggest.ts';

/* What is said about values that a field doesn't take. */

const SHAPES: Readonly<Record<string, string>> = { object: 'a map', array: 'a list', string: 'a text' };
const WRITTEN: Readonly<Record<string, string>> = {
  object: 'write its fields below it, each on a line of its own, or `{}`',
  array: 'write `[first, second]`, or each item below it after a hyphen',
  string: 'write one text, on the same line',
};

export function wrongType({ error, ground, path }: Failure): Explained {
  const spot = spotAt(ground, path);
  // Told already, as an alias.
  if (isAlias(spot?.value)) return undefined;
  const wanted = String(parentOf(error).type);
  const name = error.propertyName ?? fieldOf(path);
  if (error.data === null)
    return [
      valueSpan(ground, path),
      {
        code: 'no-value',
        message: `${quoted(name)} has no value`,
        remedy:
          wanted === 'object'
            ? 'write `{}`, or remove the line'
            : 'write one (a text such as null in quotes), or remove the line',
      },
    ];
  const found = isMap(spot?.value) ? 'a map' : isSeq(spot?.value) ? 'a list' : 'a text';
  return [
    valueSpan(ground, path),
    {
      code: 'type',
      message: `${quoted(name)} is ${found}; it must be ${SHAPES[wanted] ?? wanted}`,
      remedy: WRITTEN[wanted] ?? 'write it so, or remove it',
    },
  ];
}

export function notAllowed({ error, ground, path }: Failure): Explained {
  // A value of another shape is told as such.
  if (typeof error.data !== 'string') return undefined;
  const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
  const field = fieldOf(path);
  const span = valueSpan(ground, path);
  if (field === 'limit' && Object.hasOwn(NO_EXCEPTION, error.data)) {
    const remedy = `remove the override: ${NO_EXCEPTION[error.data] ?? ''}`;
    return [span, { code: 'value', message: `${error.data} takes no exception`, remedy }];
  }
  if (allowed.join() === 'true,false')
    return [
      span,
      {
        code: 'value',
        message: `${quoted(error.data)} is neither true nor false`,
        remedy: 'write true or false',
      },
    ];
  const meant = nearest(error.data, allowed);
  if (field === 'strategy' && ground.block === 'orders' && error.data === 'SMO')
    return [
      span,
      {
        code: 'value',
        message: '`SMO` is a strategy of volven, not an order at aquanow',
        remedy: 'write it under `strategies:`, as `type: SMO`',
      },
    ];
  return [
    span,
    {
      code: 'value',
      message: `${quoted(error.data)} is not a valid ${parentOf(error).title ?? field}`,
      remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Allowed here: ${listed(allowed)}`,
    },
  ];
}

/** A value that has to be one alone. */
export function notTheOne({ error, ground, path }: Failure): Explained {
  const span = valueSpan(ground, path);
  const only = String(error.params['allowedValue']);
  if (fieldOf(path) === 'version')
    return [
      span,
      {
        code: 'version',
        message: `version ${quoted(error.data)} is not known to this tradeform`,
        remedy: 'write `version: 1`',
      },
    ];
  const message = `\`${fieldOf(path)}\` is always ${quoted(only)} here, not ${quoted(error.data)}`;
  return [span, { code: 'value', message, remedy: `write ${only}` }];
}

/** With a currency, and without one where the key or the product tells it. */
const BARE = 'amount without a currency';
const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'plain amount', BARE]);

/** A strategy's amount with a currency, or undefined. */
function unitProblem(
  title: string,
  text: string,
): { readonly [part in 'code' | 'message' | 'remedy']: string } | undefined {
  const value = title === BARE ? parseAmount(text) : undefined;
  if (value?.currency === undefined) return undefined;
  return {
    code: 'units',
    message: `${quoted(text)} names a currency: a strategy's amounts have none, its product tells it`,
    remedy: `write ${value.amount}`,
  };
}

export function badText({ error, ground, path }: Failure): Explained {
  const { title = 'text', description } = parentOf(error);
  const name = error.propertyName;
  const text = String(name ?? error.data);
  const span = name === undefined ? valueSpan(ground, path) : keySpan(ground, [...path, name]);
  if (error.keyword === 'minLength')
    return [
      span,
      {
        code: 'no-value',
        message: name === undefined ? `${quoted(fieldOf(path))} is empty` : `an empty ${title}`,
        remedy: 'write one, or remove the line',
      },
    ];
  if (error.keyword === 'maxLength')
    return [
      span,
      {
        code: 'too-long',
        message: `${quoted(fieldOf(path))} has more than ${String(error.params['limit'])} characters`,
        remedy: 'shorten it',
      },
    ];
  // One that is too long is told as such.
  if (AMOUNTS.has(title) && text.length > 64) return undefined;
  if (AMOUNTS.has(title))
    return [span, unitProblem(title, text) ?? { code: 'amount', ...explainAmount(text, title === 'amount') }];
  return [
    span,
    {
      code: title.replaceAll(' ', '-'),
      message: `${quoted(text)} is not a valid ${title}`,
      remedy: anotherFor(title, text) ?? description ?? 'write another one',
    },
  ];
}

function anotherFor(title: string, text: string): string | undefined {
  if (title === 'name' && isEntryField(text)) return 'it is a field: indent it below the name of its entry';
  const meant = rewritten(title, text);
  return meant === undefined ? undefined : `write ${meant}`;
}

function rewritten(title: string, text: string): string | undefined {
  switch (title) {
    case 'ticker':
      return tickerLike(text);
    case 'name':
      return nameLike(text);
    case 'number':
      return rewrittenAmount(text, false);
    default:
      return undefined;
  }
}

const tickerLike = (text: string): string | undefined => {
  const ticker = text.toUpperCase().replace(/[/_: ]/, '-');
  return /^[A-Z0-9]{2,12}-[A-Z0-9]{2,12}$/.test(ticker) ? ticker : undefined;
};
const nameLike = (text: string): string | undefined => {
  const name = text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return /^[a-z][a-z0-9-]{0,62}$/.test(name) ? name : undefined;
};

export function outOfRange({ error, ground, path }: Failure): Explained {
  const { pattern } = parentOf(error);
  // What is no such number is told as such.
  if (pattern !== undefined && !new RegExp(pattern).test(String(error.data))) return undefined;
  const limit = String((error.parentSchema as Record<string, unknown>)[error.keyword]);
  const words = { atLeast: `at least ${limit}`, atMost: `at most ${limit}`, moreThan: `more than ${limit}` };
  const bound = words[error.keyword as keyof typeof words];
  return [
    valueSpan(ground, path),
    {
      code: 'range',
      message: `${quoted(error.data)} is out of range: ${fieldOf(path)} is ${bound}`,
      remedy: 'write a value in this range',
    },
  ];
}
