import type { Brand } from './brand.ts';

/** `order/NAME` or `strategy/NAME`: what an entry is known by within a project and environment. */
export type Key = Brand<string, 'Key'>;
/** The name of an account in `tradeform.yaml`. */
export type AccountName = Brand<string, 'AccountName'>;
/** The venue's own id of an account, an opaque text such as `CA1264810R`. */
export type AccountId = Brand<string, 'AccountId'>;
/** The id by which a venue's order list knows an order (Aquanow: `orderId`). */
export type VenueOrderId = Brand<string, 'VenueOrderId'>;
/** The random id that a journal gets when it is made. */
export type JournalId = Brand<string, 'JournalId'>;
/** Stands for the id of a journal that can't be used. */
export const LOST_JOURNAL = 'lost' as JournalId;
/** The id of one run of `apply`, `cancel` or `resolve`. */
export type RunId = Brand<string, 'RunId'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

export const orderKey = (name: string): Key => `order/${name}` as Key;
export const strategyKey = (name: string): Key => `strategy/${name}` as Key;
/** Both keys that a name may stand for: it is unique over the project, so at most one of them is in use at a time. */
export const keysNamed = (name: string): readonly [Key, Key] => [orderKey(name), strategyKey(name)];
/** The key that a typed name means, among those that are known; an order's where none is. */
export const keyNamed = (name: string, isKnown: (key: Key) => boolean): Key =>
  keysNamed(name).find(isKnown) ?? orderKey(name);
export const isStrategyKey = (key: Key): boolean => key.startsWith('strategy/');
export const nameOfKey = (key: Key): string => key.slice(key.indexOf('/') + 1);
