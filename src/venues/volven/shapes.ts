import { type JsonObject, fieldOf, isObject } from '../http/exact-json.ts';
import type { Answer } from '../http/outcome.ts';
import type { FieldFault } from '../venue.ts';
import { textOf } from './fields.ts';

/** The bodies that Volven's pages show, recognised strictly: a member that no page names, and it is `other`. */
export type Shape =
  | { readonly kind: 'strategy'; readonly strategyId: string }
  /** Either of the two error bodies that the pages contradict each other about. */
  | { readonly kind: 'error'; readonly words: string; readonly fields: readonly FieldFault[] }
  | { readonly kind: 'other' };

/** The quickstart's body has `message`, the API's own description has `errorCode`. */
const ERROR_MEMBERS = ['timestamp', 'status', 'error', 'message', 'path', 'errorCode', 'errors'];
const MOST_FIELDS = 50;
const LONGEST_WORDS = 300;

const cut = (words: string): string =>
  words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;

const hasOnly = (value: unknown, names: readonly string[]): value is JsonObject =>
  isObject(value) && Object.keys(value).every((name) => names.includes(name));

/** The quickstart names one field, the API's description a list of them; undefined where it is neither. */
function faultsOf(error: unknown): readonly FieldFault[] | undefined {
  const description = textOf(fieldOf(error, 'description'));
  if (description === undefined) return undefined;
  const message = cut(description);
  const field = textOf(fieldOf(error, 'field'));
  if (field !== undefined)
    return hasOnly(error, ['field', 'description']) ? [{ field: cut(field), message }] : undefined;
  if (!hasOnly(error, ['fields', 'description', 'rejectedValue', 'firstField'])) return undefined;
  const fields = fieldOf(error, 'fields');
  if (!Array.isArray(fields) || fields.length === 0) return undefined;
  const names = fields.map((name: unknown) => textOf(name));
  return names.every((name) => name !== undefined)
    ? names.map((name) => ({ field: cut(name), message }))
    : undefined;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

function errorOf({ status, body }: Answer): Shape | undefined {
  if (!hasOnly(body, ERROR_MEMBERS)) return undefined;
  const error = textOf(fieldOf(body, 'error'));
  // A text in the quickstart, a number in the description.
  if (error === undefined || fieldOf(body, 'status') !== String(status)) return undefined;
  const [message, code, errors] = ['message', 'errorCode', 'errors'].map((name) => fieldOf(body, name));
  if (![message, code].every((value) => isAbsent(value) || typeof value === 'string')) return undefined;
  if (!isAbsent(errors) && !Array.isArray(errors)) return undefined;
  const faults = (Array.isArray(errors) ? errors : []).map((one: unknown) => faultsOf(one));
  if (!faults.every((some) => some !== undefined)) return undefined;
  const fields = faults.flat().slice(0, MOST_FIELDS);
  const said = cut(textOf(message) ?? error) + (textOf(code) === undefined ? '' : ` (${cut(String(code))})`);
  const each = fields.map((fault) => `${fault.field} ${fault.message}`).join('; ');
  return { kind: 'error', words: each === '' ? said : `${said}: ${each}`, fields };
}

export function shapeOf(answer: Answer): Shape {
  const strategyId = textOf(fieldOf(answer.body, 'strategyId'));
  if (strategyId !== undefined) return { kind: 'strategy', strategyId };
  return errorOf(answer) ?? { kind: 'other' };
}

/** The venue's own words about a failure, as far as any can be found; empty where it has none. */
export function wordsOf(answer: Answer): string {
  const shape = shapeOf(answer);
  if (shape.kind === 'error') return shape.words;
  return cut(textOf(fieldOf(answer.body, 'message')) ?? textOf(fieldOf(answer.body, 'error')) ?? '');
}
