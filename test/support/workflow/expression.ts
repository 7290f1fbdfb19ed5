/*
 * As much of GitHub's expressions as our workflows use: contexts, texts in single quotes, `! == != && ||`, brackets, and the functions that ask
 * how things stand. Anything else is an error, so that a test never passes by misreading a condition.
 */

export type Value = string | number | boolean | undefined;
/** `github.event.pull_request.number` and the like. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands, for `success()` and the others. */
export interface Standing {
  readonly failed: boolean;
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+)|(==|!=|&&|\|\||[!()])|([A-Za-z_][\w-]*(?:\.[\w-]+)*(?:\(\))?))/y;

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`an expression that the tests don't know: ${text.slice(at)}`);
    tokens.push(token.trim());
  }
  return tokens;
}

function lookUp(contexts: Contexts, path: string): Value {
  const [first = '', ...rest] = path.split('.');
  if (!(first in contexts)) throw new Error(`there is no context ${first}`);
  let found: unknown = contexts[first];
  for (const name of rest)
    found =
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined;
  return typeof found === 'object' ? undefined : (found as Value);
}

const FUNCTIONS: Readonly<Record<string, (standing: Standing) => boolean>> = {
  'success()': ({ failed }) => !failed,
  'failure()': ({ failed }) => failed,
  'always()': () => true,
  'cancelled()': () => false,
};

const isTrue = (value: Value): boolean =>
  value !== undefined && value !== '' && value !== 0 && value !== false;
/** Texts are compared without regard to case. */
const equal = (a: Value, b: Value): boolean =>
  String(a ?? '').toLowerCase() === String(b ?? '').toLowerCase();

export function evaluate(text: string, contexts: Contexts, standing: Standing = { failed: false }): Value {
  const tokens = [...tokensOf(text)];
  const single = (): Value => {
    const token = tokens.shift() ?? '';
    if (token === '!') return !isTrue(single());
    if (token === '(') {
      const value = either();
      if (tokens.shift() !== ')') throw new Error(`a bracket that is not closed: ${text}`);
      return value;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d+$/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token.endsWith('()')) {
      const ask = FUNCTIONS[token];
      if (ask === undefined) throw new Error(`there is no function ${token}`);
      return ask(standing);
    }
    return lookUp(contexts, token);
  };
  const compared = (): Value => {
    const left = single();
    if (tokens[0] !== '==' && tokens[0] !== '!=') return left;
    const isEqual = tokens.shift() === '==';
    return equal(left, single()) === isEqual;
  };
  const both = (): Value => {
    let value = compared();
    while (tokens[0] === '&&') {
      tokens.shift();
      const right = compared();
      value = isTrue(value) ? right : value;
    }
    return value;
  };
  const either = (): Value => {
    let value = both();
    while (tokens[0] === '||') {
      tokens.shift();
      const right = both();
      value = isTrue(value) ? value : right;
    }
    return value;
  };
  const value = either();
  if (tokens.length > 0) throw new Error(`an expression that the tests don't know: ${text}`);
  return value;
}

/** A text with its expressions replaced. */
export const filled = (text: string, contexts: Contexts): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    String(evaluate(expression, contexts) ?? ''),
  );

/** Whether a step or job runs: without a function that asks how things stand, only while nothing has failed. */
export function holds(condition: string | undefined, contexts: Contexts, standing: Standing): boolean {
  if (condition === undefined) return !standing.failed;
  const text = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const asks = Object.keys(FUNCTIONS).some((name) => text.includes(name));
  return (asks || !standing.failed) && isTrue(evaluate(text, contexts, standing));
}
