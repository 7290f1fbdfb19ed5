type Parsed = { readonly wellFormed: true; readonly body: unknown } | { readonly wellFormed: false };

/**
 * JSON with every number as its source text, so that `1.10` and 25 digits arrive as they were sent.
 * A text that can't be read for its depth counts as malformed, like any other.
 */
export function parseExact(text: string): Parsed {
  try {
    // The first reading only checks the grammar: what follows relies on it. Twice is four times as fast as a reviver.
    JSON.parse(text);
    return { wellFormed: true, body: JSON.parse(quoteNumbers(text)) as unknown };
  } catch {
    return { wellFormed: false };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** `+`, `-`, `.`, `E`, `e`: with the digits, all that a number is made of. */
const IN_NUMBER = new Set([0x2b, 0x2d, 0x2e, 0x45, 0x65]);

/** Valid JSON with each number between quotes. */
function quoteNumbers(json: string): string {
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = afterString(json, at);
    else if (code === 0x2d || isDigit(code)) {
      const end = afterNumber(json, at);
      out += `${json.slice(copied, at)}"${json.slice(at, end)}"`;
      copied = at = end;
    } else at++;
  }
  return out + json.slice(copied);
}

function afterNumber(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && (isDigit(json.charCodeAt(at)) || IN_NUMBER.has(json.charCodeAt(at)))) at++;
  return at;
}

function afterString(json: string, start: number): number {
  let end = start;
  do end = json.indexOf('"', end + 1);
  while (isEscaped(json, end));
  return end + 1;
}

/** Behind an odd number of backslashes. */
function isEscaped(json: string, at: number): boolean {
  let slashes = 0;
  while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own field; `constructor` and the like are not fields of an answer. */
export const fieldOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
