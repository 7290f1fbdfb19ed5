import { createHmac } from 'node:crypto';
import type { Millis } from '../../../model/ids.ts';
import type { Call } from '../call.ts';
import { type Moment, newId } from '../moment.ts';
import type { Store } from '../store.ts';
import { USER_ID, type VolvenCredentials } from './credentials.ts';
import { ApiProblem } from './problem.ts';

/** What a login gives. */
export interface Session {
  readonly token: string;
  readonly refreshToken: string;
  /** Real time. */
  readonly expiresAt: Millis;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A text in the form of a JSON Web Token. It names no expiry, for a refresh prolongs it. */
function newToken({ store, wall }: Moment, username: string): string {
  const header = encoded({ alg: 'HS256', typ: 'JWT' });
  const claims = encoded({ sub: USER_ID, username, iat: Math.floor(wall / 1000), jti: newId(store) });
  const signature = createHmac('sha256', String(store.fact('epoch'))).update(`${header}.${claims}`);
  return `${header}.${claims}.${signature.digest('base64url')}`;
}

/** How far a `clock-skew` fault puts the venue's clock ahead. */
export const skewOf = ({ fault }: Call): Millis => (fault?.fault === 'clock-skew' ? fault.ms : 0);

export function openSession(moment: Moment, username: string): Session {
  const { store, wall, settings } = moment;
  const session = {
    token: newToken(moment, username),
    refreshToken: newId(store),
    expiresAt: wall + settings.tokenLifeMs,
  };
  store.run('DELETE FROM volvenSessions WHERE expiresAt < ?', wall - DAY);
  const { token, refreshToken, expiresAt } = session;
  store.run('INSERT INTO volvenSessions VALUES (?, ?, ?)', token, refreshToken, expiresAt);
  return session;
}
const DAY: Millis = 86_400_000;

const sessionBy = (store: Store, column: 'token' | 'refreshToken', value: string): Session | undefined =>
  store.one<Session>(`SELECT * FROM volvenSessions WHERE ${column} = ?`, value);

/** Prolongs a session that has not expired, with the token of before or, by a setting, a new one in its place. */
export function prolong(
  moment: Moment,
  refreshToken: string,
  username: string,
  skew: Millis,
): Session | undefined {
  const { store, wall, settings } = moment;
  const session = sessionBy(store, 'refreshToken', refreshToken);
  if (!session || session.expiresAt <= wall + skew) return undefined;
  const token = settings.refreshAnswer === 'new' ? newToken(moment, username) : session.token;
  const expiresAt = wall + settings.tokenLifeMs;
  store.run(
    'UPDATE volvenSessions SET token = ?, expiresAt = ? WHERE refreshToken = ?',
    token,
    expiresAt,
    refreshToken,
  );
  return { token, refreshToken, expiresAt };
}

/** Throws unless the call carries a token that is good now. */
export function refuseToken({ store, wall }: Moment, call: Call, credentials: VolvenCredentials): void {
  const token = /^Bearer (\S+)$/.exec(call.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) throw new ApiProblem(401, 'UNAUTHORIZED', 'Full authentication is required');
  if (token === credentials.token) return;
  const session = sessionBy(store, 'token', token);
  if (!session) throw new ApiProblem(401, 'UNAUTHORIZED', 'Invalid token');
  if (session.expiresAt <= wall + skewOf(call))
    throw new ApiProblem(401, 'UNAUTHORIZED', 'The token has expired');
}
