import { fieldOf, isObject } from '../http/exact-json.ts';
import type { Answer } from '../http/outcome.ts';

/** The bodies that Aquanow's pages show, recognised strictly: a member more or less, and it is `other`. */
export type Shape =
  | { readonly kind: 'ack'; readonly orderId?: string; readonly quoteId?: string }
  /** `{"errors":[{"id","message"}]}`: v2. */
  | { readonly kind: 'errors'; readonly id: string; readonly messages: readonly string[] }
  /** `{"message"}`: v1, and the layer before the API. */
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'other' };

/** A field's text; the venue writes `"-"` for what is absent, in numeric fields too. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
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

export function shapeOf({ body }: Answer): Shape {
  const data = fieldOf(body, 'data');
  const orderId = textOf(fieldOf(data, 'orderId'));
  const quoteId = textOf(fieldOf(data, 'quoteId'));
  if (orderId !== undefined || quoteId !== undefined)
    return {
      kind: 'ack',
      ...(orderId === undefined ? {} : { orderId }),
      ...(quoteId === undefined ? {} : { quoteId }),
    };
  const errors = errorsOf(body);
  if (errors) return errors;
  const message = textOf(fieldOf(body, 'message'));
  return message !== undefined && hasOnly(body, 'message') ? { kind: 'message', message } : { kind: 'other' };
}

const LONGEST_WORDS = 300;

/** A gateway that repeats our headers tells nobody anything by the number that was used once. */
const NONCE = /(x-nonce(?:%[23][0-9a-f]|[^0-9a-z%])*)\d+/gi;

/** The venue's own words about a failure; empty where it has none. */
export function wordsOf(shape: Shape): string {
  const said =
    shape.kind === 'errors' ? shape.messages.join('; ') : shape.kind === 'message' ? shape.message : '';
  const words = said.replaceAll(NONCE, '$1[redacted]');
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}
