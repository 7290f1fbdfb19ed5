import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The end-to-end tests run what users run: the bundle, of the sources as they are now, in a folder of this run. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tradeform-bin-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, ['.ci/build.ts', join(folder, 'dist')], {
    cwd: new URL('../..', import.meta.url),
    stdio: 'inherit',
  });
  process.env['TRADEFORM_TEST_BIN'] = join(folder, 'dist', 'bin.js');
  return () => rmSync(folder, { recursive: true, force: true });
}
