import { describe, expect, it } from 'vitest';
import { isPaper } from '../../../src/model/snapshot.ts';
import { account, fakeClock, json, page, scripted, venueOf } from './desk.ts';
import { read } from './reading.ts';

/** A venue at an address, that answers by path. */
const at = (url: string, answer: (path: string) => Response) => {
  const { fetch, seen } = scripted(({ url: asked }) => answer(asked.pathname));
  return { venue: venueOf({ fetch, settings: { url }, clock: fakeClock() }), seen };
};

describe('identity', () => {
  it('of a paper venue ends in its epoch, whatever its port, and is asked once, unsigned', async () => {
    const { venue, seen } = at('http://127.0.0.1:8081', (path) =>
      path === '/paper/state' ? json({ epoch: 'e-1' }) : page([]),
    );
    expect((await read(venue)).identity).toBe('aquanow 127.0.0.1 CA1264810R paper:e-1');
    await read(venue);
    const asked = seen.filter(({ url }) => url.pathname === '/paper/state');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get('x-api-key')).toBeNull();
    expect(isPaper((await read(venue)).identity)).toBe(true);
  });

  it('of another venue on this machine has its port and no epoch', async () => {
    for (const answer of [
      json({ message: 'Missing Authentication Token' }, 403),
      json({}),
      json({ epoch: '' }),
    ]) {
      const { venue } = at('http://localhost:8443', (path) =>
        path === '/paper/state' ? answer.clone() : page([]),
      );
      const { identity } = await read(venue);
      expect(identity).toBe('aquanow localhost:8443 CA1264810R');
      expect(isPaper(identity)).toBe(false);
    }
  });

  it('that can’t be told makes the snapshot unknown', async () => {
    const { venue } = at('http://127.0.0.1', (path) => (path === '/paper/state' ? json({}, 500) : page([])));
    expect(await venue.reader.snapshot(account(), [])).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('what venue this is'),
    });
  });

  it('can’t be made to look like a paper venue’s by an account’s id', async () => {
    const { fetch } = scripted(() => page([]));
    const strange = account({ id: 'CA1 paper:e' as never });
    const snapshot = await venueOf({ fetch }).reader.snapshot(strange, []);
    expect(snapshot.state === 'known' && isPaper(snapshot.identity)).toBe(false);
  });
});
