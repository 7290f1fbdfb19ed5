import type { ControlInput } from '../control-input.ts';
import type { VolvenSettings } from './settings.ts';

/** Reads a change of each setting from a control's request. */
export const VOLVEN_READERS: {
  readonly [Name in keyof VolvenSettings]: (input: ControlInput, name: string) => VolvenSettings[Name];
} = {
  errorShape: (input, name) => input.choice(name, ['quickstart', 'openapi']),
  unknownFields: (input, name) => input.choice(name, ['ignore', 'refuse']),
  unknownStrategy: (input, name) => input.choice(name, ['404', '422']),
  actionDelayMs: (input, name) => input.whole(name),
  smoClipMs: (input, name) => input.whole(name),
  passiveRejects: (input, name) => input.whole(name),
  volvenPermission: (input, name) => input.flag(name),
  tokenLifeMs: (input, name) => input.whole(name, 1000),
  refreshAnswer: (input, name) => input.choice(name, ['same', 'silent', 'new']),
  otpOnce: (input, name) => input.flag(name),
};
