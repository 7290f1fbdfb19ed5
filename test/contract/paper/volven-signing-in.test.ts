import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepOfTotp, totpOf } from '../../../src/venues/paper/volven/totp.ts';
import { START } from '../../support/paper-client.ts';
import {
  LOGIN,
  type VolvenVenue,
  oneTimePassword,
  servedVolven,
  volvenVenue,
} from '../../support/volven-client.ts';

const USER = { username: 'paper@example.com', password: 'paper-password' };
const HOUR = 3_600_000;
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

let venue: VolvenVenue;
beforeEach(() => {
  venue = volvenVenue();
});
afterEach(() => venue.close());

const accounts = async (): Promise<number> => (await venue.client.call('GET', '/as/v3/accounts')).status;
const settings = (change: object) => venue.client.control('settings', change);
const signIn = async () => {
  const answer = await venue.client.login(USER);
  venue.client.token = (answer.headers.get('authorization') ?? '').replace('Bearer ', '');
  return answer;
};

describe('a login', () => {
  it('gives the token in the answer’s header and the rest in its body', async () => {
    const answer = await signIn();
    expect([answer.status, answer.json]).toEqual([
      200,
      { refreshToken: expect.stringMatching(/^\S+$/), expirationTime: 3600, isAppConnected: false },
    ]);
    expect(answer.headers.get('authorization')).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await accounts()).toBe(200);
  });

  it('over TCP is the same', async () => {
    const tcp = await servedVolven();
    const answer = await tcp.client.login(USER);
    tcp.client.token = answer.headers.get('authorization')?.replace('Bearer ', '');
    expect((await tcp.client.call('GET', '/as/v3/accounts')).status).toBe(200);
    await tcp.close();
  });

  it.each([
    ['another password', { ...USER, password: 'other' }, 401, 'Incorrect username or password'],
    ['another user', { ...USER, username: 'other@example.com' }, 401, 'Incorrect username or password'],
    ['no password', { username: USER.username }, 400, 'Validation failed'],
    ['nothing', {}, 400, 'Validation failed'],
    ['a refresh token that was never given', { refreshToken: 'none' }, 401, 'Invalid refresh token'],
  ])('is refused for %s', async (_, body, status, message) => {
    const answer = await venue.client.login(body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ status: String(status), message, path: LOGIN });
    expect(answer.headers.get('authorization')).toBeNull();
  });

  it('wants JSON, declared as such', async () => {
    const broken = await venue.client.raw('POST', LOGIN, { 'content-type': 'application/json' }, '{');
    const undeclared = await venue.client.raw('POST', LOGIN, {}, JSON.stringify(USER));
    expect([broken.status, undeclared.status]).toEqual([400, 415]);
  });

  it('names who may sign in by option', async () => {
    await venue.close();
    venue = volvenVenue({ volven: { username: 'u', password: 'p', token: 't' } });
    expect((await venue.client.login(USER)).status).toBe(401);
    expect((await venue.client.login({ username: 'u', password: 'p' })).status).toBe(200);
    expect(await accounts()).toBe(401);
    venue.client.token = 't';
    expect(await accounts()).toBe(200);
  });
});

describe('a token', () => {
  it.each([
    ['is missing', undefined, 'Full authentication is required'],
    ['is unknown', 'other', 'Invalid token'],
  ])('that %s is answered with 401', async (_, token, message) => {
    venue.client.token = token;
    const answer = await venue.client.call('GET', '/as/v3/accounts');
    expect([answer.status, answer.json]).toEqual([
      401,
      {
        timestamp: '2025-01-28T19:05:35.962+00:00',
        status: '401',
        error: 'Unauthorized',
        message,
        path: '/as/v3/accounts',
      },
    ]);
  });

  it('must follow the word Bearer', async () => {
    const { status } = await venue.client.raw('GET', '/as/v3/accounts', { authorization: 'paper-token' });
    expect(status).toBe(401);
  });

  it('is asked for by every call, those that are not there included', async () => {
    venue.client.token = undefined;
    for (const [method, path] of [
      ['GET', '/mms/v2/productDetails'],
      ['POST', '/strategy-orchestrator/strategies/action/create'],
      ['POST', '/strategy-orchestrator/strategies/SMO/action/create'],
      ['POST', '/strategy-orchestrator/strategies/find'],
      ['PUT', '/strategy-orchestrator/strategies/x/action/start'],
      ['PUT', '/strategy-orchestrator/strategies/x/action/flush'],
      ['GET', '/strategy-orchestrator/nothing'],
    ] as const)
      expect((await venue.client.call(method, path)).status).toBe(401);
  });

  it('expires after an hour of real time, whatever venue time is', async () => {
    await signIn();
    await venue.client.control('time', { advanceMs: 30 * 24 * HOUR });
    venue.clock.advance(HOUR - 1);
    expect(await accounts()).toBe(200);
    venue.clock.advance(1);
    const answer = await venue.client.call('GET', '/as/v3/accounts');
    expect([answer.status, answer.json.message]).toEqual([401, 'The token has expired']);
  });

  it('lives as long as a setting says', async () => {
    await settings({ tokenLifeMs: 5000 });
    expect((await signIn()).json.expirationTime).toBe(5);
    venue.clock.advance(5000);
    expect(await accounts()).toBe(401);
  });

  it('is judged by a skewed clock where a fault says so', async () => {
    await signIn();
    await venue.client.control('faults', { fault: 'clock-skew', ms: HOUR });
    expect([await accounts(), await accounts()]).toEqual([401, 200]);
  });

  it('that is static never expires', async () => {
    venue.clock.advance(1000 * HOUR);
    expect(await accounts()).toBe(200);
  });

  it('opens nothing of the other half', async () => {
    const { status } = await venue.client.call('GET', '/trades/v2/order');
    expect(status).toBe(401);
  });
});

describe('a refresh', () => {
  const refresh = (refreshToken: string) => venue.client.login({ refreshToken });

  it('prolongs the same token, and tells an instant where the login told a duration', async () => {
    const { refreshToken } = (await signIn()).json;
    venue.clock.advance(HOUR - 1);
    const answer = await refresh(refreshToken);
    expect([answer.status, answer.json]).toEqual([
      200,
      { expirationTime: Math.floor((START + 2 * HOUR - 1) / 1000) },
    ]);
    expect(answer.headers.get('authorization')).toBe(`Bearer ${venue.client.token}`);
    venue.clock.advance(HOUR - 1);
    expect(await accounts()).toBe(200);
    venue.clock.advance(1);
    expect(await accounts()).toBe(401);
  });

  it('comes without a header, or with a new token, by setting', async () => {
    const { refreshToken } = (await signIn()).json;
    await settings({ refreshAnswer: 'silent' });
    expect((await refresh(refreshToken)).headers.get('authorization')).toBeNull();
    expect(await accounts()).toBe(200);
    await settings({ refreshAnswer: 'new' });
    const renewed = (await refresh(refreshToken)).headers.get('authorization');
    expect(renewed).not.toBe(`Bearer ${venue.client.token}`);
    expect(await accounts()).toBe(401);
    venue.client.token = renewed?.replace('Bearer ', '');
    expect(await accounts()).toBe(200);
  });

  it('is too late once the token has expired', async () => {
    const { refreshToken } = (await signIn()).json;
    venue.clock.advance(HOUR);
    expect((await refresh(refreshToken)).status).toBe(401);
  });
});

describe('a login with a one-time password', () => {
  beforeEach(async () => {
    await venue.close();
    venue = volvenVenue({ volven: { totpSecret: SECRET } });
  });
  const challenge = async () => (await venue.client.login(USER)).json;
  const otp = (at = venue.clock.now()): string => oneTimePassword(SECRET, at);

  it('asks for it without a token, and gives one for the answer', async () => {
    const asked = await venue.client.login(USER);
    expect(asked.headers.get('authorization')).toBeNull();
    expect([asked.status, asked.json]).toEqual([
      200,
      {
        awsUsername: USER.username,
        session: expect.stringMatching(/^\S+$/),
        challengeName: 'SOFTWARE_TOKEN_MFA',
        status: 'CHALLENGE_REQUIRED',
      },
    ]);
    const answer = await venue.client.login({ ...asked.json, challengeAnswer: otp() });
    expect([answer.status, answer.json.expirationTime]).toEqual([200, 3600]);
    venue.client.token = answer.headers.get('authorization')?.replace('Bearer ', '');
    expect(await accounts()).toBe(200);
  });

  it('takes the passwords of the neighbouring 30 seconds, and no others', async () => {
    const statuses: number[] = [];
    for (const shift of [-60_000, -30_000, 30_000, 60_000]) {
      const answer = { ...(await challenge()), challengeAnswer: otp(START + shift) };
      statuses.push((await venue.client.login(answer)).status);
    }
    expect(statuses).toEqual([401, 200, 200, 401]);
  });

  it.each([
    ['another session', { session: 'other' }, 401],
    ['another user', { awsUsername: 'other' }, 401],
    ['another challenge', { challengeName: 'SMS_MFA' }, 401],
    ['another status', { status: 'DONE' }, 401],
    ['no session', { session: undefined }, 400],
    ['a password of 5 digits', { challengeAnswer: '12345' }, 401],
    ['a password that is a number', { challengeAnswer: 898165 }, 400],
  ])('refuses an answer with %s', async (_, change, status) => {
    const body = { ...(await challenge()), challengeAnswer: otp(), ...change };
    expect((await venue.client.login(body)).status).toBe(status);
  });

  it('takes a second answer after a wrong one, and none after the right one', async () => {
    const asked = await challenge();
    const statuses: number[] = [];
    for (const challengeAnswer of ['000000', otp(), otp()])
      statuses.push((await venue.client.login({ ...asked, challengeAnswer })).status);
    expect(statuses).toEqual([401, 200, 401]);
  });

  it('waits three minutes for the answer', async () => {
    const asked = await challenge();
    venue.clock.advance(180_000);
    expect((await venue.client.login({ ...asked, challengeAnswer: otp() })).status).toBe(401);
  });

  it('takes a password only once where a setting says so', async () => {
    await settings({ otpOnce: true });
    const answers = async (): Promise<number> =>
      (await venue.client.login({ ...(await challenge()), challengeAnswer: otp() })).status;
    const [first, again] = [await answers(), await answers()];
    venue.clock.advance(30_000);
    expect([first, again, await answers()]).toEqual([200, 401, 200]);
  });
});

describe('one-time passwords', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238, appendix B, at %i s', (seconds, code) => {
    expect(totpOf(SECRET, Math.floor(seconds / 30))).toBe(code);
    expect(oneTimePassword(SECRET, seconds * 1000)).toBe(code);
    expect(stepOfTotp(SECRET.toLowerCase(), code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('want a base32 secret', () => {
    expect(() => totpOf('0189', 1)).toThrow('base32');
  });
});
