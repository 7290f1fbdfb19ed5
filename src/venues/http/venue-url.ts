import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface VenueUrl {
  readonly base: URL;
  readonly loopback: boolean;
}

/** The address of a venue. Throws TradeformError: signed requests travel over TLS, or to this machine alone. */
export function parseVenueUrl(text: string, setting: string): VenueUrl {
  const refuse = (what: string, remedy: string): never => {
    // The text itself may hold a password.
    throw new TradeformError('venue/url', `\`${setting}\` ${what}`, { exitCode: EXIT.invalid, remedy });
  };
  const base = URL.parse(text) ?? refuse('is not an address', 'Write it like https://api.aquanow.io');
  const loopback = LOOPBACK.test(base.hostname);
  if (base.username !== '' || base.password !== '')
    refuse('holds a user or a password', 'Take them out: keys have settings of their own.');
  if (base.search !== '' || base.hash !== '')
    refuse('holds a query', 'Write the address without `?` and `#`.');
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && loopback))
    refuse('is not https', 'Write https://… ; http:// is for this machine (127.0.0.1) alone.');
  return { base, loopback };
}
