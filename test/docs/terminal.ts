/*
 * Loaded before the bin (`node --import`): what it prints is laid out as on a terminal of CAPTURE_COLUMNS, in colour unless NO_COLOR says
 * otherwise. Nothing else about the program is different.
 */
const columns = Number(process.env['CAPTURE_COLUMNS']);
Object.defineProperties(process.stdout, { isTTY: { value: true }, columns: { value: columns } });
