import type { Millis } from '../../../model/ids.ts';
import type { Call } from '../call.ts';
import { type Moment, newId } from '../moment.ts';
import type { Reply } from '../reply.ts';
import type { VolvenCredentials } from './credentials.ts';
import { type JsonBody, fieldOf, readJsonBody, textOf } from './json-body.ts';
import { ApiProblem } from './problem.ts';
import { type Session, openSession, prolong, skewOf } from './sessions.ts';
import { stepOfTotp } from './totp.ts';

/* One path, three requests: a password, the answer to a challenge, a refresh token (reference, section 1). */

const CHALLENGE = { challengeName: 'SOFTWARE_TOKEN_MFA', status: 'CHALLENGE_REQUIRED' } as const;
/** How long a challenge waits for its answer: what the identity service behind such field names takes by default. */
const CHALLENGE_LIFE: Millis = 180_000;

const unauthorised = (text: string): ApiProblem => new ApiProblem(401, 'UNAUTHORIZED', text);

function requireTexts(body: JsonBody, names: readonly string[]): void {
  const missing = names.filter((name) => !textOf(body, name));
  if (missing.length === 0) return;
  const violations = missing.map((field) => ({ field, description: 'must not be blank' }));
  throw new ApiProblem(400, 'VALIDATION_FAILED', 'Validation failed', violations);
}

const bearer = ({ token }: Session): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${token}`,
});

function opened(moment: Moment, { username }: VolvenCredentials): Reply {
  const session = openSession(moment, username);
  return {
    status: 200,
    headers: bearer(session),
    body: {
      refreshToken: session.refreshToken,
      // A duration here, an instant in the answer to a refresh: the documentation has both.
      expirationTime: Math.floor(moment.settings.tokenLifeMs / 1000),
      isAppConnected: false,
    },
  };
}

function challenge({ store, wall }: Moment, { username }: VolvenCredentials): Reply {
  const session = newId(store);
  store.run('DELETE FROM volvenChallenges WHERE expiresAt <= ?', wall);
  store.run('INSERT INTO volvenChallenges VALUES (?, ?)', session, wall + CHALLENGE_LIFE);
  return { status: 200, body: { awsUsername: username, session, ...CHALLENGE } };
}

function byPassword(moment: Moment, body: JsonBody, credentials: VolvenCredentials): Reply {
  requireTexts(body, ['username', 'password']);
  const { username, password, totpSecret } = credentials;
  if (textOf(body, 'username') !== username || textOf(body, 'password') !== password)
    throw unauthorised('Incorrect username or password');
  return totpSecret === undefined ? opened(moment, credentials) : challenge(moment, credentials);
}

function refuseOtp(moment: Moment, call: Call, secret: string, code: string): void {
  const { store, wall, settings } = moment;
  const step = stepOfTotp(secret, code, wall + skewOf(call));
  if (step === undefined) throw unauthorised('Code mismatch');
  if (settings.otpOnce && step <= Number(store.fact('volvenOtpStep') ?? -1))
    throw unauthorised('The one-time password has been used already');
  store.setFact('volvenOtpStep', step);
}

function byChallenge(moment: Moment, call: Call, body: JsonBody, credentials: VolvenCredentials): Reply {
  requireTexts(body, ['awsUsername', 'session', 'challengeName', 'status', 'challengeAnswer']);
  const session = textOf(body, 'session') ?? '';
  const asked = moment.store.one<{ expiresAt: Millis }>(
    'SELECT expiresAt FROM volvenChallenges WHERE session = ?',
    session,
  );
  const echoed =
    textOf(body, 'awsUsername') === credentials.username &&
    textOf(body, 'challengeName') === CHALLENGE.challengeName &&
    textOf(body, 'status') === CHALLENGE.status;
  if (!asked || !echoed || asked.expiresAt <= moment.wall || credentials.totpSecret === undefined)
    throw unauthorised('Invalid session');
  refuseOtp(moment, call, credentials.totpSecret, textOf(body, 'challengeAnswer') ?? '');
  moment.store.run('DELETE FROM volvenChallenges WHERE session = ?', session);
  return opened(moment, credentials);
}

function byRefreshToken(moment: Moment, call: Call, body: JsonBody, credentials: VolvenCredentials): Reply {
  requireTexts(body, ['refreshToken']);
  const refreshToken = textOf(body, 'refreshToken') ?? '';
  const session = prolong(moment, refreshToken, credentials.username, skewOf(call));
  if (!session) throw unauthorised('Invalid refresh token');
  return {
    status: 200,
    ...(moment.settings.refreshAnswer === 'silent' ? {} : { headers: bearer(session) }),
    body: { expirationTime: Math.floor(session.expiresAt / 1000) },
  };
}

/** `POST /httpserver/main/v2/auth/login`. */
export const login =
  (credentials: VolvenCredentials) =>
  (moment: Moment, call: Call): Reply => {
    const body = readJsonBody(call.body);
    if (!body) throw new ApiProblem(400, 'MALFORMED_JSON', 'Malformed JSON request');
    if (fieldOf(body, 'refreshToken') !== undefined) return byRefreshToken(moment, call, body, credentials);
    if (fieldOf(body, 'challengeAnswer') !== undefined) return byChallenge(moment, call, body, credentials);
    return byPassword(moment, body, credentials);
  };
