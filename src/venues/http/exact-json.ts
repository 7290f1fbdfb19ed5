type Parsed = { readonly wellFormed: true; readonly body: unknown } | { readonly wellFormed: false };

/**
 * JSON with every number as its source text, so that `1.10` and 25 digits arrive as they were sent.
 * A text that can't be read for its depth counts as malformed, like any other.
 */
export function parseExact(text: string): Parsed {
  try {
    // Four times as fast as a reviver.
    const quoted = quoteNumbers(text);
    return quoted === undefined
      ? { wellFormed: false }
      : { wellFormed: true, body: JSON.parse(quoted) as unknown };
  } catch {
    return { wellFormed: false };
  }
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** `+`, `-`, `.`, `E`, `e`: with the digits, all that a number is made of. */
const IN_NUMBER = new Set([0x2b, 0x2d, 0x2e, 0x45, 0x65]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * JSON with each number between quotes; undefined where one is not spelled as JSON has it, or stands where only a text may. What else may be
 * wrong with the JSON is wrong with the quotes too, since nothing but numbers is touched.
 */
function quoteNumbers(json: string): string | undefined {
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = afterString(json, at);
    else if (code === 0x2d || isDigit(code)) {
      const end = afterNumber(json, at);
      const number = json.slice(at, end);
      if (!NUMBER.test(number) || isName(json, end)) return undefined;
      out += `${json.slice(copied, at)}"${number}"`;
      copied = at = end;
    } else at++;
  }
  return out + json.slice(copied);
}

/** Whether what ends here is the name of a member. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (BLANKS.has(json.charCodeAt(at))) at++;
  return json.charCodeAt(at) === COLON;
}

function afterNumber(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && (isDigit(json.charCodeAt(at)) || IN_NUMBER.has(json.charCodeAt(at)))) at++;
  return at;
}

function afterString(json: string, start: number): number {
  let end = start;
  do {
    end = json.indexOf('"', end + 1);
    // It has no end: nothing after it is looked at, and JSON refuses it.
    if (end < 0) return json.length;
  } while (isEscaped(json, end));
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
