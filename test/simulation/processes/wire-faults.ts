import type { Desk } from '../../support/desk.ts';
import type { Dice } from '../world/dice.ts';

/* Faults of the paper venue, which act on its sockets: one round in two meets one, or two. */

const SUBMIT = { method: 'POST', path: '/trades/v2/order' };
const CANCEL = { method: 'DELETE', path: '/trades/v1/order' };
const LIST = { method: 'GET', path: '/trades/v2/order' };

const ABOUT = {
  'drop-before': [SUBMIT, CANCEL, LIST],
  'drop-after': [SUBMIT, CANCEL, LIST],
  '5xx-before': [SUBMIT, CANCEL, LIST],
  '5xx-after': [SUBMIT, CANCEL],
  'truncated-body': [SUBMIT, CANCEL, LIST],
  'malformed-body': [SUBMIT, CANCEL, LIST],
  '429': [SUBMIT],
  latency: [SUBMIT, CANCEL, LIST],
  'latency-after': [SUBMIT, CANCEL],
  'late-visibility': [SUBMIT],
  'cancel-loses': [CANCEL],
  'missing-row': [LIST],
  'repeated-row': [LIST],
  'empty-page': [LIST],
  'repeated-page': [LIST],
} as const satisfies Record<string, readonly object[]>;
export type WireFault = keyof typeof ABOUT;
export const WIRE_FAULTS = Object.keys(ABOUT) as readonly WireFault[];

/** Longer than the program waits for an answer: the venue acts when nobody listens any more. */
export const LONGEST = 1_400;

export async function queueFault(desk: Desk, dice: Dice): Promise<void> {
  const fault = dice.pick(WIRE_FAULTS) ?? 'drop-after';
  // The first is what the fault is most about.
  const match: object = dice.chance(0.5) ? ABOUT[fault][0] : dice.pick<object>(ABOUT[fault]);
  const ms = dice.chance(0.25) ? LONGEST : dice.whole(20, 200);
  await desk.control('POST', 'faults', { fault, match, skip: dice.whole(0, 1), times: 1, ms });
}

/** How often each has struck since the last time; what has not is taken back. */
export async function takeHits(desk: Desk): Promise<Partial<Record<WireFault, number>>> {
  const listed = (await desk.control('GET', 'faults')) as {
    readonly faults: readonly { readonly fault: WireFault; readonly hits: number }[];
  };
  await desk.control('DELETE', 'faults');
  const struck: Partial<Record<WireFault, number>> = {};
  for (const { fault, hits } of listed.faults) if (hits > 0) struck[fault] = (struck[fault] ?? 0) + hits;
  return struck;
}
