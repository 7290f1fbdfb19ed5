import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { BIN } from '../support/desk.ts';
import { PICTURE, blocksOf, normal, readme } from './blocks.ts';
import { type Captures, everyCapture } from './scenes.ts';
import { COLUMNS } from './stage.ts';
import { svgOf } from './svg.ts';

/* What the README shows of a terminal is what the bin prints. `npm run captures` writes it again. */

let fresh: Captures = {};
beforeAll(async () => {
  fresh = await everyCapture(BIN, blocksOf(readme(), 'example'));
}, 180_000);

const shown = blocksOf(readme(), 'capture');

describe('the README', () => {
  it('shows every scene that is played', () =>
    expect(Object.keys(shown).sort()).toEqual(
      Object.keys(fresh)
        .filter((name) => name !== 'picture')
        .sort(),
    ));

  it.each(Object.keys(shown))('shows what is printed: %s', (name) =>
    expect(normal(fresh[name] ?? '')).toBe(normal(shown[name] ?? '')),
  );

  it('has a picture of the plan that it shows', () =>
    expect(normal(svgOf(fresh['picture'] ?? '', COLUMNS))).toBe(normal(readFileSync(PICTURE, 'utf8'))));
});
