import type { ErrorObject } from 'ajv';
import type { Problem } from '../model/problem.ts';
import { meantField, missingField, noPrice, notHere, oneOf, unknownField } from './field-problems.ts';
import { PRICES } from './field-words.ts';
import {
  type Explained,
  type Failure,
  type Ground,
  fieldOf,
  keySpan,
  quoted,
  stepsOf,
  valueSpan,
} from './ground.ts';
import { MAX_PROBLEMS, problemAt } from './source.ts';
import { badText, notAllowed, notTheOne, outOfRange, wrongType } from './value-problems.ts';

/** The problems that Ajv's errors stand for, each at its place. */
export function schemaProblems(errors: readonly ErrorObject[], ground: Ground): readonly Problem[] {
  const told = errors.slice(0, MAX_PROBLEMS);
  const isEcho = echoes(told, ground);
  return told.flatMap((error) => {
    if (isEcho(error)) return [];
    const found = explain({ error, ground, path: stepsOf(error.instancePath) });
    if (!found) return [];
    const [span, finding] = found;
    return [problemAt(ground.source, span, { ...finding, code: `${ground.kind}/${finding.code}` })];
  });
}

/** `priceLimits` for `priceLimit`, or `priceLimit` for `tradePrice`, is one mistake: no field is missing as well. */
function echoes(errors: readonly ErrorObject[], ground: Ground): (error: ErrorObject) => boolean {
  const misspelt = new Set(errors.map((error) => meantField(error, ground)));
  const otherPrice =
    ground.block === 'orders' &&
    errors.some(
      ({ keyword, instancePath }) => keyword === 'false schema' && PRICES.has(instancePath.slice(1)),
    );
  return ({ keyword, instancePath, params }) => {
    if (keyword === 'anyOf') return [...PRICES].some((price) => misspelt.has(`${instancePath}/${price}`));
    const missing = String(params['missingProperty']);
    return (
      keyword === 'required' &&
      (misspelt.has(`${instancePath}/${missing}`) || (otherPrice && PRICES.has(missing)))
    );
  };
}

function explain(failure: Failure): Explained {
  const { error, ground, path } = failure;
  // Told as a whole.
  if (/\/(?:oneOf|anyOf)\//.test(error.schemaPath)) return undefined;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(failure);
    case 'required':
      return missingField(failure);
    case 'oneOf':
      return oneOf(failure);
    case 'anyOf':
      return noPrice(failure);
    case 'false schema':
      return notHere(failure);
    case 'type':
      return wrongType(failure);
    case 'const':
      return notTheOne(failure);
    case 'enum':
      return notAllowed(failure);
    case 'pattern':
    case 'maxLength':
    case 'minLength':
      return badText(failure);
    case 'atLeast':
    case 'atMost':
    case 'moreThan':
      return outOfRange(failure);
    case 'minItems':
    case 'minProperties':
      return [
        valueSpan(ground, path),
        { code: 'count', message: `${quoted(fieldOf(path))} is empty`, remedy: 'write at least one' },
      ];
    case 'maxItems':
    case 'maxProperties': {
      const message = `${quoted(fieldOf(path))} has more than ${String(error.params['limit'])} items`;
      return [keySpan(ground, path), { code: 'count', message, remedy: 'leave some of them out' }];
    }
    case 'uniqueItems':
      return [
        valueSpan(ground, [...path, String(error.params['i'])]),
        { code: 'repeated', message: 'this stands in the list twice', remedy: 'keep one of them' },
      ];
    case 'if':
    case 'propertyNames':
      // Only frames: what they hold is told by its own error.
      return undefined;
    default:
      return [
        valueSpan(ground, path),
        {
          code: 'value',
          message: `${fieldOf(path)}: ${error.message ?? 'invalid'}`,
          remedy: '`tradeform schema` tells what belongs here',
        },
      ];
  }
}
