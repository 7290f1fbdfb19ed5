import { fieldOf, isObject } from '../http/exact-json.ts';
import type { Answer } from '../http/outcome.ts';
import { textOf } from './fields.ts';

/** The bodies that Aquanow's pages show, recognised strictly: a member more or less, and it is `other`. */
export type Shape =
  /** `{"type","data"}`, the data with an id. */
  | Acknowledgement
  /** `{"errors":[{"id","message"}]}`: v2. */
  | { readonly kind: 'errors'; readonly id: string; readonly messages: readonly string[] }
  /** `{"message"}`: v1, and the layer before the API. */
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'other' };

export interface Acknowledgement {
  readonly kind: 'ack';
  readonly type?: string;
  readonly orderId?: string;
  readonly quoteId?: string;
  /** An error is told beside it: an order's id stands all the same, an echo of what we sent does not. */
  readonly withError: boolean;
}

const hasOnly = (value: unknown, ...names: readonly string[]): boolean =>
  isObject(value) &&
  Object.keys(value).length === names.length &&
  names.every((name) => Object.hasOwn(value, name));

const isError = (value: unknown): boolean =>
  hasOnly(value, 'id', 'message') &&
  textOf(fieldOf(value, 'id')) !== undefined &&
  textOf(fieldOf(value, 'message')) !== undefined;

function errorsOf(body: unknown): Shape | undefined {
  const errors = fieldOf(body, 'errors');
  if (!hasOnly(body, 'errors') || !Array.isArray(errors) || errors.length === 0) return undefined;
  if (!errors.every(isError)) return undefined;
  const messages = errors.map((error: unknown) => textOf(fieldOf(error, 'message')) ?? '');
  return { kind: 'errors', id: textOf(fieldOf(errors[0], 'id')) ?? '', messages };
}

function ackOf(body: unknown): Acknowledgement | undefined {
  const data = fieldOf(body, 'data');
  const orderId = textOf(fieldOf(data, 'orderId'));
  const quoteId = textOf(fieldOf(data, 'quoteId'));
  if (orderId === undefined && quoteId === undefined) return undefined;
  const type = textOf(fieldOf(body, 'type'));
  return {
    kind: 'ack',
    ...(type === undefined ? {} : { type }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(quoteId === undefined ? {} : { quoteId }),
    withError: ['errors', 'error', 'message'].some((name) => fieldOf(body, name) !== undefined),
  };
}

export function shapeOf({ body }: Answer): Shape {
  const known = ackOf(body) ?? errorsOf(body);
  if (known) return known;
  const message = textOf(fieldOf(body, 'message'));
  return message !== undefined && hasOnly(body, 'message') ? { kind: 'message', message } : { kind: 'other' };
}

const LONGEST_WORDS = 300;

/** A gateway that repeats our headers tells nobody anything by the number that was used once. */
const NONCE = /(x-nonce(?:%[23][0-9a-f]|[^0-9a-z%])*)\d+/gi;

/** The venue's words, without our nonce and not endless. */
export function cleanWords(said: string): string {
  const words = said.replaceAll(NONCE, '$1[redacted]');
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}

/** The venue's own words about a failure; empty where it has none. */
export function wordsOf(shape: Shape): string {
  const said =
    shape.kind === 'errors' ? shape.messages.join('; ') : shape.kind === 'message' ? shape.message : '';
  return cleanWords(said);
}
