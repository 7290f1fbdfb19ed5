import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, ladder } from '../support/desk.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-package-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_config_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('the package', () => {
  it('installs from its tarball into an empty folder, offline, and runs there', () => {
    const [tarball] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], ROOT)) as readonly {
      readonly filename: string;
      readonly files: readonly { readonly path: string }[];
    }[];
    expect(
      tarball?.files
        .map((file) => file.path)
        .filter((path) => !/^(dist\/|schemas\/|README|LICENSE|package\.json)/.test(path)),
    ).toEqual([]);
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    npm(['install', '--no-audit', '--no-fund', `./${tarball?.filename ?? ''}`], folder);
    const bin = join(folder, 'node_modules', '.bin', 'tradeform');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [bin, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, CI: '' },
      });
    expect(run('--version').stdout.trim()).toBe(version);
    writeFileSync(
      join(folder, 'tradeform.yaml'),
      'version: 1\nproject: packed\naccounts:\n  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }\n',
    );
    writeFileSync(join(folder, 'orders.yaml'), ladder(['dip-1']));
    expect(run('apply', '--yes')).toMatchObject({ status: 0 });
    expect(run('plan').stdout).toContain('No changes. 1 unchanged.');
    expect(existsSync(join(folder, 'node_modules', 'tradeform', 'dist', 'THIRD-PARTY-LICENSES.txt'))).toBe(
      true,
    );
  });

  it('tells a person on an old Node what to do, in one sentence', () => {
    // The launcher reads the version from process.versions; an older one is put in its place before it is loaded.
    const old = join(folder, 'old-node.mjs');
    writeFileSync(
      old,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });\nprocess.argv.splice(1, 1);\nawait import(${JSON.stringify(BIN)});\n`,
    );
    const ended = spawnSync(process.execPath, [old, 'plan'], { encoding: 'utf8' });
    expect(ended.status).toBe(64);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('needs Node.js 24 or newer, and this is 20.20.2');
  });
});
