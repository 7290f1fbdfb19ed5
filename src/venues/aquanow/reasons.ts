/** A stable code for a refusal. Words only name the reason: they never change the verdict. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Insufficient (Trade Credit|balance)/i, 'insufficient-funds'],
  [/minimum (order )?size/i, 'below-minimum'],
  [/exceeds data limits/, 'above-maximum'],
  [/ticker|Product Not Supported/i, 'unknown-ticker'],
  [/expirationTime/, 'expiration-time'],
  [/tradeSide/, 'trade-side'],
  [/(quantity|quoteQuantity) (must be specified|to be non-zero)/i, 'quantity'],
  [/^User not authorized for /, 'strategy-not-enabled'],
  [/Access Denied|explicit deny|permission/i, 'no-permission'],
  [/quote has already expired/i, 'quote-expired'],
];

export const reasonOf = (words: string): string =>
  REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'refused';
