/*
 * Checks of values that come from outside our memory. A check answers with the path of what is wrong
 * (empty: the value itself), or with undefined.
 */

export type Check = (value: unknown) => string | undefined;
interface Optional {
  readonly optional: Check;
}
/** One check for each field of T; the compiler asks for all of them, and for `optional` where T says so. */
export type Fields<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional : Check };

const that =
  (holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : '';

export const optional = (check: Check): Optional => ({ optional: check });
export const anything: Check = () => undefined;
export const text = that((value) => typeof value === 'string');
export const truth = that((value) => typeof value === 'boolean');
export const whole = that((value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const moment = that((value) => typeof value === 'number' && value >= 0);
export const matching = (pattern: RegExp): Check =>
  that((value) => typeof value === 'string' && pattern.test(value));
export const oneOf = (...words: readonly string[]): Check =>
  that((value) => typeof value === 'string' && words.includes(value));

/** The fault of a part, as the fault of the whole. */
export const within = (name: string, fault: string | undefined): string | undefined =>
  fault === undefined ? undefined : fault === '' ? name : `${name}.${fault}`;

export const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return '';
    const at = value.findIndex((item) => check(item) !== undefined);
    return at === -1 ? undefined : within(String(at), check(value[at]));
  };

/** What one of the checks lets through. */
export const anyOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value) === undefined) ? undefined : '';

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record of values of one kind, by whatever names. */
export const recordOf =
  (check: Check): Check =>
  (value) => {
    if (!isRecord(value)) return '';
    const wrong = Object.keys(value).find((name) => check(value[name]) !== undefined);
    return wrong === undefined ? undefined : within(wrong, check(value[wrong]));
  };

/** Fields beside those named are let through: a later version may have added them. */
export function fields<T>(shape: Fields<T>): Check {
  const checks = Object.entries<Check | Optional>(shape).map(([name, check]) =>
    typeof check === 'function'
      ? { name, check, isOptional: false }
      : { name, check: check.optional, isOptional: true },
  );
  return (value) => {
    if (!isRecord(value)) return '';
    for (const { name, check, isOptional } of checks) {
      const part = Object.hasOwn(value, name) ? value[name] : undefined;
      if (isOptional && part === undefined) continue;
      const fault = check(part);
      if (fault !== undefined) return within(name, fault);
    }
    return undefined;
  };
}
