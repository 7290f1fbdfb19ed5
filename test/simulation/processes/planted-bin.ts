import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchanged } from '../planted/plant.ts';
import type { Planted } from '../planted/planted.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
/** What the build reads. */
const SOURCES = ['src', 'schemas', 'specs', '.ci', '.github', 'package.json', 'tsconfig.json'];

/** Builds the bin from a copy of the sources with a fault in it. */
export function buildPlanted(fault: Planted): { readonly bin: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tradeform-planted-'));
  for (const source of SOURCES) cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const file of new Set(fault.swaps.map((swap) => swap.file))) {
    const path = join(folder, 'src', file);
    writeFileSync(path, exchanged(readFileSync(path, 'utf8'), file, fault));
  }
  execFileSync(process.execPath, ['.ci/build.ts', join(folder, 'dist')], { cwd: folder, stdio: 'inherit' });
  return {
    bin: join(folder, 'dist', 'bin.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
