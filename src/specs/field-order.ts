/* The order in which the guide lists the fields of an entry; a type's own stand in the middle, in the order of the file. */
const FIRST = [
  'type',
  'strategy',
  'account',
  'ticker',
  'productCode',
  'side',
  'receiveQuantity',
  'deliverQuantity',
  'size',
  'priceLimit',
  'tradePrice',
  'priceGuard',
];
const LAST = [
  'expirationTime',
  'run',
  'notAfter',
  'usernameRef',
  'generation',
  'formerly',
  'protect',
  'labels',
  'description',
  'override',
];

export function rankOfField(field: string): number {
  const [first, last] = [FIRST.indexOf(field), LAST.indexOf(field)];
  return first >= 0 ? first : last >= 0 ? FIRST.length + 1 + last : FIRST.length;
}

/** Whether every order or strategy may have a field of this name. */
export const isEntryField = (name: string): boolean => FIRST.includes(name) || LAST.includes(name);
