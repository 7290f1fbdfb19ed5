/** What may never happen, and how it is told. */
export const OFFENCES = {
  duplicates: 'duplicates',
  lost: 'lost',
  stuck: 'stuck without notice',
  overfilled: 'overfilled',
  touched: 'foreign orders touched',
  unapproved: 'outside an approved plan',
  limits: 'limits broken',
  late: 'sent after their deadline',
  halted: 'sent under a halt or a cancel',
  unheld: 'sent beside an order in doubt',
  crashed: 'ends by a bug',
} as const;
export type Offence = keyof typeof OFFENCES;
export const OFFENCE_NAMES = Object.keys(OFFENCES) as readonly Offence[];

export interface Finding {
  readonly offence: Offence;
  readonly what: string;
}
