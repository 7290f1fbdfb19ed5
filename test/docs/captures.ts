// `npm run captures`: plays every scene with a fresh build, and brings README.md and the picture in it up to date.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PICTURE, README, ROOT, blocksOf, normal, readme, withCaptures } from './blocks.ts';
import { everyCapture } from './scenes.ts';
import { COLUMNS } from './stage.ts';
import { svgOf } from './svg.ts';

const folder = mkdtempSync(join(tmpdir(), 'tradeform-bin-'));
try {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, ['.ci/build.ts', join(folder, 'dist')], { cwd: ROOT, stdio: 'inherit' });
  const text = readme();
  const captures = await everyCapture(join(folder, 'dist', 'bin.js'), blocksOf(text, 'example'));
  const { picture = '', ...texts } = captures;
  writeFileSync(README, withCaptures(text, texts));
  const svg = svgOf(picture, COLUMNS);
  const before = existsSync(PICTURE) ? readFileSync(PICTURE, 'utf8') : '';
  if (normal(svg) !== normal(before)) writeFileSync(PICTURE, svg);
  const shown = Object.keys(blocksOf(text, 'capture'));
  const missing = shown.filter((name) => texts[name] === undefined);
  const unused = Object.keys(texts).filter((name) => !shown.includes(name));
  console.log(`${shown.length} captures of ${Object.keys(texts).length}`);
  if (missing.length > 0) throw new Error(`no scene gives: ${missing.join(', ')}`);
  if (unused.length > 0) console.log(`not shown: ${unused.join(', ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
