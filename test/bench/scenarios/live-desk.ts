import { join } from 'node:path';
import { ENVIRONMENT, type Rate, type Shape, freshDesk, writeOrders } from '../desk.ts';
import type { Bench } from '../scenario.ts';
import { placeRest } from '../placed.ts';

export const applying = ({ bin }: Bench): readonly string[] => [bin, 'apply', '--env', ENVIRONMENT, '--yes'];
export const planning = ({ bin }: Bench): readonly string[] => [bin, 'plan', '--env', ENVIRONMENT];

/** A desk at the venue, which holds nothing of it, with an empty journal. */
export async function liveDesk(bench: Bench, name: string, shape: Shape, rate?: Rate): Promise<string> {
  await bench.venue.forget(rate);
  const cwd = freshDesk(join(bench.folder, name), shape, bench.venue.url, rate);
  await bench.children.run({ cwd, args: [bench.bin, 'journal', 'init', '--env', ENVIRONMENT] });
  return cwd;
}

/** Every order of the desk rests at the venue, as its journal says, and there is nothing to change. */
export async function placedDesk(bench: Bench, name: string, shape: Shape): Promise<string> {
  const cwd = await liveDesk(bench, name, { ...shape, orders: 1, files: 1 });
  // The first by the program itself, the others after its example.
  await bench.children.run({ cwd, args: applying(bench) });
  await placeRest(bench.venue, cwd, shape.orders);
  writeOrders(cwd, shape);
  // Ends with 2 where it would change anything.
  await bench.children.run({ cwd, args: [...planning(bench), '--detailed-exitcode'] });
  return cwd;
}
