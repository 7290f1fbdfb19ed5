/** Who may use the Volven half. One user owns every account of it. */
export interface VolvenCredentials {
  readonly username: string;
  readonly password: string;
  /** A token that never expires, beside those that a login gives. */
  readonly token: string;
  /** Base32; where it is given, a login asks for a one-time password. */
  readonly totpSecret?: string;
}

export const DEFAULT_CREDENTIALS: VolvenCredentials = {
  username: 'paper@example.com',
  password: 'paper-password',
  token: 'paper-token',
};

/** The user id of the seed's accounts. */
export const USER_ID = '42';
