import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/lib/secret.ts';
import type { AccountId, VenueOrderId } from '../../../src/model/ids.ts';
import { type KnownSnapshot, isPaper } from '../../../src/model/snapshot.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import { servePaper } from '../../../src/venues/paper/serve.ts';
import { type PaperOptions, openPaper } from '../../../src/venues/paper/venue.ts';
import { PAPER_STATES } from '../../../src/venues/paper/volven/words.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import type { VolvenVenueSettings } from '../../../src/venues/volven/volven.ts';
import {
  CREATE,
  FIND,
  TAG,
  account,
  attemptOf,
  fakeClock,
  number,
  smo,
  tagOf,
  venueOf,
  wantedOf,
} from './desk.ts';

/* The adapter against the paper venue; the venue's own ledger is the judge. */

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const LOGGED_IN = { username: 'paper@example.com', password: new Secret('paper-password') };

function desk(
  over: Partial<PaperOptions> = {},
  user: Partial<VolvenVenueSettings> = { token: new Secret('paper-token') },
) {
  const clock = fakeClock();
  const paper = openPaper({
    ...{ path: ':memory:', clock, accounts: [], epoch: 'e-1', rate: 'off' },
    key: { apiKey: 'paper-key', apiSecret: 'paper-secret' },
    ...over,
  });
  closers.push(() => paper.close());
  const settings = {
    ...{ url: 'http://127.0.0.1', rate: { perSecond: 1000, burst: 1000 } },
    ...{ ...PAPER_STATES, ...user },
  };
  const venue = venueOf({ clock, fetch: paper.fetch, withoutToken: true, settings });
  const control = async (path: string, body: unknown) => {
    const answer = await paper.fetch(`http://127.0.0.1/paper/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  };
  const fault = (name: FaultName, more: object = {}) => control('faults', { fault: name, ...more });
  return { venue, paper, clock, control, fault, settings };
}

/** Far below the market: it works, and nothing trades. */
const resting = smo({ size: '0.1', priceLimit: '20000' });
const submit = (venue: Venue, terms = resting, run?: 'started' | 'paused') => {
  const writer = venue.writer();
  return writer.send(writer.draft(account(), terms, TAG, run === undefined ? {} : { run }));
};
async function created(venue: Venue, ...rest: [terms?: typeof resting, run?: 'started' | 'paused']) {
  const verdict = await submit(venue, ...rest);
  if (verdict.kind !== 'accepted' || verdict.orderId === undefined) throw new Error(JSON.stringify(verdict));
  return verdict.orderId;
}
async function read(venue: Venue, wanted: readonly Wanted[] = []): Promise<KnownSnapshot> {
  const snapshot = await venue.reader.snapshot(account(), wanted);
  if (snapshot.state === 'unknown') throw new Error(snapshot.reason);
  return snapshot;
}
const statuses = async (venue: Venue) => (await read(venue)).live.map(({ status }) => status);

describe('against the paper venue', () => {
  it('a strategy is created, shown, paused, started, stopped, and proved to have ended', async () => {
    const { venue, paper } = desk();
    const id = await created(venue);
    const before = await read(venue);
    expect(before).toMatchObject({ identity: 'volven 127.0.0.1 99998 paper:e-1', tellsEnds: true });
    expect(isPaper(before.identity)).toBe(true);
    expect(before.products?.get('btcusdt_f')).toMatchObject({
      base: 'BTC',
      kind: 'futures',
      minSize: '0.001',
    });
    expect(before.live).toMatchObject([
      {
        ...{ id, status: 'open', statusText: 'RUNNING', ticker: 'btcusdt_f', side: 'buy', strategy: 'SMO' },
        ...{ size: '0.1', priceLimit: '20000', fill: { received: '0', delivered: '0' } },
      },
    ]);
    const writer = venue.writer();
    expect(await writer.setRun(account(), id, 'paused')).toEqual({ kind: 'taken' });
    expect(await statuses(venue)).toEqual(['paused']);
    expect(await writer.setRun(account(), id, 'paused')).toMatchObject({ kind: 'refused' });
    expect(await writer.setRun(account(), id, 'started')).toEqual({ kind: 'taken' });
    expect(await statuses(venue)).toEqual(['open']);
    expect(await writer.cancel(account(), id)).toEqual({ kind: 'requested' });
    const after = await read(venue, [wantedOf({ orderId: id })]);
    expect(after.live).toEqual([]);
    expect(after.looks).toMatchObject([{ tag: TAG, id, rows: [{ id, status: 'cancelled' }] }]);
    expect(await writer.cancel(account(), id)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('Cannot stop a strategy that is STOPPED'),
    });
    expect(paper.ledger().strategies.map(({ strategyId }) => strategyId)).toEqual([id]);
  });

  it('every field reaches it, digit for digit', async () => {
    const { venue, paper } = desk();
    const terms = smo({
      ...{ side: 'sell', size: '0.100', priceLimit: '250000.00' },
      parameters: {
        ...{ orderMaxSize: number('0.030'), aggressiveness: number('0.50'), triggerPrice: number('300000') },
        ...{ useSpikeProtection: true, alwaysPassive: false },
      },
    });
    await created(venue, terms, 'paused');
    expect(paper.ledger().strategies[0]).toMatchObject({
      request:
        '{"strategyType":"SMO","productCode":"btcusdt_f","accountId":"99998","side":"SELL","size":0.100,"priceLimit":250000.00,"orderMaxSize":0.030,"aggressiveness":0.50,"triggerPrice":300000,"useSpikeProtection":true,"alwaysPassive":false,"autoRun":false}',
      status: 'CREATED',
    });
    expect((await read(venue)).live).toMatchObject([
      { status: 'paused', side: 'sell', priceLimit: '250000.00' },
    ]);
  });

  it('a strategy that trades is filled on the base leg, exactly', async () => {
    const { venue, control } = desk();
    await control('price', { ticker: 'BTC-USDT', bid: '100000', ask: '100010' });
    const id = await created(venue, smo());
    await control('strategy/fill', { strategyId: id, size: '0.04' });
    expect((await read(venue)).live).toMatchObject([{ fill: { received: '0.04', delivered: '0' } }]);
    await control('strategy/fill', { strategyId: id });
    const { live, looks } = await read(venue, [wantedOf({ orderId: id })]);
    expect(live).toEqual([]);
    expect(looks[0]?.rows).toMatchObject([{ status: 'filled', fill: { received: '0.1', delivered: '0' } }]);
  });

  it.each(['quickstart', 'openapi'] as const)(
    'a refusal has the %s’s shape, and names its fields',
    async (errorShape) => {
      const { venue, paper } = desk({ settings: { errorShape } });
      const parameters = { aggressiveness: number('1.5'), orderMaxSize: number('0') };
      const verdict = await submit(venue, smo({ parameters }));
      expect(verdict).toMatchObject({ kind: 'rejected', code: 'invalid-fields' });
      expect(verdict.kind === 'rejected' && verdict.fields?.map(({ field }) => field)).toEqual([
        'aggressiveness',
        'orderMaxSize',
      ]);
      expect(paper.ledger().strategies).toEqual([]);
    },
  );

  it('strategies of other accounts and users are not the account’s', async () => {
    const { venue, control } = desk();
    const theirs = { strategyType: 'SMO', productCode: 'btcusdt', side: 'BUY', size: 0.1, priceLimit: 100 };
    await control('strategy', { ...theirs, accountId: '99999' });
    await control('strategy?userId=7', { ...theirs, accountId: '99998' });
    expect((await read(venue)).live).toEqual([]);
    await control('strategy', { ...theirs, accountId: '99998' });
    expect((await read(venue)).live).toMatchObject([{ ticker: 'btcusdt' }]);
  });

  it('an account is found by exchange and name, and by no other', async () => {
    const { venue } = desk();
    const byName = (exchangeCode: string, name: string) =>
      venue.findAccount?.(account({ id: '' as AccountId, lookup: { exchangeCode, name } }));
    expect(await byName('BYB', 'Bybit')).toMatchObject({ kind: 'found', account: { id: '99998' } });
    expect(await byName('OKX', 'OKX')).toMatchObject({ kind: 'invalid' });
  });

  it.each<[FaultName, object, string, number]>([
    ['drop-before', {}, 'in-doubt', 0],
    ['drop-after', {}, 'in-doubt', 1],
    ['5xx-before', { status: 502 }, 'in-doubt', 0],
    ['5xx-after', { status: 504 }, 'in-doubt', 1],
    ['truncated-body', {}, 'in-doubt', 1],
    ['malformed-body', {}, 'in-doubt', 1],
    ['429', {}, 'not-sent', 0],
  ])('%s %o: the creation is %s, and the ledger holds %i', async (name, more, kind, count) => {
    const { venue, paper, fault } = desk();
    // Listed before, on equal terms: no evidence.
    await created(venue);
    await read(venue);
    await fault(name, { ...more, match: { method: 'POST', path: CREATE } });
    expect((await submit(venue)).kind).toBe(kind);
    expect(paper.ledger().strategies).toHaveLength(1 + count);
    const evidence = await venue.reader.evidence(
      account(),
      attemptOf({ wire: resting, intentAt: paper.now(), deadline: paper.now() + 5_000 }),
    );
    expect(evidence.state === 'known' && evidence.rows).toHaveLength(count);
    // Without a tag nothing is found, and nothing is concluded.
    const { orderId: _, ...lost } = wantedOf();
    expect((await read(venue, [lost])).looks).toMatchObject([{ rows: [] }]);
  });

  it.each<[FaultName, object]>([
    ['drop-before', {}],
    ['5xx-before', {}],
    ['429', {}],
    ['repeated-row', {}],
  ])('%s once on the list: it is whole all the same', async (name, more) => {
    const { venue, fault } = desk();
    await created(venue);
    await fault(name, { ...more, match: { method: 'POST', path: FIND } });
    expect(await statuses(venue)).toEqual(['open']);
  });

  it.each<[FaultName, object]>([
    ['malformed-body', {}],
    ['truncated-body', {}],
    ['5xx-before', { times: null }],
  ])('%s %o on the list: the account is unknown', async (name, more) => {
    const { venue, fault } = desk();
    await created(venue);
    await fault(name, { ...more, match: { method: 'POST', path: FIND } });
    expect(await venue.reader.snapshot(account(), [])).toMatchObject({ state: 'unknown' });
  });

  it('an unknown status counts as live', async () => {
    const { venue, fault } = desk();
    await created(venue);
    await fault('unknown-status', { match: { method: 'POST', path: FIND } });
    expect((await read(venue)).live).toMatchObject([{ status: 'unknown', statusText: 'UNDER_REVIEW' }]);
  });

  it('a strategy that is listed late is not listed at first, and nothing is concluded', async () => {
    const { venue, fault, clock } = desk();
    await fault('late-visibility', { ms: 5_000 });
    const wanted = wantedOf({ orderId: await created(venue) });
    expect(await read(venue, [wanted])).toMatchObject({ live: [], looks: [{ rows: [] }] });
    clock.advance(5_000);
    expect(await read(venue, [wanted])).toMatchObject({ live: [{ id: wanted.orderId }], looks: [] });
  });

  it('a strategy that nobody knows can’t be stopped, by either status', async () => {
    for (const unknownStrategy of ['404', '422'] as const) {
      const { venue } = desk({ settings: { unknownStrategy } });
      expect(await venue.writer().cancel(account(), 'nobody' as VenueOrderId)).toMatchObject({
        kind: 'refused',
      });
    }
  });

  it('a token of another venue is not let in', async () => {
    const { venue, paper } = desk({}, { token: new Secret('another-token') });
    expect(await submit(venue)).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
    expect(await venue.reader.snapshot(account(), [])).toMatchObject({ state: 'unknown' });
    expect(paper.ledger().strategies).toEqual([]);
  });
});

describe('a login at the paper venue', () => {
  const HOUR = 3_600_000;

  it.each(['same', 'silent', 'new'] as const)(
    'lasts for as long as it is renewed, where the renewal’s token is %s',
    async (refreshAnswer) => {
      const { venue, clock } = desk({ settings: { refreshAnswer } }, LOGGED_IN);
      const id = await created(venue);
      for (let hours = 0; hours < 5; hours++) {
        clock.advance(HOUR - 60_000);
        expect(await venue.writer().setRun(account(), id, hours % 2 === 0 ? 'paused' : 'started')).toEqual({
          kind: 'taken',
        });
      }
    },
  );

  it('begins anew when everything has run out meanwhile', async () => {
    const { venue, clock } = desk({}, LOGGED_IN);
    await created(venue);
    clock.advance(48 * HOUR);
    expect(await statuses(venue)).toEqual(['open']);
  });

  it('is made with one-time passwords, each of them once', async () => {
    const { venue, clock } = desk(
      { volven: { totpSecret: TOTP }, settings: { otpOnce: true } },
      { ...LOGGED_IN, totpSecret: new Secret(TOTP) },
    );
    await created(venue);
    clock.advance(48 * HOUR);
    expect(await statuses(venue)).toEqual(['open']);
  });

  it('is refused for a wrong password, and the venue asked once', async () => {
    const { venue, paper } = desk({}, { ...LOGGED_IN, password: new Secret('wrong-password') });
    expect(await submit(venue)).toMatchObject({ kind: 'not-sent', code: 'no-access' });
    const snapshot = await venue.reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('Incorrect username or password; check `venues.volven.username`'),
    });
    expect(paper.ledger().strategies).toEqual([]);
  });
});

describe('over real HTTP', () => {
  it('a strategy is created, shown and stopped', async () => {
    const { paper, settings, clock } = desk();
    const served = await servePaper(paper, { port: 0 });
    closers.push(() => served.close());
    const venue = venueOf({ clock, withoutToken: true, settings: { ...settings, url: served.url } });
    const id = await created(venue);
    expect(await statuses(venue)).toEqual(['open']);
    expect(await venue.writer().cancel(account(), id)).toEqual({ kind: 'requested' });
    const { live, looks } = await read(venue, [wantedOf({ tag: tagOf('other'), orderId: id })]);
    expect([live.length, looks[0]?.rows[0]?.status]).toEqual([0, 'cancelled']);
  });
});
