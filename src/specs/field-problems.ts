import type { ErrorObject } from 'ajv';
import { ADD, NEVER_DEFAULT, NOT_HERE, UNSUPPORTED_FIELDS, synonymOf } from './field-words.ts';
import { type Explained, type Failure, fieldOf, keySpan, parentOf, quoted } from './ground.ts';
import { listed, nearest } from './suggest.ts';

/* What is said about fields that are unknown, missing, too many, or in the wrong place. */

const meantBy = (field: string, allowed: readonly string[]): string | undefined =>
  synonymOf(field, allowed) ?? nearest(field, allowed);

/** The path of the field that an unknown one was probably meant to be. */
export function meantField(error: ErrorObject): string | undefined {
  if (error.keyword !== 'additionalProperties') return undefined;
  const allowed = Object.keys(parentOf(error).properties ?? {});
  const meant = meantBy(String(error.params['additionalProperty']), allowed);
  return meant === undefined ? undefined : `${error.instancePath}/${meant}`;
}

export function unknownField({ error, ground, path }: Failure, unsupported: boolean): Explained {
  const field = String(error.params['additionalProperty']);
  const span = keySpan(ground, [...path, field]);
  const allowed = Object.keys(parentOf(error).properties ?? {});
  if (Object.hasOwn(UNSUPPORTED_FIELDS, field) && allowed.includes('priceLimit')) {
    if (unsupported) return undefined;
    const message = `\`${field}\` is ${UNSUPPORTED_FIELDS[field] ?? ''}, which this version does not support`;
    return [span, { code: 'unsupported', message, remedy: 'write `priceLimit`' }];
  }
  if (parentOf(error).title === 'Order defaults' && NEVER_DEFAULT.has(field))
    return [
      span,
      {
        code: 'never-default',
        message: `\`${field}\` is never a default: it is each order's own`,
        remedy: 'write it in each order',
      },
    ];
  const meant = meantBy(field, allowed);
  return [
    span,
    {
      code: 'unknown-field',
      message: `unknown field ${quoted(field)}`,
      remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Allowed here: ${listed(allowed)}`,
    },
  ];
}

export function missingField({ error, ground, path }: Failure): Explained {
  const field = String(error.params['missingProperty']);
  return [
    keySpan(ground, path),
    {
      code: 'missing-field',
      message: `\`${field}\` is missing`,
      remedy: ADD[field] ?? `add \`${field}:\``,
    },
  ];
}

export function oneOf({ error, ground, path }: Failure): Explained {
  const both = error.params['passingSchemas'] !== null && error.params['passingSchemas'] !== undefined;
  if (parentOf(error).title !== 'Order')
    return [
      keySpan(ground, path),
      {
        code: 'account',
        message: both
          ? 'an id, and a name to look it up by: one of them'
          : 'the account can not be found by this',
        remedy: 'give its `id`, or its `exchangeCode` and `name`',
      },
    ];
  const remedy = 'a buy receives base and delivers quote; a sell receives quote and delivers base';
  return both
    ? [
        keySpan(ground, [...path, 'deliverQuantity']),
        {
          code: 'quantity',
          message: 'both `receiveQuantity` and `deliverQuantity`: an order has exactly one',
          remedy,
        },
      ]
    : [
        keySpan(ground, path),
        {
          code: 'quantity',
          message: 'neither `receiveQuantity` nor `deliverQuantity`: an order has exactly one',
          remedy,
        },
      ];
}

export function notHere({ ground, path }: Failure): Explained {
  const [message, remedy] = NOT_HERE[fieldOf(path)] ?? [
    `\`${fieldOf(path)}\` has no meaning here`,
    'remove it',
  ];
  return [keySpan(ground, path), { code: 'not-here', message, remedy }];
}
