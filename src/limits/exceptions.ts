import { type LimitCheck, NEVER_OVERRIDDEN } from '../model/limits.ts';
import type { Change, LimitWorld } from './world.ts';

/**
 * What an entry's `override` makes of a refusal. An exception is for one generation: one that let out an earlier one is used up, so that
 * raising a number never repeats what somebody allowed once.
 */
export function excepted(check: LimitCheck, { key, generation }: Change, world: LimitWorld): LimitCheck {
  if (check.status !== 'refused' || NEVER_OVERRIDDEN.has(check.code)) return check;
  const own = (world.entries.get(key)?.overrides ?? []).filter(({ limit }) => limit === check.code);
  const used = world.history.overrides.get(key) ?? [];
  const earlierOf = (reason: string): number | undefined =>
    used.find((it) => it.generation < generation && it.limit === check.code && it.reason === reason)
      ?.generation;
  const holds = own.find(({ reason }) => earlierOf(reason) === undefined);
  if (holds !== undefined) return { ...check, status: 'overridden', reason: holds.reason };
  const [spent] = own;
  if (spent === undefined) return check;
  const message = `${check.message}; its exception was for generation ${earlierOf(spent.reason)}: one for generation ${generation} needs a reason of its own`;
  return { ...check, message };
}
