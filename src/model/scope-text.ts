import type { Scope } from './event.ts';
import { nameOfKey } from './ids.ts';

/** What a halt or a request to cancel is about, in words. */
export function scopeText(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'everything';
    case 'account':
      return `account ${scope.account}`;
    case 'keys':
      // A name that nothing is known by yet stands for an order and for a strategy.
      return [...new Set(scope.keys.map(nameOfKey))].join(', ');
  }
}
