import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/model/ids.ts';
import { isPaper } from '../../../src/model/snapshot.ts';
import { account, json, routed, venueOf } from './desk.ts';

const identityAt = async (url: string, state: () => Response, which = account()) => {
  const { fetch, seen } = routed({ other: state });
  const { reader } = venueOf({ fetch, settings: { url } });
  const snapshot = await reader.snapshot(which, []);
  await reader.snapshot(which, []);
  const asked = seen.filter((one) => one.url.pathname === '/paper/state');
  return { identity: snapshot.state === 'known' ? snapshot.identity : snapshot.reason, asked };
};

describe('identity', () => {
  it('of a paper venue ends in its epoch, whatever its port, and is asked once, without the token', async () => {
    const { identity, asked } = await identityAt('http://127.0.0.1:8081', () => json({ epoch: 'e-1' }));
    expect(identity).toBe('volven 127.0.0.1 99998 paper:e-1');
    expect(isPaper(identity)).toBe(true);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get('authorization')).toBeNull();
  });

  it('of another venue has its port and no epoch', async () => {
    for (const answer of [() => json({}, 404), () => json({}), () => json({ epoch: '' })]) {
      const { identity } = await identityAt('http://localhost:8443', answer);
      expect(identity).toBe('volven localhost:8443 99998');
      expect(isPaper(identity)).toBe(false);
    }
    const { identity, asked } = await identityAt('https://volven.example', () => json({ epoch: 'e-1' }));
    expect(identity).toBe('volven volven.example 99998');
    expect(asked).toEqual([]);
  });

  it('that can’t be told makes snapshot and history unknown', async () => {
    const { identity } = await identityAt('http://127.0.0.1', () => json({}, 500));
    expect(identity).toContain('what venue this is: 127.0.0.1 answered 500');
    const { fetch } = routed({ other: () => json({}, 500) });
    const { reader } = venueOf({ fetch, settings: { url: 'http://127.0.0.1' } });
    expect(await reader.history(account())).toMatchObject({ state: 'unknown' });
  });

  it('can’t be made to look like a paper venue’s by an account’s id', async () => {
    const strange = account({ id: '1 paper:e' as AccountId });
    const { identity } = await identityAt('https://volven.example', () => json({}), strange);
    expect(isPaper(identity)).toBe(false);
  });
});
