import type { Dice } from '../world/dice.ts';

export type Fields = Record<string, unknown>;

/** One value of a JSON object exchanged, left out, or put where it does not belong. */
export function altered(
  dice: Dice,
  text: string,
  names: readonly string[],
  values: readonly unknown[],
): string {
  if (!text.startsWith('{"')) return text;
  const body = JSON.parse(text) as Fields;
  const inner = body['data'];
  const target = typeof inner === 'object' && inner !== null && dice.chance(0.8) ? (inner as Fields) : body;
  const name = dice.pick([...Object.keys(target), ...names]) ?? '';
  if (dice.chance(0.3)) delete target[name];
  else target[name] = dice.pick(values);
  return JSON.stringify(body);
}

/** Now and then less of it arrives, or something more. */
export function cut(dice: Dice, text: string): string {
  const throws = dice.next();
  if (throws < 0.1) return text.slice(0, dice.whole(0, text.length));
  return throws < 0.15 ? `${text}${dice.pick(['}', ' ', 'x', '\n'])}` : text;
}
