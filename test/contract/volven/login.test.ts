import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { TradeformError } from '../../../src/lib/errors.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Venue } from '../../../src/venues/venue.ts';
import { guardWire } from '../aquanow/wire.ts';
import {
  type DeskOptions,
  FIND,
  HOST,
  ID,
  LOGIN,
  NOW,
  TAG,
  TOKEN,
  account,
  fakeClock,
  json,
  scripted,
  smo,
  venueOf,
} from './desk.ts';

guardWire();

/** Base32 of RFC 6238's `12345678901234567890`. */
const TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const PASSWORD = 'password-0123456789';
const USER = { username: 'desk@example.com', password: new Secret(PASSWORD) };
const MINUTE = 60_000;

/** A desk that logs in. */
const userOf = ({ settings, ...rest }: DeskOptions = {}): Venue =>
  venueOf({ ...rest, withoutToken: true, settings: { ...USER, ...settings } });

interface Asked {
  readonly path: string;
  readonly token: string | null;
  readonly body: string;
}

type Reply = (body: Record<string, string>, nth: number) => Response;
interface Script {
  /** Answers to a user's password, and to what follows from it. */
  readonly login?: Reply;
  readonly renewal?: Reply;
  /** Tokens that the venue takes; every one, unless given. */
  readonly takes?: (token: string, nth: number) => boolean;
}

const session = (token: string, over: object = {}): Response =>
  json({ refreshToken: 'refresh-0123456789', expirationTime: 3600, isAppConnected: false, ...over }, 200, {
    authorization: `Bearer ${token}`,
  });

/** A venue with a login, and everything that it was asked. */
function venueWith({ login, renewal, takes }: Script) {
  const counts = { login: 0, renewal: 0, other: 0 };
  const asked: Asked[] = [];
  const { fetch } = scripted(({ url, headers, body }) => {
    const token = headers.get('authorization')?.replace('Bearer ', '') ?? null;
    asked.push({ path: url.pathname, token, body });
    if (url.pathname === LOGIN) {
      const sent = JSON.parse(body) as Record<string, string>;
      const kind = 'refreshToken' in sent ? 'renewal' : 'login';
      const nth = ++counts[kind];
      return { login, renewal }[kind]?.(sent, nth) ?? session(`token-${kind}-${nth}`);
    }
    counts.other++;
    if (token === null || takes?.(token, counts.other) === false) return json({}, 401);
    return url.pathname === FIND ? json([]) : json({ strategyId: 's-1' }, 201);
  });
  const paths = () => asked.map(({ path, token }) => (path === LOGIN ? 'login' : (token ?? 'no token')));
  return { fetch, asked, paths, counts };
}

const read = async (venue: Venue) => {
  const found = await venue.reader.find(account(), { tag: TAG, tagSent: false, reference: '' });
  return 'unknown' in found ? found.unknown : 'known';
};
const send = (venue: Venue) => {
  const writer = venue.writer();
  return writer.send(writer.draft(account(), smo(), TAG));
};

describe('a login as documented', () => {
  it('takes the token from the answer’s header', async () => {
    nock(HOST)
      .matchHeader('content-type', 'application/json')
      .post(LOGIN, { username: USER.username, password: PASSWORD })
      .reply(
        200,
        { refreshToken: 'refresh-0123456789', expirationTime: 3600, isAppConnected: false },
        { Authorization: 'Bearer token-a.b.c' },
      );
    nock(HOST).matchHeader('authorization', 'Bearer token-a.b.c').post(FIND, '').reply(200, []);
    expect(await read(userOf())).toBe('known');
  });

  it('answers a challenge with a one-time password and the four fields', async () => {
    const challenge = {
      awsUsername: 'aws-user',
      session: 'session-0123456789',
      challengeName: 'SOFTWARE_TOKEN_MFA',
      status: 'CHALLENGE_REQUIRED',
    };
    nock(HOST).post(LOGIN, { username: USER.username, password: PASSWORD }).reply(200, challenge);
    nock(HOST)
      .post(LOGIN, { ...challenge, challengeAnswer: '287082' })
      .reply(200, { refreshToken: 'refresh', expirationTime: 3600 }, { Authorization: 'Bearer token-2' });
    nock(HOST).matchHeader('authorization', 'Bearer token-2').post(FIND, '').reply(200, []);
    // RFC 6238: the password at 59 s.
    const clock = fakeClock(59_000);
    expect(await read(userOf({ clock, settings: { totpSecret: new Secret(TOTP) } }))).toBe('known');
  });

  it('renews the token with its refreshToken; no new one in the answer, and the old one lives on', async () => {
    const clock = fakeClock();
    const expirationTime = Math.floor(NOW / 1000) + 2 * 3600;
    nock(HOST)
      .post(LOGIN, { username: USER.username, password: PASSWORD })
      .reply(200, { refreshToken: 'refresh-1', expirationTime: 3600 }, { Authorization: 'Bearer token-1' });
    nock(HOST).post(LOGIN, { refreshToken: 'refresh-1' }).reply(200, { expirationTime });
    nock(HOST).matchHeader('authorization', 'Bearer token-1').post(FIND, '').times(4).reply(200, []);
    const venue = userOf({ clock });
    // The renewal is due five minutes ahead; the renewed life counts from the Unix time of its answer.
    for (const pause of [0, 55 * MINUTE - 1, 1, 59 * MINUTE]) {
      clock.advance(pause);
      expect(await read(venue)).toBe('known');
    }
  });
});

describe('a token', () => {
  it('is asked for when it is first needed, once for all who wait', async () => {
    const { fetch, counts } = venueWith({});
    const venue = userOf({ fetch });
    expect(counts.login).toBe(0);
    expect(await Promise.all([read(venue), read(venue), send(venue)])).toMatchObject([
      ...['known', 'known'],
      { kind: 'accepted' },
    ]);
    expect(counts.login).toBe(1);
  });

  it('is replaced by that of the renewal’s answer, and so is the refreshToken', async () => {
    const clock = fakeClock();
    const { fetch, asked } = venueWith({
      renewal: (_, nth) => session(`token-r${nth}`, { refreshToken: `refresh-r${nth}-456789` }),
    });
    const venue = userOf({ fetch, clock });
    await read(venue);
    clock.advance(55 * MINUTE);
    await read(venue);
    clock.advance(55 * MINUTE);
    await read(venue);
    const renewals = asked.filter(({ body }) => body.includes('refreshToken')).map(({ body }) => body);
    expect(renewals).toEqual([
      '{"refreshToken":"refresh-0123456789"}',
      '{"refreshToken":"refresh-r1-456789"}',
    ]);
    expect(asked.at(-1)?.token).toBe('token-r2');
  });

  it('whose refreshToken is sent back unchanged is renewed by that one again', async () => {
    const clock = fakeClock();
    const { fetch, asked } = venueWith({ renewal: () => session('token-1') });
    const venue = userOf({ fetch, clock });
    for (const pause of [0, 55, 55]) {
      clock.advance(pause * MINUTE);
      expect(await read(venue)).toBe('known');
    }
    const renewals = asked.filter(({ body }) => body.includes('refreshToken')).map(({ body }) => body);
    expect(renewals).toEqual(Array(2).fill('{"refreshToken":"refresh-0123456789"}'));
  });

  it('that can’t be renewed is fetched by a login', async () => {
    for (const renewal of [
      () => json({}, 400),
      () => json({}, 503),
      () => new Response('', { status: 401 }),
    ]) {
      const clock = fakeClock();
      const { fetch, paths } = venueWith({ renewal });
      const venue = userOf({ fetch, clock });
      await read(venue);
      clock.advance(55 * MINUTE);
      await read(venue);
      expect(paths()).toEqual(['login', 'token-login-1', 'login', 'login', 'token-login-2']);
    }
  });

  it('without a refreshToken is fetched by a login', async () => {
    const clock = fakeClock();
    const { fetch, counts } = venueWith({
      login: (_, nth) => session(`token-${nth}`, { refreshToken: undefined }),
    });
    const venue = userOf({ fetch, clock });
    await read(venue);
    clock.advance(55 * MINUTE);
    await read(venue);
    expect(counts).toEqual({ login: 2, renewal: 0, other: 2 });
  });

  it('whose end isn’t told, or lies in the past, is used until it is refused', async () => {
    for (const expirationTime of [undefined, 'soon', -1, 1_000_000_000, null]) {
      const clock = fakeClock();
      const { fetch, counts } = venueWith({ login: () => session('token-1', { expirationTime }) });
      const venue = userOf({ fetch, clock });
      await read(venue);
      clock.advance(100 * 60 * MINUTE);
      await read(venue);
      expect(counts).toEqual({ login: 1, renewal: 0, other: 2 });
    }
  });

  it('of a short life is used for half of it', async () => {
    const clock = fakeClock();
    const { fetch, counts } = venueWith({ login: () => session('token-1', { expirationTime: 60 }) });
    const venue = userOf({ fetch, clock });
    await read(venue);
    clock.advance(29_999);
    await read(venue);
    expect(counts.renewal).toBe(0);
    clock.advance(1);
    await read(venue);
    expect(counts.renewal).toBe(1);
  });

  it('whose end is told in milliseconds since 1970 is understood', async () => {
    const clock = fakeClock();
    const { fetch, counts } = venueWith({
      login: () => session('token-1', { expirationTime: NOW + 60 * MINUTE }),
    });
    const venue = userOf({ fetch, clock });
    await read(venue);
    clock.advance(54 * MINUTE);
    await read(venue);
    expect(counts.renewal).toBe(0);
    clock.advance(MINUTE);
    await read(venue);
    expect(counts.renewal).toBe(1);
  });

  it('that can’t be renewed in time is used to its end', async () => {
    const clock = fakeClock();
    const { fetch, paths } = venueWith({
      login: (_, nth) => (nth === 1 ? session('token-1') : json({}, 503)),
      renewal: () => json({}, 503),
    });
    const venue = userOf({ fetch, clock });
    await read(venue);
    clock.advance(59 * MINUTE);
    expect(await read(venue)).toBe('known');
    expect(paths()).toEqual(['login', 'token-1', 'login', 'login', 'token-1']);
    clock.advance(MINUTE);
    expect(await read(venue)).toContain('could not log in to volven.example: volven.example answered 503');
  });
});

describe('401', () => {
  it('on a read: one renewal, then a login, then the read again', async () => {
    const { fetch, paths } = venueWith({ takes: (token) => token === 'token-login-2' });
    expect(await read(userOf({ fetch }))).toBe('known');
    expect(paths()).toEqual([
      ...['login', 'token-login-1', 'login', 'token-renewal-1', 'login', 'token-login-2'],
    ]);
  });

  it('on a read whose renewed token is the same: tried again, then a login', async () => {
    const { fetch, paths } = venueWith({
      renewal: () => json({ expirationTime: Math.floor(NOW / 1000) + 3600 }),
      takes: (_, nth) => nth === 2,
    });
    expect(await read(userOf({ fetch }))).toBe('known');
    expect(paths()).toEqual(['login', 'token-login-1', 'login', 'token-login-1']);
  });

  it('on every read: given up after the login’s token, and told', async () => {
    const { fetch, paths } = venueWith({ takes: () => false });
    const venue = userOf({ fetch });
    expect(await read(venue)).toBe('the list of strategies: volven.example answered 401');
    expect(paths()).toHaveLength(6);
    const { fetch: again, counts } = venueWith({ takes: () => false, renewal: () => json({}, 400) });
    expect(await read(userOf({ fetch: again }))).toContain('answered 401');
    expect(counts).toEqual({ login: 2, renewal: 1, other: 2 });
  });

  it('on reads side by side: one renewal for all of them', async () => {
    const { fetch, counts } = venueWith({ takes: (token) => token !== 'token-login-1' });
    const venue = userOf({ fetch });
    expect(await Promise.all([read(venue), read(venue), read(venue)])).toEqual(['known', 'known', 'known']);
    expect(counts).toMatchObject({ login: 1, renewal: 1 });
  });

  it('on a create: not sent, never repeated; the next call gets another token', async () => {
    const { fetch, paths } = venueWith({ takes: (token) => token !== 'token-login-1' });
    const venue = userOf({ fetch });
    expect(await send(venue)).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
    expect(paths()).toEqual(['login', 'token-login-1']);
    expect(await send(venue)).toMatchObject({ kind: 'accepted' });
    expect(paths().slice(2)).toEqual(['login', 'token-renewal-1']);
  });

  it('on a start: not sent, never repeated; on a pause and a stop: tried again', async () => {
    for (const [act, count] of [
      ['start', 1],
      ['pause', 2],
      ['stop', 2],
    ] as const) {
      const { fetch, counts } = venueWith({ takes: (token) => token !== 'token-login-1' });
      const writer = userOf({ fetch }).writer();
      if (act === 'stop') await writer.cancel(account(), ID);
      else await writer.setRun(account(), ID, act === 'start' ? 'started' : 'paused');
      expect(counts.other).toBe(count);
    }
  });

  it('with a given token: not repeated, and the settings are named', async () => {
    const { fetch, seen } = scripted(() => json({}, 401));
    const snapshot = await venueOf({ fetch }).reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({
      state: 'unknown',
      reason: 'the list of strategies: volven.example answered 401',
      remedy: 'Check `token`, or `username` and `password`, of venues.volven in tradeform.yaml.',
    });
    expect(seen.filter(({ url }) => url.pathname === FIND)).toHaveLength(1);
    expect(seen.every(({ headers }) => headers.get('authorization') === `Bearer ${TOKEN}`)).toBe(true);
  });
});

describe('a login that is refused', () => {
  it.each([400, 401, 403, 404, 422])(
    'with %i is not tried again: users get locked out by that',
    async (status) => {
      const { fetch, counts } = venueWith({ login: () => json({ message: 'Bad credentials' }, status) });
      const clock = fakeClock();
      const venue = userOf({ fetch, clock });
      expect(await read(venue)).toBe(
        `the list of strategies: could not log in to volven.example: volven.example answered ${status}: Bad credentials; check \`venues.volven.username\` and \`password\``,
      );
      expect(await send(venue)).toMatchObject({ kind: 'not-sent', code: 'no-access' });
      expect(await venue.writer().cancel(account(), ID)).toMatchObject({ kind: 'unknown' });
      expect(clock.sleeps).toEqual([]);
      expect(counts).toEqual({ login: 1, renewal: 0, other: 0 });
    },
  );

  it.each<[string, () => Response]>([
    ['no token', () => json({ refreshToken: 'x', expirationTime: 3600 })],
    ['something that is no token', () => session('a b')],
    ['an empty one', () => json({}, 200, { authorization: 'Bearer ' })],
  ])('or answered with %s is told, once', async (_, login) => {
    const { fetch, counts } = venueWith({ login });
    expect(await read(userOf({ fetch }))).toContain('answered without a token');
    expect(counts.login).toBe(1);
  });

  it('for a moment is tried again by reads, and leaves a submission unsent', async () => {
    for (const status of [408, 429, 500, 503]) {
      const login: Reply = (_, nth) => (nth < 3 ? json({}, status) : session('token-3'));
      expect(await read(userOf({ fetch: venueWith({ login }).fetch }))).toBe('known');
      expect(await send(userOf({ fetch: venueWith({ login }).fetch }))).toMatchObject({
        kind: 'not-sent',
        code: 'no-login',
      });
    }
  });
});

describe('a one-time password', () => {
  const challenged: Reply = ({ challengeAnswer }) =>
    challengeAnswer === undefined
      ? json({
          ...{ awsUsername: 'aws', session: 'session-0123456789' },
          ...{ challengeName: 'SOFTWARE_TOKEN_MFA', status: 'CHALLENGE_REQUIRED' },
        })
      : session('token-otp');

  it('is asked of a person where there is no secret', async () => {
    const { fetch, asked } = venueWith({ login: challenged });
    const venue = userOf({ fetch, askOtp: () => Promise.resolve(' 898165 ') });
    expect(await read(venue)).toBe('known');
    expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ challengeAnswer: '898165' });
  });

  it.each<[string, DeskOptions]>([
    ['nobody to ask', {}],
    ['nobody who answers', { askOtp: () => Promise.resolve(undefined) }],
    ['an empty answer', { askOtp: () => Promise.resolve(' ') }],
    ['a terminal that is gone', { askOtp: () => Promise.reject(new Error('closed')) }],
  ])('with %s is told, and not asked for again', async (_, over) => {
    const { fetch, counts } = venueWith({ login: challenged });
    const venue = userOf({ ...over, fetch });
    expect(await read(venue)).toContain('it asks for a one-time password; set `venues.volven.totpSecret`');
    await read(venue);
    expect(counts.login).toBe(1);
  });

  it('that another run has used is followed by the next one, once', async () => {
    const clock = fakeClock(59_000);
    const { fetch, asked, counts } = venueWith({
      login: (body, nth) =>
        body['challengeAnswer'] === '287082'
          ? json({ message: 'Your software token has already been used once.' }, 401)
          : challenged(body, nth),
    });
    expect(await read(userOf({ fetch, clock, settings: { totpSecret: new Secret(TOTP) } }))).toBe('known');
    expect(asked.flatMap(({ body }) => /"challengeAnswer":"(\d+)"/.exec(body)?.[1] ?? [])).toEqual([
      '287082',
      '359152',
    ]);
    expect(counts.login).toBe(4);
  });

  it('that a person typed is not asked for twice where it is refused', async () => {
    const { fetch, counts } = venueWith({
      login: (body, nth) => ('challengeAnswer' in body ? json({}, 401) : challenged(body, nth)),
    });
    const venue = userOf({ fetch, askOtp: () => Promise.resolve('898165') });
    expect(await read(venue)).toContain('could not log in');
    expect(counts.login).toBe(2);
  });

  it('that is wrong is told, with what to check', async () => {
    const { fetch, counts } = venueWith({
      login: (body, nth) =>
        'challengeAnswer' in body ? json({ message: 'Code mismatch' }, 401) : challenged(body, nth),
    });
    const venue = userOf({ fetch, settings: { totpSecret: new Secret(TOTP) } });
    expect(await read(venue)).toContain(
      "answered 401: Code mismatch; check `venues.volven.totpSecret` and this machine's clock",
    );
    expect(counts.login).toBe(4);
  });

  it('is never the same twice: the next one is waited for', async () => {
    const clock = fakeClock(59_000);
    const { fetch, asked } = venueWith({
      login: (body, nth) => ('challengeAnswer' in body && nth < 4 ? json({}, 503) : challenged(body, nth)),
    });
    expect(await read(userOf({ fetch, clock, settings: { totpSecret: new Secret(TOTP) } }))).toBe('known');
    const typed = asked.flatMap(({ body }) => /"challengeAnswer":"(\d+)"/.exec(body)?.[1] ?? []);
    expect(typed).toEqual(['287082', '359152']);
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  it('of another kind is not made up', async () => {
    const { fetch } = venueWith({
      login: () => json({ challengeName: 'SMS_MFA', status: 'CHALLENGE_REQUIRED', session: 'x' }),
    });
    expect(await read(userOf({ fetch }))).toContain("it asks for SMS_MFA, which tradeform can't answer");
  });
});

describe('what waits for a login', () => {
  it('can be interrupted, and the others get their token all the same', async () => {
    const stop = new AbortController();
    const { fetch: answer } = venueWith({});
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const venue = userOf({
      fetch: async (input, init) => {
        reached.resolve();
        await gate.promise;
        return answer(input, init);
      },
    });
    const wanted = { tag: TAG, tagSent: false, reference: '' };
    const first = venue.reader.find(account(), wanted, stop.signal);
    const second = read(venue);
    await reached.promise;
    stop.abort();
    expect(await first).toEqual({ unknown: 'the list of strategies: interrupted' });
    gate.resolve();
    expect(await second).toBe('known');
  });

  it('is too late when the login takes too long', async () => {
    const clock = fakeClock();
    const { fetch, counts } = venueWith({
      login: () => {
        clock.advance(6_000);
        return session('token-1');
      },
    });
    const writer = userOf({ fetch, clock }).writer();
    const deadline = clock.now() + 5_000;
    const draft = writer.draft(account(), smo(), TAG);
    expect(
      await writer.send(draft, () =>
        Promise.resolve(clock.now() <= deadline ? undefined : { code: 'too-late', message: 'late' }),
      ),
    ).toMatchObject({
      kind: 'not-sent',
      code: 'too-late',
    });
    expect(counts.other).toBe(0);
  });
});

describe('settings', () => {
  it.each<[string, object]>([
    ['neither a token nor a user', {}],
    ['a user without a password', { username: 'desk' }],
    ['a password without a user', { password: new Secret(PASSWORD) }],
    ['a secret that is not base32', { ...USER, totpSecret: new Secret('0189') }],
  ])('with %s can’t be used', (_, settings) => {
    const make = () => venueOf({ withoutToken: true, settings });
    expect(make).toThrow(TradeformError);
    expect(make).toThrow(/venues\.volven/);
  });
});
