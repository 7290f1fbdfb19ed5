import { type Decimal, canonical, decimalOfJson, parseDecimal } from '../model/decimal.ts';

/** An amount as a spec gives it: `0.50 BTC`, `95000.00`. */
export interface Amount {
  readonly amount: Decimal;
  readonly currency?: string;
}

const CURRENCY = /^[A-Z0-9]{2,12}$/;

/** The amount that a text spells, or undefined where it doesn't follow the grammar or isn't above zero. */
export function parseAmount(text: string): Amount | undefined {
  const space = text.indexOf(' ');
  const amount = parseDecimal(space < 0 ? text : text.slice(0, space));
  if (amount === undefined || amount.startsWith('-') || canonical(amount) === '0') return undefined;
  if (space < 0) return { amount };
  const currency = text.slice(space + 1);
  return CURRENCY.test(currency) ? { amount, currency } : undefined;
}

const UNIT = '[A-Za-z][A-Za-z0-9]{1,11}';
const NUMBER = "0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[-+]?[0-9.,_' ]*[0-9.](?:[eE][+-]?[0-9]{1,3})?";
const LOOSE = new RegExp(`^(?:(${UNIT}) ?)?(${NUMBER})(?: ?(${UNIT}))?$`);

/** Digits with a point for a number that is written in another way; undefined where two readings are possible. */
function plainNumber(text: string): string | undefined {
  if (/^0[xob]/i.test(text)) return BigInt(text.toLowerCase()).toString();
  let digits = text.replace(/^\+/, '').replaceAll(/(?<=\d)[_' ](?=\d)/g, '');
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) digits = digits.replaceAll(',', '');
  // `0.5` from `.5`, `5` from `5.`, `10` from `010`.
  digits = digits
    .replace(/^\./, '0.')
    .replace(/\.(?=$|e)/i, '')
    .replace(/^0+(?=\d)/, '');
  if (Math.abs(Number(/e([+-]?\d+)$/i.exec(digits)?.[1] ?? 0)) > 30) return undefined;
  return decimalOfJson(digits);
}

/** How the amount that was probably meant is written. Only a suggestion: it is never used as the value. */
export function rewrittenAmount(text: string, withCurrency = true): string | undefined {
  if (text.length > 64) return undefined;
  const match = LOOSE.exec(text.trim().replaceAll(/\s+/g, ' '));
  if (!match) return undefined;
  const [, before, number = '', after] = match;
  if (before !== undefined && after !== undefined) return undefined;
  const amount = plainNumber(number.trim());
  const currency = (before ?? after)?.toUpperCase();
  if (amount === undefined || parseAmount(amount) === undefined) return undefined;
  return currency === undefined || !withCurrency ? amount : `${amount} ${currency}`;
}

/** What is wrong with a text that is no amount, and what to write instead. */
export function explainAmount(
  text: string,
  withCurrency = true,
): { readonly message: string; readonly remedy: string } {
  const bare = parseDecimal(text.split(' ', 1)[0] ?? '');
  if (bare !== undefined && canonical(bare) === '0')
    return { message: `\`${text}\` is zero`, remedy: 'write an amount above zero, or remove the entry' };
  const rewritten = rewrittenAmount(text, withCurrency);
  if (rewritten !== undefined)
    return { message: `\`${text}\` is not an amount`, remedy: `write ${rewritten}` };
  return {
    message: `\`${text}\` is not an amount`,
    remedy: /^\s*-/.test(text)
      ? '`side` gives the direction; an amount is always above zero'
      : `write digits with a point, such as ${withCurrency ? '0.50 BTC or ' : ''}95000.00`,
  };
}
