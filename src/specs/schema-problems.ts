import type { ErrorObject } from 'ajv';
import type { Problem } from '../model/problem.ts';
import { meantField, missingField, notHere, oneOf, unknownField } from './field-problems.ts';
import { UNSUPPORTED_STRATEGIES } from './field-words.ts';
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
import { badText, notAllowed, outOfRange, wrongType } from './value-problems.ts';

/** The problems that Ajv's errors stand for, each at its place. */
export function schemaProblems(errors: readonly ErrorObject[], ground: Ground): readonly Problem[] {
  const unsupported = errors.some(
    (error) => error.keyword === 'enum' && UNSUPPORTED_STRATEGIES.has(String(error.data)),
  );
  // `priceLimits` for `priceLimit` is one mistake, not an unknown and a missing field.
  const misspelt = new Set(errors.slice(0, MAX_PROBLEMS).map(meantField));
  return errors.slice(0, MAX_PROBLEMS).flatMap((error) => {
    if (
      error.keyword === 'required' &&
      misspelt.has(`${error.instancePath}/${String(error.params['missingProperty'])}`)
    )
      return [];
    const found = explain({ error, ground, path: stepsOf(error.instancePath) }, unsupported);
    if (!found) return [];
    const [span, finding] = found;
    return [problemAt(ground.source, span, { ...finding, code: `${ground.kind}/${finding.code}` })];
  });
}

function explain(failure: Failure, unsupported: boolean): Explained {
  const { error, ground, path } = failure;
  const inBranch = error.schemaPath.includes('/oneOf/');
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(failure, unsupported);
    case 'required':
      return inBranch || (unsupported && error.params['missingProperty'] === 'priceLimit')
        ? undefined
        : missingField(failure);
    case 'oneOf':
      return oneOf(failure);
    case 'false schema':
      return notHere(failure);
    case 'not':
      return [
        keySpan(ground, path),
        {
          code: 'unsupported',
          message: `\`${fieldOf(path)}:\` is not supported by this version of tradeform`,
          remedy: 'this version places LIMIT, GTC and GTD orders at aquanow; remove the block',
        },
      ];
    case 'type':
      return wrongType(failure);
    case 'const':
      return [
        valueSpan(ground, path),
        {
          code: 'version',
          message: `version ${quoted(error.data)} is not known to this tradeform`,
          remedy: 'write `version: 1`',
        },
      ];
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
      return [valueSpan(ground, path), { code: 'count', message: `${quoted(fieldOf(path))} is empty` }];
    case 'maxItems':
    case 'maxProperties': {
      const message = `${quoted(fieldOf(path))} has more than ${String(error.params['limit'])} items`;
      return [keySpan(ground, path), { code: 'count', message }];
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
        { code: 'value', message: `${fieldOf(path)}: ${error.message ?? 'invalid'}` },
      ];
  }
}
