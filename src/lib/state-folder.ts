import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder for what belongs to this machine: a journal, a paper venue. It keeps itself out of Git, whatever the project's own
 * `.gitignore` says: a journal that travels with a branch would be rolled back by every checkout.
 */
export function makeStateFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ignore = join(dir, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}
