import type { Moment } from '../moment.ts';

/** A token bucket: `perSecond` requests flow in, at most `burst` of them are saved up. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Takes a token of the key's bucket; false where none is left. */
export function admit({ store, wall }: Moment, apiKey: string, { perSecond, burst }: Rate): boolean {
  const bucket = store.one<{ tokens: number; at: number }>(
    'SELECT tokens, at FROM buckets WHERE apiKey = ?',
    apiKey,
  );
  const refilled = bucket ? bucket.tokens + (Math.max(0, wall - bucket.at) / 1000) * perSecond : burst;
  const tokens = Math.min(burst, refilled);
  const admitted = tokens >= 1;
  store.run('INSERT OR REPLACE INTO buckets VALUES (?, ?, ?)', apiKey, admitted ? tokens - 1 : tokens, wall);
  return admitted;
}
