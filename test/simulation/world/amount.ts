/** Amounts of the modelled exchange, apart from the code under test: whole numbers of 10⁻¹⁰. */
export type Amount = bigint;

const PLACES = 10;
const ONE = 10n ** BigInt(PLACES);

/** The amount that a plain decimal spells; undefined where it has more digits than there are places, or is none. */
export function amountOf(text: string): Amount | undefined {
  const match = /^(\d+)(?:\.(\d{0,10}))?$/.exec(text);
  if (!match) return undefined;
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'));
}

export function textOf(amount: Amount): string {
  const digits = amount.toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  const whole = digits.slice(0, -PLACES);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Exact for the few digits that prices and sizes have here. */
export const times = (a: Amount, b: Amount): Amount => (a * b) / ONE;
