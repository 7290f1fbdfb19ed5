import type { Millis } from '../../../model/ids.ts';

/** How the Volven half behaves where the sources are silent or contradict each other. */
export interface VolvenSettings {
  /** Which of the two documented shapes an error has. */
  readonly errorShape: 'quickstart' | 'openapi';
  /** What happens to fields of a create request that the venue doesn't know. */
  readonly unknownFields: 'ignore' | 'refuse';
  /** The HTTP status of an action on a strategy that is not there. */
  readonly unknownStrategy: '404' | '422';
  /** Venue time from an action's 202 to its effect. */
  readonly actionDelayMs: Millis;
  /** Venue time that a clip works at the best price of its side before it trades. */
  readonly smoClipMs: Millis;
  /** How many times in a row the exchange rejects a post-only order before it accepts one. */
  readonly passiveRejects: number;
  /** Whether the user may create strategies at all. */
  readonly volvenPermission: boolean;
  /** Real time for which a token is good, from login or refresh. */
  readonly tokenLifeMs: Millis;
  /** What a refresh answers in its header: the same token, none, or a new one in the old one's place. */
  readonly refreshAnswer: 'same' | 'silent' | 'new';
  /** Whether a one-time password is good only once, instead of as long as its 30 seconds last. */
  readonly otpOnce: boolean;
}

export const DEFAULT_VOLVEN_SETTINGS: VolvenSettings = {
  errorShape: 'quickstart',
  unknownFields: 'ignore',
  unknownStrategy: '404',
  actionDelayMs: 0,
  smoClipMs: 1000,
  passiveRejects: 0,
  volvenPermission: true,
  tokenLifeMs: 3_600_000,
  refreshAnswer: 'same',
  otpOnce: false,
};
