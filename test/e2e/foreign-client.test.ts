import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';

/*
 * The paper venue as the seeds describe it, judged by a client that shares nothing with it: a shell script with curl and a signature
 * made by hand. Each check of the script is a line of its output.
 */

const SCRIPT = new URL('foreign-client.sh', import.meta.url).pathname;
const TOOLS = ['bash', 'curl', 'openssl'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--help'], { stdio: 'ignore' }).error !== undefined);

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

/** Serves a project's paper venue by the bin, and gives its address. */
async function serve(): Promise<string> {
  const { child } = desk.start(['paper', 'serve', '--port', '0']);
  let told = '';
  for await (const text of child.stdout ?? []) {
    told += String(text);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`paper serve ended: ${told}`);
}

if (missing.length > 0)
  console.warn(
    `The foreign client is skipped: it needs ${missing.join(' and ')}, which this machine has not.`,
  );

it.skipIf(missing.length > 0)(
  'can make every documented call and have every documented error',
  { timeout: 120_000 },
  async () => {
    const client = spawn('bash', [SCRIPT, await serve()], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    client.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    client.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(client, 'close')) as [number | null];
    expect(stdout.split('\n').filter((line) => line.startsWith('not ok'))).toEqual([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const checks = stdout.split('\n').filter((line) => line.startsWith('ok '));
    expect(stdout).toContain(`1..${checks.length}`);
    // 46 examples on Aquanow's page, and Volven's five; a check that was lost would not be missed otherwise.
    expect(checks.length).toBeGreaterThanOrEqual(51);
  },
);
