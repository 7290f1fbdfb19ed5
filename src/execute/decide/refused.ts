/** Why a decision is not recorded. `code` follows `resolve/`; every code is tested. */
export interface Refused {
  readonly code: RefusalCode;
  readonly message: string;
  readonly remedy: string;
}

export const REFUSAL_CODES = [
  'unread',
  'settled',
  'found',
  'under-way',
  'too-soon',
  'candidates',
  'candidates-unread',
  'not-found',
  'elsewhere',
  'claimed',
  'other-tag',
  'other-terms',
  'too-old',
  'another',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export const refused = (code: RefusalCode, message: string, remedy: string): Refused => ({
  code,
  message,
  remedy,
});
