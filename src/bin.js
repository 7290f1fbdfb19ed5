#!/usr/bin/env node
// Plain old JavaScript on purpose: it must run on a Node that is too old for everything else, to say so.
var needed = 24;
var found = process.versions.node;
if (parseInt(found, 10) < needed) {
  process.stderr.write(
    'tradeform needs Node.js ' +
      needed +
      ' or newer, and this is ' +
      found +
      ': install a newer one from nodejs.org, ' +
      'or add it to your project with "npm install --save-dev node@' +
      needed +
      '" and start tradeform through npx.\n',
  );
  process.exitCode = 64;
} else {
  process.getBuiltinModule('node:module').enableCompileCache();
  void import('./cli.ts').then(function (cli) {
    return cli.main(process.argv);
  });
}
