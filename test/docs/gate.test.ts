import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN } from '../support/desk.ts';
import { blocksOf, readme } from './blocks.ts';
import { LADDER } from './scenes.ts';
import { Stage } from './stage.ts';

/* The README's recipe for rules of a desk's own, run as it stands there. */

const { 'gate.mjs': program = '', 'gate.sh': script = '' } = blocksOf(readme(), 'example');
const hasJq = spawnSync('jq', ['--version']).status === 0;

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open(BIN);
  writeFileSync(join(stage.folder, 'gate.mjs'), program);
  // In the place of npx: it would look for a package, and this is the one.
  mkdirSync(join(stage.folder, 'bin'));
  const npx = join(stage.folder, 'bin', 'npx');
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(npx, 0o755);
});
afterEach(() => stage.close());

/** Not at once: a process that stands still doesn't see that the venue closed its idle connection, and would use it. */
function gate(): Promise<{
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const { CI: _, ...env } = process.env;
  const lines = hasJq ? script : script.replaceAll(/^jq .*$/gm, '');
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof gate>>>();
  const child = execFile(
    'sh',
    ['-e', '-c', lines],
    { cwd: stage.folder, env: { ...env, PATH: `${join(stage.folder, 'bin')}:${env['PATH'] ?? ''}` } },
    (_error, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
  );
  return promise;
}

const placed = async (): Promise<number> =>
  ((await stage.control('GET', 'ledger')) as { readonly orders: readonly unknown[] }).orders.length;

describe('a further gate', () => {
  it('is not passed by an order that sells: it is named with its line, and nothing is sent', async () => {
    const { status, stderr } = await gate();
    expect(status).toBe(1);
    expect(stderr).toContain('specs/treasury/eth-take-profit.yaml:7 order/eth-take-profit sells');
    expect(stderr).toContain('order/eth-settlement sells');
    expect(stderr).not.toContain('btc-');
    expect(await placed()).toBe(0);
  });

  it('is passed by a plan without one, which is then applied', async () => {
    stage.remove('specs/treasury/eth-take-profit.yaml', 'specs/treasury/settlement.yaml');
    const { status, stdout } = await gate();
    expect(stdout).toContain('changes done.');
    expect(status).toBe(0);
    expect(await placed()).toBe(6);
  });

  it.runIf(hasJq)('is not passed by more orders than its other rule allows', async () => {
    stage.remove('specs/treasury/eth-take-profit.yaml', 'specs/treasury/settlement.yaml');
    const entry = (price: number): string =>
      `  more-${price}: { side: buy, receiveQuantity: 0.01 BTC, priceLimit: ${price}.00 USD }\n`;
    const prices = Array.from({ length: 20 }, (_, index) => 70_000 + index);
    stage.append(LADDER, `\n${prices.map(entry).join('')}`);
    expect((await gate()).status).toBe(1);
    expect(await placed()).toBe(0);
  });
});
