import { isAlias, isMap, isSeq } from 'yaml';
import { explainAmount } from './amount.ts';
import { NO_EXCEPTION, UNSUPPORTED_STRATEGIES } from './field-words.ts';
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
    { code: 'type', message: `${quoted(name)} is ${found}; it must be ${SHAPES[wanted] ?? wanted}` },
  ];
}

export function notAllowed({ error, ground, path }: Failure): Explained {
  // A value of another shape is told as such.
  if (typeof error.data !== 'string') return undefined;
  const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
  const field = fieldOf(path);
  const span = valueSpan(ground, path);
  if (field === 'strategy' && UNSUPPORTED_STRATEGIES.has(error.data))
    return [
      span,
      {
        code: 'unsupported',
        message: `${quoted(error.data)} orders are not supported by this version of tradeform`,
        remedy: `this version places ${listed(allowed)} orders`,
      },
    ];
  if (field === 'limit' && NO_EXCEPTION.has(error.data))
    return [
      span,
      { code: 'value', message: `${error.data} takes no exception`, remedy: 'remove the override' },
    ];
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
  return [
    span,
    {
      code: 'value',
      message: `${quoted(error.data)} is not a valid ${field}`,
      remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Allowed here: ${listed(allowed)}`,
    },
  ];
}

/** With a currency, and without one where the key is the currency. */
const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'plain amount']);

export function badText({ error, ground, path }: Failure): Explained {
  const { title = 'text', description } = parentOf(error);
  const name = error.propertyName;
  const text = String(name ?? error.data);
  const span = name === undefined ? valueSpan(ground, path) : keySpan(ground, [...path, name]);
  if (error.keyword === 'minLength')
    return [span, { code: 'no-value', message: `${quoted(fieldOf(path))} is empty` }];
  if (error.keyword === 'maxLength')
    return [
      span,
      {
        code: 'too-long',
        message: `${quoted(fieldOf(path))} has more than ${String(error.params['limit'])} characters`,
      },
    ];
  // One that is too long is told as such.
  if (AMOUNTS.has(title) && text.length > 64) return undefined;
  if (AMOUNTS.has(title)) return [span, { code: 'amount', ...explainAmount(text, title === 'amount') }];
  const meant = title === 'ticker' ? tickerLike(text) : title === 'name' ? nameLike(text) : undefined;
  return [
    span,
    {
      code: title.replaceAll(' ', '-'),
      message: `${quoted(text)} is not a valid ${title}`,
      ...(meant === undefined
        ? description === undefined
          ? {}
          : { remedy: description }
        : { remedy: `write ${meant}` }),
    },
  ];
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
  // What is no number is told as such.
  if (!/^\d+(\.\d+)?$/.test(String(error.data))) return undefined;
  const limit = String((error.parentSchema as Record<string, unknown>)[error.keyword]);
  const words = { atLeast: `at least ${limit}`, atMost: `at most ${limit}`, moreThan: `more than ${limit}` };
  const bound = words[error.keyword as keyof typeof words];
  return [
    valueSpan(ground, path),
    { code: 'range', message: `${quoted(error.data)} is out of range: ${fieldOf(path)} is ${bound}` },
  ];
}
