import { describe, expect, it } from 'vitest';
import { askingNode } from '../../../.ci/asking-node.ts';

/* What a build makes of a chunk: of Node's own modules it asks for what is named, and for nothing else. */

const ask = (path: string): string => `process.getBuiltinModule("${path}");`;

describe('an import of Node’s own', () => {
  it.each([
    ['import{readFile as read,stat}from"node:fs";x', `const {readFile:read,stat}=${ask('node:fs')}x`],
    ['import fs from"node:fs";x', `const fs=${ask('node:fs')}x`],
    ['import*as fs from"node:fs";x', `const fs=${ask('node:fs')}x`],
    ['import fs,{stat}from"node:fs";x', `const fs=${ask('node:fs')}const {stat}=${ask('node:fs')}x`],
    ['import fs,*as all from"node:fs";x', `const fs=${ask('node:fs')}const all=${ask('node:fs')}x`],
    ['import"node:fs";x', 'x'],
  ])('becomes a question: %s', (before, after) => {
    expect(askingNode(before, 'chunk.js')).toBe(after);
  });

  it('takes effect before everything else, below the line that says what runs it', () => {
    expect(
      askingNode('#!/usr/bin/env node\nimport"./a.js";stat();import{stat}from"node:fs";', 'chunk.js'),
    ).toBe(`#!/usr/bin/env node\nconst {stat}=${ask('node:fs')}import"./a.js";stat();`);
  });

  it.each([
    ['in a text', `x='import{stat}from"node:fs";'`],
    ['in a template', 'x=`import{stat}from"node:fs";`'],
    ['in a comment', '/*import{stat}from"node:fs";*/x'],
    ['when it is needed', 'import("node:fs")'],
    ['of a file', 'import{stat}from"./node:fs";x'],
  ])('is none %s', (_where, text) => {
    expect(askingNode(text, 'chunk.js')).toBe(text);
  });

  it.each([
    ['a name that is not there', 'import{statt}from"node:fs"', 'chunk.js: node:fs has no statt'],
    ['a module that is not there', 'import{a}from"node:nothing"', 'chunk.js: node:nothing has no a'],
    ['a default by its name', 'import{default as fs}from"node:fs"', 'chunk.js'],
    ['the default of a whole', 'import*as fs from"node:fs";fs.default', 'fs.default is used'],
    ['a name in quotes', 'import{"a-b" as c}from"node:fs"', 'can’t be asked for'],
    ['what is exported again', 'export{stat}from"node:fs"', 'is exported again'],
    ['all that is exported again', 'export*from"node:fs"', 'is exported again'],
    ['what is no program', 'import{', 'chunk.js'],
  ])('stops the build where it can’t be said so: %s', (_what, text, message) => {
    expect(() => askingNode(text, 'chunk.js')).toThrow(message);
  });
});
