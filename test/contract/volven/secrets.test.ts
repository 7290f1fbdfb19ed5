import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { scrub } from '../../../src/lib/scrub.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Venue } from '../../../src/venues/venue.ts';
import { ID, LOGIN, TAG, TOKEN, account, attemptOf, json, scripted, smo, venueOf, wantedOf } from './desk.ts';

const PASSWORD = 'password-0123456789';
const TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const REFRESH = 'refresh-0123456789';
const SESSION = 'session-0123456789';
const FRESH = 'token-of-login-0123456789';
const SECRETS = [TOKEN, PASSWORD, TOTP, REFRESH, SESSION, FRESH];

/** Everything that a caller could print, by any way of printing it. */
const printed = (...values: readonly unknown[]): string =>
  values
    .map((one) => `${inspect(one, { depth: 20, showHidden: true })} ${JSON.stringify(one)} ${String(one)}`)
    .join('\n');
const secretsIn = (text: string): readonly string[] => SECRETS.filter((secret) => text.includes(secret));

async function everyCall(venue: Venue): Promise<unknown[]> {
  const writer = venue.writer();
  const draft = writer.draft(account(), smo(), TAG);
  const { reader } = venue;
  return [
    ...[venue, writer, draft, await writer.send(draft), await writer.cancel(account(), ID)],
    ...[await writer.setRun(account(), ID, 'started'), await venue.findAccount?.(account())],
    ...[await reader.snapshot(account(), [wantedOf()]), await reader.find(account(), wantedOf())],
    ...[await reader.history(account()), await reader.products(account())],
    await reader.evidence(account(), attemptOf()),
  ];
}

const user = { username: 'desk', password: new Secret(PASSWORD), totpSecret: new Secret(TOTP) };
const echo = (headers: Headers, body: string) => {
  const sent = `${JSON.stringify(Object.fromEntries(headers))} ${body}`;
  return { message: `you sent ${sent}`, error: sent, errors: sent };
};

describe('no secret is printed', () => {
  it.each([200, 201, 400, 403, 422, 500])('when the venue echoes a request in a %i', async (status) => {
    const { fetch } = scripted(({ headers, body }) => json(echo(headers, body), status));
    expect(secretsIn(printed(...(await everyCall(venueOf({ fetch })))))).toEqual([]);
  });

  it.each([200, 400, 403, 500])('when a login is echoed in a %i', async (status) => {
    const { fetch } = scripted(({ headers, body }) => json(echo(headers, body), status));
    const venue = venueOf({ fetch, withoutToken: true, settings: user });
    expect(secretsIn(printed(...(await everyCall(venue))))).toEqual([]);
  });

  it('of a session that is under way, and all of them are known to the scrubber', async () => {
    const { fetch } = scripted(({ url, headers, body }) => {
      if (url.pathname !== LOGIN) return json(echo(headers, body), 401);
      if (body.includes('refreshToken')) return json(echo(headers, body));
      if (body.includes('challengeAnswer'))
        return json({ refreshToken: REFRESH, expirationTime: 3600 }, 200, {
          authorization: `Bearer ${FRESH}`,
        });
      return json({
        ...{ awsUsername: 'aws', session: SESSION },
        ...{ challengeName: 'SOFTWARE_TOKEN_MFA', status: 'CHALLENGE_REQUIRED' },
      });
    });
    const venue = venueOf({ fetch, withoutToken: true, settings: user });
    expect(secretsIn(printed(...(await everyCall(venue))))).toEqual([]);
    expect(secretsIn(scrub(SECRETS.join(' ')))).toEqual([]);
  });

  it('when the network fails', async () => {
    const { fetch } = scripted(() => {
      throw Object.assign(new Error(SECRETS.join(' ')), { code: 'ECONNRESET' });
    });
    for (const venue of [venueOf({ fetch }), venueOf({ fetch, withoutToken: true, settings: user })])
      expect(secretsIn(printed(...(await everyCall(venue))))).toEqual([]);
  });

  it('when the token can’t be put into a header', async () => {
    const venue = venueOf({ settings: { token: new Secret(`${TOKEN}\nx`) } });
    const writer = venue.writer();
    const verdict = await writer.send(writer.draft(account(), smo(), TAG));
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'no-request' });
    expect(secretsIn(printed(verdict))).toEqual([]);
  });

  it.each([
    ['http://volven.example', 'is not https'],
    ['https://user:password-1234@volven.example', 'holds a user or a password'],
    ['https://volven.example/?token=password-1234', 'holds a query'],
  ])('to an address like %s', (url, why) => {
    const make = () => venueOf({ settings: { url } });
    expect(make).toThrow(`\`venues.volven.url\` ${why}`);
    expect(make).not.toThrow('password-1234');
  });
});
