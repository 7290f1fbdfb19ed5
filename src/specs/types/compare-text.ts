const PARTS = /^(-?(?:0|[1-9]\d*))(?:\.(\d+))?$/;

/**
 * Compares two decimal numbers as they are written, exactly: negative, zero or positive, as `a` is less than, equal to or greater
 * than `b`; NaN where one of them is no decimal number. By itself, since the generated validators carry it with them.
 */
export function compareText(a: string, b: string): number {
  const [x, y] = [PARTS.exec(a), PARTS.exec(b)];
  if (!x || !y) return Number.NaN;
  const places = Math.max(x[2]?.length ?? 0, y[2]?.length ?? 0);
  const scaled = ([, whole = '', fraction = '']: RegExpExecArray): bigint =>
    BigInt(whole + fraction.padEnd(places, '0'));
  const [left, right] = [scaled(x), scaled(y)];
  return left < right ? -1 : left > right ? 1 : 0;
}
